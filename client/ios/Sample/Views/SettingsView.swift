import RingpostKit
import SwiftUI

/// What `npx ringpost doctor --user` would say of this phone.
struct SettingsView: View {
    let chat: Chat
    @State private var permission: String?
    @State private var isDirectoryOn: Bool?

    var body: some View {
        NavigationStack {
            List {
                LabeledContent("Registration", value: chat.registration)
                LabeledContent("Device", value: chat.ringpost.registration.deviceId ?? "locked")
                LabeledContent("Notifications", value: permission ?? "unknown")
                LabeledContent("Numbers", value: isDirectoryOn.map { $0 ? "on" : "off in Settings" } ?? "unknown")
                Button("Sign out", role: .destructive) { Task { await chat.signOut() } }
            }
            .navigationTitle("Settings")
            .task {
                permission = await chat.ringpost.notifications.permission()
                isDirectoryOn = await Numbers(ringpost: chat.ringpost).isOn()
            }
        }
    }
}
