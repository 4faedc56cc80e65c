import Foundation

@testable import RingpostCore

/// A clock that stands still until a test moves it on.
final class TestClock: KitClock, @unchecked Sendable {
    private struct Sleeper {
        let wakesAt: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let lock = NSLock()
    private var time: Date
    private let startedAt: Date
    private var sleepers: [UUID: Sleeper] = [:]
    private var cancelled: Set<UUID> = []

    init(_ time: Date = noon) {
        self.time = time
        startedAt = time.addingTimeInterval(-86_400)
    }

    func now() -> Date { lock.withLock { time.addingTimeInterval(error) } }

    func uptime() -> TimeInterval { lock.withLock { time.timeIntervalSince(startedAt) - uptimeAtRestart } }

    /// How wrong the date is, in seconds: nobody sets the uptime by it.
    private var error: TimeInterval = 0
    private var uptimeAtRestart: TimeInterval = 0

    func setDate(wrongBy seconds: TimeInterval) { lock.withLock { error = seconds } }

    func restartPhone() { lock.withLock { uptimeAtRestart = time.timeIntervalSince(startedAt) } }

    /// When those who sleep now will wake, the first one first, in seconds from now.
    var waits: [TimeInterval] {
        lock.withLock { sleepers.values.map { $0.wakesAt.timeIntervalSince(time) }.sorted() }
    }

    func sleep(seconds: TimeInterval) async throws {
        if seconds <= 0 { return try Task.checkCancellation() }
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isCancelled = lock.withLock {
                    if cancelled.remove(id) != nil { return true }
                    sleepers[id] = Sleeper(wakesAt: time.addingTimeInterval(seconds), continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = lock.withLock {
                let sleeper = sleepers.removeValue(forKey: id)
                if sleeper == nil { cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Moves on, and wakes every sleeper whose time has come. They run later: wait for what they do.
    func advance(seconds: TimeInterval) {
        let woken = lock.withLock {
            time.addTimeInterval(seconds)
            let due = sleepers.filter { $0.value.wakesAt <= time }
            for id in due.keys { sleepers[id] = nil }
            return due.values.sorted { $0.wakesAt < $1.wakesAt }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }
}
