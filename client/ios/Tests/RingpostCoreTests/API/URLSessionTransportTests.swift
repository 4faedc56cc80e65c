import Foundation
import Testing

@testable import RingpostCore

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite struct URLSessionTransportTests {
    let transport: URLSessionTransport

    init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.protocolClasses = [EchoingServer.self]
        transport = URLSessionTransport(session: URLSession(configuration: configuration))
    }

    func request(_ path: String, timeoutSeconds: TimeInterval = 60) -> HTTPRequest {
        HTTPRequest(
            method: "POST", url: URL(string: "https://api.example\(path)")!, headers: ["x-key": "k1"],
            body: Data("hi".utf8), timeoutSeconds: timeoutSeconds)
    }

    @Test func anAnswerHasItsStatusItsHeadersInSmallLettersAndItsBody() async throws {
        // Act
        let response = try await transport.send(request("/echo"))

        // Assess
        #expect(response.status == 202)
        #expect(response.headers["x-echo"] == "POST /echo k1")
        #expect(response.body == Data("pong".utf8))
    }

    @Test func aRequestThatFailsHasTheSystemsError() async {
        await #expect(throws: URLError.self) { try await transport.send(request("/fail")) }
    }

    @Test func aRequestWithoutAnAnswerIsGivenUp() async {
        await #expect(throws: TimeLimitExceeded.self) {
            try await transport.send(request("/silence", timeoutSeconds: 0.05))
        }
    }

    @Test func aRequestThatIsCancelledIsOver() async throws {
        // Prepare
        let task = Task { try await transport.send(request("/silence")) }

        // Act
        task.cancel()

        // Assess
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// An answer and a cancellation that meet stop Foundation's queue for good on Linux, in one of some thousand requests.
    @Test(.timeLimit(.minutes(5))) func requestsThatAreCancelledAsTheirAnswersComeLeaveTheOthersAlone() async throws {
        // Act
        for _ in 0..<200 {
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    let task = Task { try await transport.send(request("/echo")) }
                    group.addTask {
                        for _ in 0..<(number * 40) { await Task.yield() }
                        task.cancel()
                        _ = try? await task.value
                    }
                }
            }
        }

        // Assess
        #expect(try await transport.send(request("/echo", timeoutSeconds: 30)).status == 202)
    }
}

/// A server in place of the network. `/silence` gets no answer.
private final class EchoingServer: URLProtocol {
    override class func canInit(with request: URLRequest) -> Bool { true }
    override class func canonicalRequest(for request: URLRequest) -> URLRequest { request }

    override func startLoading() {
        guard let url = request.url, url.path != "/silence" else { return }
        if url.path == "/fail" {
            client?.urlProtocol(self, didFailWithError: URLError(.notConnectedToInternet))
            return
        }
        let echo = "\(request.httpMethod ?? "") \(url.path) \(request.value(forHTTPHeaderField: "X-Key") ?? "")"
        let response = HTTPURLResponse(
            url: url, statusCode: 202, httpVersion: "HTTP/1.1", headerFields: ["X-Echo": echo])!
        client?.urlProtocol(self, didReceive: response, cacheStoragePolicy: .notAllowed)
        client?.urlProtocol(self, didLoad: Data("pong".utf8))
        client?.urlProtocolDidFinishLoading(self)
    }

    override func stopLoading() {}
}
