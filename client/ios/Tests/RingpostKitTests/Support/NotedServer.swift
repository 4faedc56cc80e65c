import Foundation
import RingpostCore

/// Ringpost's API as a transport: writes down each request, and answers as little as the kit needs.
final class NotedServer: Transport, @unchecked Sendable {
    private let lock = NSLock()
    private var noted: [String] = []
    private var bodies: [String: JSON] = [:]
    /// Requests wait for a network that is not there.
    var isReachable = true

    /// `POST /v1/receipts/t1 delivered` and the like, in order.
    var requests: [String] { lock.withLock { noted } }
    func body(of request: String) -> JSON? { lock.withLock { bodies[request] } }

    /// Answers wait while it is set.
    var isHeld: Bool {
        get { lock.withLock { held } }
        set { lock.withLock { held = newValue } }
    }
    private var held = false

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard isReachable else { throw URLError(.notConnectedToInternet) }
        let body = request.body.flatMap { try? JSONDecoder().decode(JSON.self, from: $0) }
        let event = body?["event"]?.stringValue.map { " \($0)" } ?? ""
        let line = "\(request.method) \(request.url.path)\(event)"
        lock.withLock {
            noted.append(line)
            bodies[line] = body
        }
        while isHeld { await Task.yield() }
        return answer(to: request)
    }

    private func answer(to request: HTTPRequest) -> HTTPResponse {
        let json: String
        switch (request.method, request.url.path.split(separator: "/").dropFirst().first) {
        case ("PUT", "devices") where request.url.path.hasSuffix("presence"): json = #"{"state":"foreground"}"#
        case ("PUT", "devices"):
            json = #"{"pushId":"p","userId":"bob","deviceId":"d","appId":"com.example.chat","tokens":{}}"#
        case ("POST", "receipts"): json = #"{"recorded":1,"unknown":[]}"#
        default: json = "{}"
        }
        return HTTPResponse(status: request.method == "DELETE" ? 204 : 200, headers: [:], body: Data(json.utf8))
    }
}
