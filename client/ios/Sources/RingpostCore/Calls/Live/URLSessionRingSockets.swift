import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// WebSockets of the system.
public struct URLSessionRingSockets: RingSockets {
    private let session: URLSession

    public init(session: URLSession = URLSession(configuration: .ephemeral)) {
        self.session = session
    }

    public func open(_ url: URL, subprotocols: [String]) -> any RingSocket {
        #if canImport(FoundationNetworking)
            // Foundation on Linux sends `Connection: keep-alive`, with which servers see no WebSocket (RFC 6455, section 4.1).
            var request = URLRequest(url: url)
            request.setValue("Upgrade", forHTTPHeaderField: "Connection")
            request.setValue(subprotocols.joined(separator: ", "), forHTTPHeaderField: "Sec-WebSocket-Protocol")
            let task = session.webSocketTask(with: request)
        #else
            let task = session.webSocketTask(with: url, protocols: subprotocols)
        #endif
        task.resume()
        return URLSessionRingSocket(task: task)
    }
}

private struct URLSessionRingSocket: RingSocket {
    let task: URLSessionWebSocketTask

    func send(_ text: String) async throws { try await task.send(.string(text)) }

    func receive() async throws -> String {
        guard case .string(let text) = try await task.receive() else { throw URLError(.cannotParseResponse) }
        return text
    }

    func close() { task.cancel(with: .goingAway, reason: nil) }
}
