import Foundation
import RingpostCore

/// The clock of a phone whose date and time are wrong. Its uptime is right.
final class SetClock: KitClock, @unchecked Sendable {
    private let lock = NSLock()
    private let system = SystemClock()
    private var milliseconds: Double

    init(errorMs: Double) { milliseconds = errorMs }

    /// How far the date is ahead.
    var errorMs: Double {
        get { lock.withLock { milliseconds } }
        set { lock.withLock { milliseconds = newValue } }
    }

    func now() -> Date { system.now().addingTimeInterval(errorMs / 1000) }

    func sleep(seconds: TimeInterval) async throws { try await system.sleep(seconds: seconds) }
}
