@_spi(Host) import CallKit
@_spi(Host) import ExpoModulesCore
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import RingpostKit
import SimulatedPhone
import Testing
import UIKit
@_spi(Host) import UserNotifications

@testable import RingpostReactNative

/// A phone with an Expo app, from its launch to JavaScript.
@MainActor final class ExpoPhone {
    let system = SimulatedPhone.reset()
    let server = NotedServer()
    let clock = VirtualClock()
    let host: RingpostHost
    let subscriber = RingpostSubscriber()
    private(set) var javaScript: JavaScript?
    /// What JavaScript answers when it is asked for a token. nil: nobody is signed in.
    var token: String? = "jwt"
    private var answered: Set<String> = []

    /// - Parameter hasConsent: the user has agreed to pushes in an earlier run of the app.
    init(hasConsent: Bool = true, _ configure: (inout PhoneBehaviour) -> Void = { _ in }) {
        configure(&system.behaviour)
        UIApplication.shared.unregisterForRemoteNotifications()
        let name = "expo-\(UUID())"
        let defaults = UserDefaults(suiteName: name) ?? .standard
        defaults.set(hasConsent, forKey: RingpostHost.consentKey)
        let store = FileStore(folder: FileManager.default.temporaryDirectory.appendingPathComponent(name))
        let transport = CallServerTransport(server)
        let clock = clock
        let settings = HostSettings(
            apiURL: URL(string: "https://stage.example.com") ?? URL(fileURLWithPath: "/"), appGroup: "group.test")
        host = RingpostHost(settings, defaults: defaults) {
            $0.callSystem = .callKit
            $0.files = store
            $0.keychain = store
            $0.transport = transport
            $0.clock = clock
        }
        RingpostHost.current = host
    }

    /// iOS launches the app.
    func launch() -> ExpoPhone {
        _ = subscriber.application(.shared, didFinishLaunchingWithOptions: nil)
        return self
    }

    /// JavaScript starts, seconds after the launch, or again after a reload.
    func startJavaScript() async {
        let fresh = JavaScript(RingpostModule.self)
        fresh.listen()
        // The old one may go later than the new one comes.
        javaScript?.stopListening()
        javaScript = fresh
        fresh.onEvent { [weak self] in Task { @MainActor in try await self?.giveTokens() } }
        try? await giveTokens()
        await drain()
    }

    private func giveTokens() async throws {
        for request in events where request["wants"] == "token" {
            guard let requestId = request["requestId"]?.stringValue, answered.insert(requestId).inserted else { continue }
            try await call("settleRequest", requestId, token as Any)
        }
    }

    var provider: CXProvider { CXProvider.live! }

    /// The push of a call. - Returns: its ID.
    @discardableResult func push(_ callId: CallID = CallID()) -> CallID {
        PKPushRegistry.live?.deliver(voipPayload(callId, now: clock.now()))
        return callId
    }

    /// - Returns: what the function's promise resolves with.
    @discardableResult func call(_ function: String, _ arguments: Any...) async throws -> JSON {
        let result = try await #require(javaScript).call(function, arguments)
        return try JSONDecoder().decode(JSON.self, from: Data(result.utf8))
    }

    // MARK: What JavaScript has heard

    /// An event that is not JSON is not among them.
    var events: [JSON] {
        let bodies = javaScript?.bodies(of: "ringpost") ?? []
        return bodies.compactMap { JSON(payload: $0.mapValues { $0 ?? NSNull() }) }
    }

    var kinds: [String] { events.compactMap { $0["kind"]?.stringValue } }
    func event(_ kind: String) -> JSON? { events.last { $0["kind"]?.stringValue == kind } }

    /// The newest request of a kind.
    func request(_ wants: String) -> JSON? { events.last { $0["wants"]?.stringValue == wants } }

    /// Answers the newest request of a kind, as soon as it is there.
    func settle(_ wants: String) async throws {
        await drain { request(wants) != nil }
        let requestId = try #require(request(wants)?["requestId"]?.stringValue)
        try await call("settleRequest", requestId, String?.none as Any)
    }

    func isInCall(_ callId: CallID) async { await drain { self.provider.isConnected(callId) } }
}

/// A server that takes what is said of a call.
private struct CallServerTransport: Transport {
    private let server: NotedServer

    init(_ server: NotedServer) { self.server = server }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let other = try await server.send(request)
        let path = request.url.path.split(separator: "/")
        guard request.method == "POST", path.count == 4, path[1] == "calls" else { return other }
        let state = path[3] == "answer" ? "answered" : "ended"
        let json = #"""
            {"callId":"\#(path[2])","state":"\#(state)","from":"alice","hasVideo":false,"participants":[],
             "createdAt":"2026-11-30T00:00:00.000Z","expiresAt":"2026-11-30T00:01:00.000Z"}
            """#
        return HTTPResponse(status: 200, headers: [:], body: Data(json.utf8))
    }
}
