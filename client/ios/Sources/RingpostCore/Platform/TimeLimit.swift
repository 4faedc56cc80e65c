import Foundation

/// The work took longer than it may.
public struct TimeLimitExceeded: Error, Sendable {}

/// Runs work, and gives up on it after a while, even when the work ignores that it was cancelled: a request that hangs must not
/// keep the caller of a phone waiting.
func withTimeLimit<Result: Sendable>(
    seconds: TimeInterval, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let race = Race<Result>()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            race.begin(continuation)
            race.add(
                Task {
                    do { race.end(.success(try await work())) } catch { race.end(.failure(error)) }
                })
            race.add(
                Task {
                    try await Task.sleep(nanoseconds: UInt64(max(0, seconds) * 1_000_000_000))
                    race.end(.failure(TimeLimitExceeded()))
                })
        }
    } onCancel: {
        race.end(.failure(CancellationError()))
    }
}

/// The first result counts. The tasks that have lost are cancelled, and nobody waits for them.
private final class Race<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var continuation: CheckedContinuation<Value, any Error>?
    private var result: Result<Value, any Error>?
    private var tasks: [Task<Void, any Error>] = []

    func begin(_ continuation: CheckedContinuation<Value, any Error>) {
        let early = lock.withLock {
            if result == nil { self.continuation = continuation }
            return result
        }
        if let early { continuation.resume(with: early) }
    }

    func add(_ task: Task<Void, any Error>) {
        let isOver = lock.withLock {
            tasks.append(task)
            return result != nil
        }
        if isOver { cancel([task]) }
    }

    func end(_ result: Result<Value, any Error>) {
        let (waiting, losers) = lock.withLock {
            guard self.result == nil else { return (CheckedContinuation<Value, any Error>?.none, [Task<Void, any Error>]()) }
            self.result = result
            defer { continuation = nil }
            return (continuation, tasks)
        }
        waiting?.resume(with: result)
        cancel(losers)
    }

    /// Elsewhere: what the work does when it is cancelled may take its time, and this may be the main actor.
    private func cancel(_ tasks: [Task<Void, any Error>]) {
        DispatchQueue.global().async { for task in tasks { task.cancel() } }
    }
}
