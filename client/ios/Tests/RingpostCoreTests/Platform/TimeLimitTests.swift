import Foundation
import Testing

@testable import RingpostCore

@Suite struct TimeLimitTests {
    @Test func whatEndsInTimeHasItsResult() async throws {
        #expect(try await withTimeLimit(seconds: 60) { 7 } == 7)
    }

    @Test func whatFailsInTimeHasItsError() async {
        struct Failed: Error {}
        await #expect(throws: Failed.self) { try await withTimeLimit(seconds: 60) { throw Failed() } }
    }

    @Test func workThatHangsAndIgnoresItsCancellationIsGivenUp() async {
        await #expect(throws: TimeLimitExceeded.self) {
            try await withTimeLimit(seconds: 0.05) { await forever() }
        }
    }

    @Test func aCallerThatIsCancelledWaitsNoLonger() async {
        // Prepare
        let task = Task { try await withTimeLimit(seconds: 3600) { await forever() } }

        // Act
        task.cancel()

        // Assess
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// Foundation on Linux waits for a queue of its own when a request is cancelled.
    @Test func whoeverCancelsDoesNotWaitForTheWork() async throws {
        // Prepare
        let (isRunning, isReleased, isCancelled) = (Flag(), DispatchSemaphore(value: 0), Flag())
        let task = Task {
            try await withTimeLimit(seconds: 3600) {
                await withTaskCancellationHandler {
                    isRunning.set()
                    await forever()
                } onCancel: {
                    isReleased.wait()
                }
            }
        }
        try await until("the work has begun") { isRunning.isSet }

        // Act
        DispatchQueue(label: "the one that cancels").async {
            task.cancel()
            isCancelled.set()
        }

        // Assess
        try await until("the cancellation is over") { isCancelled.isSet }
        isReleased.signal()
    }
}

private final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false
    var isSet: Bool { lock.withLock { value } }
    func set() { lock.withLock { value = true } }
}

/// Never returns, as a request whose answer is lost.
private func forever() async {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    await Task.detached { for await _ in stream {} }.value
    continuation.finish()
}
