import Foundation

@testable import RingpostCore

/// A server whose answers the test writes. It keeps every request.
final class FakeTransport: Transport, @unchecked Sendable {
    struct NoNetwork: Error {}

    private let lock = NSLock()
    private var answers: [Result<HTTPResponse, any Error>] = []
    private var received: [HTTPRequest] = []
    private var standing: (@Sendable (HTTPRequest) -> HTTPResponse)?

    var requests: [HTTPRequest] { lock.withLock { received } }

    /// Method and path of each request, such as `PUT /v1/devices/d1`.
    var lines: [String] { requests.map { "\($0.method) \($0.url.path)" } }

    func answer(_ status: Int, _ body: String = "{}", headers: [String: String] = [:]) {
        lock.withLock { answers.append(.success(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))) }
    }

    func loseConnection() { lock.withLock { answers.append(.failure(NoNetwork())) } }

    /// What is answered when nothing else is left.
    func alwaysAnswer(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { lock.withLock { standing = answer } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try lock.withLock {
            received.append(request)
            if !answers.isEmpty { return try answers.removeFirst().get() }
            guard let standing else { throw NoNetwork() }
            return standing(request)
        }
    }
}

extension HTTPRequest {
    var json: JSON? { body.flatMap { try? JSONDecoder().decode(JSON.self, from: $0) } }
}

/// Problem details as the API writes them.
func problem(_ status: Int, _ code: String, more: String = "") -> String {
    #"{"type":"about:blank","title":"No","status":\#(status),"code":"\#(code)","detail":"d","fix":"f"\#(more)}"#
}
