// Chat.swift
import Foundation
import RingpostKit

/// The app: who is signed in, and what its screens show.
@MainActor final class Chat {
    private(set) var userId: String? { didSet { changed() } }
    private(set) var registration = "not registered" { didSet { changed() } }
    /// Where the last tap leads.
    var openConversation: String? { didSet { changed() } }
    /// Draws the screens again.
    var changed: @MainActor () -> Void = {} { didSet { calls.changed = changed } }
    let login: Login
    let calls: Calls
    let ringpost: Ringpost

    init(login: Login = Login(renew: { nil })) {
        self.login = login
        let calls = Calls()
        self.calls = calls
        ringpost = Ringpost(Stage.settings(login: login), app: calls)
        calls.ringpost = ringpost
    }

    /// At every launch. Before the user has agreed to pushes, `agreed` starts it instead.
    func launched() {
        Task {
            await ringpost.registration.observe { state in
                Task { @MainActor [weak self] in self?.registration = text(of: state) }
            }
        }
        if UserDefaults.standard.bool(forKey: "hasAgreedToPushes") { ringpost.start() }
    }

    /// The user has read what pushes are for, and agrees. Now iOS asks, too.
    func agreed() async {
        UserDefaults.standard.set(true, forKey: "hasAgreedToPushes")
        _ = await ringpost.notifications.requestPermission()
        await ringpost.giveConsent()
    }

    func signIn(userId: String, accessToken: String) async {
        await login.signedIn(accessToken: accessToken)
        self.userId = userId
        await ringpost.signIn(userId: userId)
    }

    /// In this order: Ringpost is left with the user's login, which the app forgets afterwards.
    func signOut() async {
        await ringpost.signOut()
        await login.signedOut()
        userId = nil
    }

    func open(_ notification: OpenedNotification) {
        switch notification.push {
        case .message(let message): openConversation = message.ext?["chat"]?.stringValue ?? message.conversationId?.rawValue
        case .missedCall(let call): openConversation = call.conversationId?.rawValue
        // A call that rings by an alert: the tap is the answer.
        case .ring(let ring): Task { await calls.join(ring) }
        case .recall, .stoppedRing, .badge, .other: break
        }
    }
}

/// For a settings page: what `npx ringpost doctor --user` says of this phone.
private func text(of state: RegistrationState) -> String {
    switch state {
    case .waiting(.consent): "you have not agreed to pushes"
    case .waiting(.signIn): "nobody is signed in"
    case .waiting(.token): "Apple has given no token (no_token)"
    case .waiting(.unlock): "the phone was not unlocked since it was started"
    case .registering: "registering"
    case .registered(let device): "registered as \(device.deviceId)"
    case .failed(let error): "it is tried again: \(error)"
    case .refused(let problem): "refused: \(problem.detail) \(problem.fix)"
    case .loggedOut: "logged out (no_device)"
    }
}
