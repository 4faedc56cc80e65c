import Foundation

/// Time as the kit sees it, so that tests can have one of their own.
public protocol KitClock: Sendable {
    func now() -> Date
    /// - Throws: `CancellationError` when the task was cancelled meanwhile.
    func sleep(seconds: TimeInterval) async throws
}

public struct SystemClock: KitClock {
    public init() {}

    public func now() -> Date { Date() }

    public func sleep(seconds: TimeInterval) async throws {
        try await Task.sleep(nanoseconds: UInt64(max(0, seconds) * 1_000_000_000))
    }
}
