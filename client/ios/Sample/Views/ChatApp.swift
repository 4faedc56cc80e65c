import RingpostKit
import SwiftUI

@main struct ChatApp: App {
    @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate

    var body: some Scene {
        WindowGroup { RootView(screen: Screen(delegate.chat)) }
    }
}

/// Lets SwiftUI follow the app.
@MainActor final class Screen: ObservableObject {
    let chat: Chat

    init(_ chat: Chat) {
        self.chat = chat
        chat.changed = { [weak self] in self?.objectWillChange.send() }
    }
}

struct RootView: View {
    @StateObject var screen: Screen
    private var chat: Chat { screen.chat }

    var body: some View {
        if chat.userId == nil {
            SignInView(chat: chat)
        } else {
            TabView {
                ContactsView(chat: chat).tabItem { Label("Contacts", systemImage: "person.2") }
                SettingsView(chat: chat).tabItem { Label("Settings", systemImage: "gear") }
            }
            .fullScreenCover(isPresented: .constant(!chat.calls.current.isEmpty)) { CallView(chat: chat) }
        }
    }
}
