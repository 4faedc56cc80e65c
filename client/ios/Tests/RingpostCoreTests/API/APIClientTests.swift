import Foundation
import Testing

@testable import RingpostCore

@Suite struct APIClientTests {
    let transport = FakeTransport()
    let clock = TestClock()

    func client(token: @escaping TokenProvider = { _ in "token-1" }) -> APIClient {
        var retries = RetryRule()
        retries.random = { 0.5 }
        return APIClient(
            baseURL: URL(string: "https://api.example.com/")!, transport: transport, clock: clock, retries: retries,
            token: token)
    }

    /// Runs a request while the clock moves on by itself.
    func finish<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
        let task = Task { try await work() }
        let mover = Task { [clock] in
            while !Task.isCancelled {
                if let next = clock.waits.first { clock.advance(seconds: next) }
                try await Task.sleep(nanoseconds: 1_000_000)
            }
        }
        defer { mover.cancel() }
        return try await task.value
    }

    func waits(of work: @escaping @Sendable () async throws -> Void) async throws -> [TimeInterval] {
        let start = clock.now()
        let log = FakeLog()
        transport.alwaysAnswer { [clock] _ in
            log.add(clock.now().timeIntervalSince(start))
            return HTTPResponse(status: 503)
        }
        try? await finish(work)
        return log.values
    }

    @Test func aRequestHasTheUsersTokenAndJSON() async throws {
        // Prepare
        transport.answer(200, #"{"deviceId":"d1","state":"foreground","until":"2026-11-30T12:00:00Z"}"#)

        // Act
        try await client().setPresence(PresenceBody(state: .foreground, unreadCount: 3), deviceId: "d1")

        // Assess
        let request = transport.requests[0]
        #expect(request.method == "PUT")
        #expect(request.url.absoluteString == "https://api.example.com/v1/devices/d1/presence")
        #expect(request.headers == ["authorization": "Bearer token-1", "content-type": "application/json"])
        #expect(request.json == ["state": "foreground", "unreadCount": 3])
    }

    @Test func IDsInPathsAndQueriesAreEncoded() async throws {
        // Prepare
        transport.answer(204, "")
        transport.answer(200, #"{"blocking":{"add":[],"remove":[]},"identification":{"add":[],"remove":[]},"cursor":"c","incremental":true}"#)

        // Act
        try await client().block(userId: "auth0|a/b 阿")
        _ = try await client().directoryChanges(since: "a+b=&c")

        // Assess
        #expect(transport.requests[0].url.absoluteString == "https://api.example.com/v1/blocks/~YXV0aDB8YS9iIOmYvw")
        #expect(transport.requests[1].url.absoluteString == "https://api.example.com/v1/call-directory?since=a%2Bb%3D%26c")
    }

    @Test func aTicketNeedsNoToken() async throws {
        // Prepare
        transport.answer(200, #"{"callId":"x","state":"ringing"}"#)

        // Act
        _ = try await client(token: { _ in nil }).ring(ticket: "t")

        // Assess
        #expect(transport.requests[0].headers == [:])
    }

    @Test func withoutATokenNothingIsSent() async throws {
        // Act
        let error = await failure { _ = try await client(token: { _ in nil }).devices() }

        // Assess
        #expect(error == .notSignedIn)
        #expect(transport.requests == [])
    }

    @Test func aRefusedTokenIsRenewedOnce() async throws {
        // Prepare
        transport.answer(401, problem(401, "unauthenticated"))
        transport.answer(200, #"{"devices":[]}"#)

        // Act
        _ = try await client { refused in refused == "token-1" ? "token-2" : "token-1" }.devices()

        // Assess
        #expect(transport.requests.map { $0.headers["authorization"] } == ["Bearer token-1", "Bearer token-2"])
    }

    @Test func aTokenThatIsRefusedTwiceIsAnError() async throws {
        // Prepare
        transport.answer(401, problem(401, "unauthenticated"))
        transport.answer(401, #"{"message":"Unauthorized"}"#)

        // Act
        let error = await failure { _ = try await client().devices() }

        // Assess
        #expect(error?.problem?.code == "gateway")
        #expect(error?.problem?.detail == "Unauthorized")
        #expect(transport.requests.count == 2)
    }

    @Test func aMessageIsRepeatedUnderOneKey() async throws {
        // Prepare
        transport.loseConnection()
        transport.answer(503, "")
        transport.answer(200, #"{"messageId":"m","targets":[],"summary":{"accepted":0,"skipped":0,"rejected":0,"failed":0,"retrying":0}}"#)
        let client = client()

        // Act
        let sent = try await finish {
            try await client.sendMessage(NewMessage(to: .user("bob"), elements: [.text("hi")]))
        }

        // Assess
        let keys = Set(transport.requests.map { $0.headers["idempotency-key"] })
        #expect(sent.messageId == "m")
        #expect(transport.requests.count == 3)
        #expect(keys.count == 1)
        #expect(keys.first??.isEmpty == false)
    }

    @Test func twoMessagesHaveTwoKeys() async throws {
        // Prepare
        transport.alwaysAnswer { _ in HTTPResponse(status: 400) }

        // Act
        for _ in 0..<2 { try? _ = await client().sendMessage(NewMessage(to: .user("bob"), elements: [])) }

        // Assess
        #expect(Set(transport.requests.map { $0.headers["idempotency-key"] }).count == 2)
    }

    @Test func aRepeatedCallHasOneCallID() async throws {
        // Prepare
        transport.loseConnection()
        transport.answer(409, problem(409, "glare", more: #","callId":"c2","state":"ringing""#))
        let client = client()

        // Act
        let error = await failure {
            _ = try await finish { try await client.placeCall(NewCall(to: .user("bob"))) }
        }

        // Assess
        #expect(Set(transport.requests.map { $0.json?["callId"] }).count == 1)
        #expect(error?.problem?.callId == "c2")
    }

    @Test func aRepeatedCallSaysHowOldItsTapIsByThen() async throws {
        // Prepare
        transport.answer(503)
        transport.answer(400)
        let client = client()
        var call = NewCall(to: .user("bob"))
        call.tapAgeMs = 100

        // Act
        _ = await failure { [call] in _ = try await finish { try await client.placeCall(call) } }

        // Assess
        #expect(transport.requests.map { $0.json?["tapAgeMs"] } == [100, 600])
    }

    @Test(arguments: [400, 403, 404, 409, 413, 422])
    func whatTheServerRefusesIsNotRepeated(status: Int) async throws {
        // Prepare
        transport.alwaysAnswer { _ in HTTPResponse(status: status) }

        // Act
        let error = await failure { _ = try await client().devices() }

        // Assess
        #expect(error?.problem?.status == status)
        #expect(transport.requests.count == 1)
    }

    @Test func theWaitsGrowAndEndAfterThreeTries() async throws {
        // Act
        let client = client()
        let times = try await waits { _ = try await client.devices() }

        // Assess
        #expect(times == [0, 0.5, 1.5])
    }

    @Test func theServersRetryAfterIsWaitedFor() async throws {
        // Prepare
        transport.answer(429, problem(429, "rate_limited"), headers: ["retry-after": "7"])
        transport.answer(200, #"{"devices":[]}"#)
        let client = client()

        // Act
        _ = try await finish { try await client.devices() }

        // Assess
        #expect(clock.now() == noon.addingTimeInterval(7))
    }

    @Test func aLongRetryAfterIsLeftToTheCaller() async throws {
        // Prepare
        transport.answer(429, problem(429, "rate_limited", more: #","retryAfterSeconds":42"#))

        // Act
        let error = await failure { _ = try await client().devices() }

        // Assess
        #expect(error?.problem?.retryAfterSeconds == 42)
        #expect(transport.requests.count == 1)
    }

    @Test func anAnswerOfAnotherShapeIsAnError() async throws {
        // Prepare
        transport.answer(200, "<html>")

        // Act
        let error = await failure { _ = try await client().devices() }

        // Assess
        guard case .unreadable = error else {
            Issue.record("it was \(String(describing: error))")
            return
        }
    }
}

/// What the API client throws; nil when it throws nothing.
func failure(_ work: () async throws -> Void) async -> RingpostError? {
    do {
        try await work()
        return nil
    } catch { return error as? RingpostError }
}

final class FakeLog: @unchecked Sendable {
    private let lock = NSLock()
    private var seen: [TimeInterval] = []
    var values: [TimeInterval] { lock.withLock { seen } }
    func add(_ value: TimeInterval) { lock.withLock { seen.append(value) } }
}
