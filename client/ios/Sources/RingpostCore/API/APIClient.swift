import Foundation

/// Gives the token of the app's user, or nil when nobody is signed in.
///
/// `refused` is a token that the server has just turned down: then another one is wanted, or nil.
public typealias TokenProvider = @Sendable (_ refused: String?) async throws -> String?

/// Ringpost's API for an app's user. Each method is one route; what it throws is a `RingpostError`.
public struct APIClient: Sendable {
    public let baseURL: URL
    private let token: TokenProvider
    private let transport: any Transport
    private let clock: any KitClock
    private let retries: RetryRule
    private let timeoutSeconds: TimeInterval

    /// - Parameter baseURL: `ApiUrl` of the stage, or the lab's address.
    public init(
        baseURL: URL, transport: any Transport = URLSessionTransport(), clock: any KitClock = SystemClock(),
        retries: RetryRule = RetryRule(), timeoutSeconds: TimeInterval = 15, token: @escaping TokenProvider
    ) {
        self.baseURL = baseURL
        self.token = token
        self.transport = transport
        self.clock = clock
        self.retries = retries
        self.timeoutSeconds = timeoutSeconds
    }

    /// The same API, but a request that fails is not sent again: for what has a rhythm of its own.
    var withoutRetries: APIClient {
        APIClient(
            baseURL: baseURL, transport: transport, clock: clock, retries: .never, timeoutSeconds: timeoutSeconds,
            token: token)
    }

    func send<Answer>(_ endpoint: Endpoint<Answer>) async throws(RingpostError) -> Answer {
        let request = try request(for: endpoint)
        let startedAt = clock.uptime()
        var userToken = endpoint.needsLogin ? try await userToken(refused: nil) : nil
        var isRenewed = false
        var attempt = 0
        while true {
            let error: RingpostError
            do throws(RingpostError) {
                let response = try await exchange(try aged(request, endpoint.body, since: startedAt), userToken)
                if (200..<300).contains(response.status) { return try decode(response) }
                error = .refused(problem(in: response))
            } catch let caught {
                error = caught
            }
            if case .refused(let problem) = error, problem.status == 401, let refused = userToken, !isRenewed {
                isRenewed = true
                userToken = try await self.userToken(refused: refused)
                continue
            }
            guard let wait = retries.wait(after: attempt, of: error) else { throw error }
            guard (try? await clock.sleep(seconds: wait)) != nil else { throw .cancelled }
            attempt += 1
        }
    }

    private func request<Answer>(for endpoint: Endpoint<Answer>) throws(RingpostError) -> HTTPRequest {
        guard let url = endpoint.url(at: baseURL) else { throw .unreadable("no URL can be made of \(endpoint.path)") }
        var headers = endpoint.headers
        var body: Data?
        if let content = endpoint.body {
            headers["content-type"] = "application/json"
            body = try encoded(content)
        }
        return HTTPRequest(
            method: endpoint.method, url: url, headers: headers, body: body, timeoutSeconds: timeoutSeconds)
    }

    /// The same request now. Only ages differ.
    private func aged(
        _ request: HTTPRequest, _ content: (any Encodable)?, since startedAt: TimeInterval
    ) throws(RingpostError) -> HTTPRequest {
        guard let content = content as? any AgingBody else { return request }
        var request = request
        request.body = try encoded(content.aged(by: Int(((clock.uptime() - startedAt) * 1000).rounded())))
        return request
    }

    private func encoded(_ content: any Encodable) throws(RingpostError) -> Data {
        do { return try RingpostJSON.encoder().encode(content) } catch { throw .unreadable("\(error)") }
    }

    private func userToken(refused: String?) async throws(RingpostError) -> String {
        let given: String?
        do { given = try await token(refused) } catch { throw .unreachable("the app's token: \(error)") }
        guard let given else { throw .notSignedIn }
        return given
    }

    private func exchange(_ request: HTTPRequest, _ userToken: String?) async throws(RingpostError) -> HTTPResponse {
        var request = request
        if let userToken { request.headers["authorization"] = "Bearer \(userToken)" }
        do { return try await transport.send(request) } catch {
            if Task.isCancelled || error is CancellationError { throw .cancelled }
            throw .unreachable("\(error)")
        }
    }

    private func problem(in response: HTTPResponse) -> Problem {
        var problem = Problem(status: response.status, body: response.body)
        if problem.retryAfterSeconds == nil { problem.retryAfterSeconds = response.headers["retry-after"].flatMap(Double.init) }
        return problem
    }

    private func decode<Answer: Decodable>(_ response: HTTPResponse) throws(RingpostError) -> Answer {
        if let nothing = Nothing() as? Answer { return nothing }
        do { return try RingpostJSON.decoder().decode(Answer.self, from: response.body) } catch {
            throw .unreadable("HTTP \(response.status): \(error)")
        }
    }
}
