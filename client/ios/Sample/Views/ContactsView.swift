import RingpostKit
import SwiftUI

struct ContactsView: View {
    let chat: Chat
    private let contacts = ["alice": "Alice", "bob": "Bob", "carol": "Carol"]

    var body: some View {
        NavigationStack {
            List(contacts.sorted { $0.key < $1.key }.filter { $0.key != chat.userId }, id: \.key) { userId, name in
                HStack {
                    Text(name)
                    Spacer()
                    Button("Message", systemImage: "message") { send(to: userId) }
                    Button("Call", systemImage: "phone") { chat.calls.call(userId, name: name, hasVideo: false) }
                    Button("Video", systemImage: "video") { chat.calls.call(userId, name: name, hasVideo: true) }
                }
                .labelStyle(.iconOnly).buttonStyle(.borderless)
            }
            .navigationTitle("Contacts")
        }
    }

    private func send(to userId: String) {
        Task { _ = try? await chat.ringpost.api.sendMessage(NewMessage(to: .user(userId), elements: [.text("Hello")])) }
    }
}
