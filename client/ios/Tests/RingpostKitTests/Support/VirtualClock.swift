import Foundation
import RingpostCore

/// A clock that stands still until a test moves it.
final class VirtualClock: KitClock, @unchecked Sendable {
    private struct Sleeper {
        let until: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let lock = NSLock()
    private var time = Date(timeIntervalSince1970: 1_796_000_000)
    private var sleepers: [UUID: Sleeper] = [:]
    private var cancelled: Set<UUID> = []

    /// How far the date is ahead, in seconds.
    var error: TimeInterval {
        get { lock.withLock { wrongBy } }
        set { lock.withLock { wrongBy = newValue } }
    }
    private var wrongBy: TimeInterval = 0

    func now() -> Date { lock.withLock { time.addingTimeInterval(wrongBy) } }
    /// The time by a clock that is right, such as the server's.
    var rightNow: Date { lock.withLock { time } }
    func uptime() -> TimeInterval { lock.withLock { time.timeIntervalSince1970 } }

    func sleep(seconds: TimeInterval) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver: Bool = lock.withLock {
                    if cancelled.remove(id) != nil { return true }
                    sleepers[id] = Sleeper(until: time.addingTimeInterval(max(0, seconds)), continuation: continuation)
                    return false
                }
                if isOver { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = lock.withLock {
                if sleepers[id] == nil { cancelled.insert(id) }
                return sleepers.removeValue(forKey: id)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    func advance(seconds: TimeInterval) {
        let due = lock.withLock {
            time.addTimeInterval(seconds)
            let due = sleepers.filter { $0.value.until <= time }
            for id in due.keys { sleepers[id] = nil }
            return due.values.sorted { $0.until < $1.until }
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    var sleeping: Int { lock.withLock { sleepers.count } }
}
