import Foundation
import Testing

@testable import RingpostCore

/// A ring that the caller takes back, in every order of what reaches the phone.
@MainActor @Suite struct RingOrderTests {
    enum Step: CaseIterable {
        case subscribed, cancelled, event, lost, twoSeconds
    }

    @Test func inEveryOrderTheRingEndsOnceAndNothingIsLeft() async throws {
        for order in permutations(Step.allCases) {
            for yields in [0, 20] { try await play(order, yields: yields) }
        }
    }

    /// - Parameter yields: how much time the phone has between two steps.
    private func play(_ order: [Step], yields: Int) async throws {
        // Prepare
        let (clock, server, screen, sockets) = (TestClock(), CancellableRing(), FakeScreen(), FakeSockets())
        var times = CallTimes()
        // The deadline must not end the ring.
        times.ringLimitSeconds = 1_000_000
        let center = CallCenter(
            server: server, receipts: NotedReceipts(), clock: clock, times: times,
            listening: RingListening(sockets: sockets, identity: DeviceIdentity(store: MemoryStore())))
        center.screen = screen
        center.receive(voipPayload: livePayload(changing: ["expiresAt": 1_795_780_800 + 1_000_000])) {}
        try await until("the socket") { sockets.opened.count == 1 }
        let socket = sockets.opened[0]

        // Act
        for step in order {
            switch step {
            case .subscribed: socket.say(subscribed)
            case .cancelled: server.cancel()
            // It is published after the change.
            case .event: if server.isCancelled { socket.say(ringEvent("cancelled", #","endedReason":2"#)) }
            case .lost: socket.fail()
            case .twoSeconds: clock.advance(seconds: 2)
            }
            for _ in 0..<yields { await Task.yield() }
        }

        // Assess
        try await until("the end after \(order)") {
            clock.advance(seconds: 0.5)
            return screen.log.count == 2
        }
        try await until("nothing is left after \(order)") { socket.isClosed && clock.waits == [] }
        #expect(screen.log == ["report Alice", "end remoteEnded"], "\(order)")
        #expect(sockets.opened.count == 1)
    }

    private func permutations(_ steps: [Step]) -> [[Step]] {
        if steps.isEmpty { return [[]] }
        return steps.indices.flatMap { index in
            var rest = steps
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}

/// A server with one call, which rings until it is cancelled.
private final class CancellableRing: CallServer, @unchecked Sendable {
    private let lock = NSLock()
    private var cancelled = false

    var isCancelled: Bool { lock.withLock { cancelled } }
    func cancel() { lock.withLock { cancelled = true } }

    func readRing(ticket: String) async -> StatusAnswer {
        .status(
            isCancelled
                ? CallStatus(callId: callId(), state: .cancelled, endedReason: .remoteEnded)
                : CallStatus(callId: callId(), state: .ringing))
    }

    func readCall(_ callId: CallID) async -> StatusAnswer { await readRing(ticket: "") }
    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome { .taken }
}
