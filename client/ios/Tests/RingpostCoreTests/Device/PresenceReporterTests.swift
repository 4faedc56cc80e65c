import Foundation
import Testing

@testable import RingpostCore

@Suite struct PresenceReporterTests {
    let clock = TestClock()
    let server = FakePresenceServer()

    func reporter() -> PresenceReporter {
        PresenceReporter(server: server, identity: DeviceIdentity(store: MemoryStore()), clock: clock)
    }

    @Test func theAppInFrontIsSaidEveryHalfMinute() async throws {
        // Prepare
        let reporter = reporter()

        // Act
        await reporter.enterForeground(unreadCount: 0)
        for count in 1...3 {
            try await until("word \(count)") { server.log.count == count }
            try await until("the wait") { clock.waits == [30] }
            clock.advance(seconds: 30)
        }

        // Assess
        #expect(server.log.prefix(3) == ["foreground 60 unread 0", "foreground 60", "foreground 60"])
    }

    @Test func inTheBackgroundNothingIsRepeated() async throws {
        // Prepare
        let reporter = reporter()
        await reporter.enterForeground()
        await reporter.settle()

        // Act
        await reporter.enterBackground()
        await reporter.settle()

        // Assess
        #expect(server.log.last == "background")
        try await until("no timer is left") { clock.waits == [] }
    }

    @Test func theUnreadCountIsSaidUntilItWasHeard() async {
        // Prepare
        let reporter = reporter()
        await reporter.enterForeground()
        await reporter.settle()
        server.fails(.unreachable("no network"))

        // Act
        await reporter.setUnreadCount(5)
        await reporter.settle()
        await reporter.enterBackground()
        await reporter.settle()

        // Assess
        #expect(server.log.suffix(2) == ["foreground 60 unread 5", "background unread 5"])
    }

    @Test func aPhoneThatCountsSaysWhatItsIconShowedWhenTheServerWasLastHeard() async {
        // Prepare
        let reporter = reporter()
        await reporter.enterForeground()
        await reporter.settle()
        server.fails(.unreachable("no network"))

        // Act
        await reporter.setUnreadCount(1, previous: 3)
        await reporter.settle()
        await reporter.setUnreadCount(0, previous: 1)
        await reporter.settle()
        await reporter.enterBackground()
        await reporter.settle()

        // Assess
        let said = ["foreground 60 unread 1 before 3", "foreground 60 unread 0 before 3", "background"]
        #expect(server.log.suffix(3) == said)
    }

    @Test func afterALogoutNothingIsSaid() async {
        // Prepare
        let reporter = reporter()
        await reporter.enterForeground()
        await reporter.settle()
        let before = server.log

        // Act
        await reporter.signOut()
        await reporter.setUnreadCount(1)
        await reporter.settle()

        // Assess
        #expect(server.log == before)
    }
}

final class FakePresenceServer: PresenceServer, @unchecked Sendable {
    private let lock = NSLock()
    private var failures: [RingpostError] = []
    private var heard: [String] = []

    var log: [String] { lock.withLock { heard } }

    func fails(_ error: RingpostError) { lock.withLock { failures.append(error) } }

    func setPresence(_ presence: PresenceBody, deviceId: String) async throws(RingpostError) -> Presence {
        let failure = lock.withLock {
            let parts = [
                presence.state.rawValue, presence.ttlSeconds.map { "\($0)" }, presence.unreadCount.map { "unread \($0)" },
                presence.previousUnreadCount.map { "before \($0)" },
            ]
            heard.append(parts.compactMap { $0 }.joined(separator: " "))
            return failures.isEmpty ? nil : failures.removeFirst()
        }
        if let failure { throw failure }
        return Presence(deviceId: deviceId, state: presence.state, until: noon)
    }
}
