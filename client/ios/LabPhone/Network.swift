import Foundation
import RingpostCore

/// The phone's network, which the lab switches off and on.
final class SwitchedNetwork: Transport, @unchecked Sendable {
    struct NoNetwork: Error {}

    private let lock = NSLock()
    private let transport = URLSessionTransport()
    private var isUp: Bool

    init(isOn: Bool) { isUp = isOn }

    var isOn: Bool {
        get { lock.withLock { isUp } }
        set { lock.withLock { isUp = newValue } }
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard isOn else { throw NoNetwork() }
        let response = try await transport.send(request)
        // It was switched off on the way back.
        guard isOn else { throw NoNetwork() }
        return response
    }
}

/// Signs the user in at the lab. A token is good until the API refuses it.
actor LabSignIn {
    private struct Answer: Decodable { var token: String }

    private let origin: URL
    private let userId: String?
    private var token: String?

    init(origin: URL, userId: String?) {
        self.origin = origin
        self.userId = userId
    }

    func token(refused: String?) async throws -> String? {
        guard let userId else { return nil }
        if let token, token != refused { return token }
        let body = try JSONEncoder().encode(["userId": userId])
        let request = HTTPRequest(
            method: "POST", url: origin.appendingPathComponent("lab/tokens"), headers: ["content-type": "application/json"],
            body: body, timeoutSeconds: 15)
        // Signing in is not affected by the phone's network.
        let response = try await URLSessionTransport().send(request)
        token = try JSONDecoder().decode(Answer.self, from: response.body).token
        return token
    }
}

/// The device ID that the lab has given the phone.
struct GivenDeviceID: KeptStore {
    let deviceId: String

    func load(_ name: String) throws -> Data? { Data(deviceId.utf8) }
    func save(_ data: Data, as name: String) throws {}
}

/// The server, with a note of how each call stands and of what is being said.
final class NotingServer: CallServer, @unchecked Sendable {
    private let server: any CallServer
    private let lock = NSLock()
    private var states: [CallID: CallState] = [:]
    private var saying = 0

    init(_ server: any CallServer) { self.server = server }

    /// Whether a request about a call is under way.
    var isSaying: Bool { lock.withLock { saying > 0 } }

    func state(of callId: CallID) -> CallState? { lock.withLock { states[callId] } }

    func readRing(ticket: String) async -> StatusAnswer { note(await server.readRing(ticket: ticket)) }
    func readCall(_ callId: CallID) async -> StatusAnswer { note(await server.readCall(callId)) }

    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome {
        lock.withLock { saying += 1 }
        defer { lock.withLock { saying -= 1 } }
        return await server.act(action, on: callId)
    }

    private func note(_ answer: StatusAnswer) -> StatusAnswer {
        if case .status(let status) = answer { lock.withLock { states[status.callId] = status.state } }
        return answer
    }
}
