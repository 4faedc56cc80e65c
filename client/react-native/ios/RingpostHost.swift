import Foundation
import RingpostKit
import UIKit

/// Ringpost in an Expo app. The app delegate's subscriber makes it at launch, before JavaScript starts; the module is how
/// JavaScript reaches it.
@MainActor final class RingpostHost {
    /// How long JavaScript may take for a token, its own start included.
    static let tokenSeconds = 20.0
    static let consentKey = "ringpost.hasConsent"

    /// The one of this process. nil: the config plugin has not run.
    static var current: RingpostHost?

    let ringpost: Ringpost
    let outbox = JavaScriptOutbox()
    let requests: JavaScriptRequests
    private let app: HostCalls
    private let settings: RingpostSettings
    private let defaults: UserDefaults
    /// Calls that ring by alerts, which the user has tapped.
    private var tappedRings: [CallID: Ring] = [:]
    /// Calls that were answered so. The system does not know them.
    private var ownCalls: Set<CallID> = []

    /// - Parameter configure: for tests, such as another transport.
    init(
        _ host: HostSettings, defaults: UserDefaults = .standard,
        configure: (inout RingpostSettings) -> Void = { _ in }
    ) {
        let relay = TokenRelay()
        var settings = RingpostSettings(
            apiURL: host.apiURL, appId: Bundle.main.bundleIdentifier ?? "", files: Stores.files(host.appGroup),
            keychain: Stores.keychain(host.appGroup), token: { refused in try await relay.token(refused: refused) })
        settings.callSystem = .recommended(isInChina: host.inChina)
        settings.unknownCaller = host.unknownCaller
        configure(&settings)
        self.settings = settings
        self.defaults = defaults
        requests = JavaScriptRequests(outbox: outbox, clock: settings.clock)
        app = HostCalls(outbox: outbox, requests: requests)
        ringpost = Ringpost(settings, app: app)
        relay.requests = requests
    }

    /// At every launch. Before the user has agreed to pushes nothing starts; `agree` does it then. Before the first unlock
    /// nobody can read what the user has said. A push has launched the app then, so the user has.
    func launched() {
        let outbox = outbox
        Task {
            await ringpost.registration.observe { state in
                Task { @MainActor in outbox.send("registration", ["registration": state.json]) }
            }
        }
        let isReadable = UIApplication.shared.isProtectedDataAvailable
        if defaults.bool(forKey: Self.consentKey) || !isReadable { ringpost.start() }
    }

    // MARK: What JavaScript asks for

    /// The user has read what pushes are for, and agrees. Now iOS asks, too.
    /// - Returns: whether notifications may be shown.
    func agree() async -> Bool {
        defaults.set(true, forKey: Self.consentKey)
        let isGranted = await ringpost.notifications.requestPermission()
        await ringpost.giveConsent()
        return isGranted
    }

    func status() async -> JSON {
        let registration = await ringpost.registration.state
        var fields: [String: JSON] = [
            "appId": .string(settings.appId), "apiUrl": .string(settings.apiURL.absoluteString),
            "kitVersion": .string(kitVersion), "callSystem": .string(String(describing: settings.callSystem)),
            "hasConsent": .bool(await ringpost.registration.hasConsent), "registration": registration.json,
            "calls": .array(ringpost.calls.calls.map(\.json)),
        ]
        fields["deviceId"] = ringpost.registration.deviceId.map { .string($0) }
        fields["permission"] = await ringpost.notifications.permission().map { .string($0) }
        return .object(fields)
    }

    /// - Returns: the call's ID. JavaScript is asked to place it when the system lets it begin.
    func startCall(_ handle: String, _ name: String, hasVideo: Bool) -> CallID {
        ringpost.calls.call(CallUpdate(handle: CallHandle(value: handle), callerName: name, hasVideo: hasVideo))
    }

    /// - Returns: nil, or why a call that rings by an alert cannot be answered. The system's own calls answer by events.
    func answer(_ callId: CallID) async -> RingpostError? {
        guard let ring = tappedRings.removeValue(forKey: callId) else {
            ringpost.calls.answer(callId)
            return nil
        }
        do throws(RingpostError) {
            try await ringpost.api.act(.answer, on: callId, deviceId: ringpost.registration.deviceId)
        } catch { return error }
        ownCalls.insert(callId)
        app.callRings(ring)
        do {
            try await app.connect(ring)
            try app.startOwnAudio(hasVideo: ring.update.hasVideo)
        } catch { await end(callId, .failed) }
        return nil
    }

    /// Declines a call that rings, hangs up any other.
    func end(_ callId: CallID) async {
        if tappedRings.removeValue(forKey: callId) != nil {
            _ = try? await ringpost.api.act(.decline, on: callId, deviceId: ringpost.registration.deviceId)
        } else if ownCalls.contains(callId) {
            await end(callId, nil)
        } else {
            ringpost.calls.hangUp(callId)
        }
    }

    private func end(_ callId: CallID, _ reason: EndedReason?) async {
        guard ownCalls.remove(callId) != nil else { return }
        app.stopOwnAudio()
        app.disconnect(callId)
        app.callEnded(callId, reason: reason)
        _ = try? await ringpost.api.act(.end, on: callId, deviceId: ringpost.registration.deviceId)
    }

    // MARK: What iOS says

    func opened(_ notification: OpenedNotification) {
        if case .ring(let ring) = notification.push, notification.action == .opened { tappedRings[ring.callId] = ring }
        outbox.send("opened", ["notification": notification.json])
    }
}

/// Asks JavaScript for the token that the API wants. It exists before the host does.
@MainActor private final class TokenRelay {
    weak var requests: JavaScriptRequests?

    nonisolated init() {}

    func token(refused: String?) async throws -> String? {
        guard let requests else { return nil }
        let isRefused: JSON = .bool(refused != nil)
        return try await requests.ask("token", ["isRefused": isRefused], withinSeconds: RingpostHost.tokenSeconds)
            .stringValue
    }
}

/// Where the kit keeps what must survive the process.
private enum Stores {
    static func files(_ appGroup: String) -> FileStore {
        #if canImport(Darwin)
            if let shared = FileStore(appGroup: appGroup) { return shared }
        #endif
        return FileStore(folder: FileManager.default.temporaryDirectory.appendingPathComponent("Ringpost"))
    }

    static func keychain(_ appGroup: String) -> any KeptStore {
        #if canImport(Security)
            return KeychainStore()
        #else
            return files(appGroup)
        #endif
    }
}
