import Foundation
import Testing

@testable import RingpostCore

/// A server that takes tokens of Live Activities, and fails on demand.
private final class FakeActivityServer: ActivityServer, @unchecked Sendable {
    private let lock = NSLock()
    private var failures: [RingpostError]
    private var heard: [String] = []

    init(fails failures: RingpostError...) { self.failures = failures }

    var log: [String] { lock.withLock { heard } }

    func registerActivity(_ activityId: String, token: DeviceBody.Token, deviceId: String) async throws(RingpostError) {
        try hear("\(activityId) \(token.token) \(token.environment?.rawValue ?? "")")
    }

    func removeActivity(_ activityId: String, deviceId: String) async throws(RingpostError) {
        try hear("remove \(activityId)")
    }

    private func hear(_ line: String) throws(RingpostError) {
        let failure = lock.withLock {
            heard.append(line)
            return failures.isEmpty ? nil : failures.removeFirst()
        }
        if let failure { throw failure }
    }
}

@Suite struct ActivityTokensTests {
    let clock = TestClock()
    let devices = FakeRegistrationServer()

    private func tokens(_ server: FakeActivityServer) -> (ActivityTokens, Registration) {
        let store = MemoryStore()
        let registration = Registration(
            appId: "com.example.ringpost", server: devices, identity: DeviceIdentity(store: store), store: store,
            environment: .production, clock: clock)
        let tokens = ActivityTokens(
            registration: registration, server: server, environment: .production, clock: clock)
        return (tokens, registration)
    }

    @Test func theTokenThatStartsActivitiesIsRegisteredWithTheDevice() async {
        // Prepare
        let (tokens, registration) = tokens(FakeActivityServer())
        await registration.giveConsent()
        await registration.signIn(userId: "alice")
        let (updates, source) = AsyncStream<Data>.makeStream()
        source.yield(Data([0x0A]))
        source.yield(Data([0x0B, 0xFF]))
        source.finish()

        // Act
        await tokens.register(startTokens: updates)
        await registration.settle()

        // Assess
        #expect(devices.lastBody?.tokens.liveActivityStart?.token == "0bff")
    }

    @Test func anUpdateTokenIsRegisteredUntilItsActivityEnds() async throws {
        // Prepare
        let server = FakeActivityServer()
        let (tokens, _) = tokens(server)
        let (updates, source) = AsyncStream<Data>.makeStream()
        let registering = Task { await tokens.register("order-1", updateTokens: updates) }

        // Act
        source.yield(Data([0x01]))
        try await until("request 1") { server.log.count == 1 }
        source.yield(Data([0x02]))
        try await until("request 2") { server.log.count == 2 }
        source.finish()
        await registering.value

        // Assess
        #expect(server.log == ["order-1 01 production", "order-1 02 production", "remove order-1"])
    }

    @Test func aTokenIsSaidAgainWhenTheServerDoesNotAnswer() async throws {
        // Prepare
        let server = FakeActivityServer(fails: .unreachable("offline"), refusal(404, "unknown_device"))
        let (tokens, _) = tokens(server)
        let (updates, source) = AsyncStream<Data>.makeStream()
        let registering = Task { await tokens.register("order-1", updateTokens: updates) }
        source.yield(Data([0x01]))

        // Act
        for seconds in [2.0, 4.0] {
            try await until("a wait of \(seconds) s") { clock.waits == [seconds] }
            clock.advance(seconds: seconds)
        }
        try await until("request 3") { server.log.count == 3 }
        source.finish()
        await registering.value

        // Assess
        #expect(server.log == Array(repeating: "order-1 01 production", count: 3) + ["remove order-1"])
    }

    @Test func aRefusedTokenIsNotSaidAgain() async throws {
        // Prepare
        let server = FakeActivityServer(fails: refusal(400, "invalid_request"))
        let (tokens, _) = tokens(server)
        let (updates, source) = AsyncStream<Data>.makeStream()
        let registering = Task { await tokens.register("order-1", updateTokens: updates) }

        // Act
        source.yield(Data([0x01]))
        try await until("request 1") { server.log.count == 1 }
        source.finish()
        await registering.value

        // Assess
        #expect(server.log == ["order-1 01 production", "remove order-1"])
        #expect(clock.waits == [])
    }

    @Test func anAppThatStopsLookingLeavesTheActivity() async throws {
        // Prepare
        let server = FakeActivityServer()
        let (tokens, _) = tokens(server)
        let (updates, source) = AsyncStream<Data>.makeStream()
        let registering = Task { await tokens.register("order-1", updateTokens: updates) }
        source.yield(Data([0x01]))
        try await until("request 1") { server.log.count == 1 }

        // Act
        registering.cancel()
        await registering.value

        // Assess
        #expect(server.log == ["order-1 01 production"])
    }
}
