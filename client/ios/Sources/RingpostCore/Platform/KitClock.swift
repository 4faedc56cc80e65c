import Foundation

/// Time as the kit sees it, so that tests can have one of their own.
public protocol KitClock: Sendable {
    func now() -> Date
    /// Seconds since the phone was started, its sleep included. Nobody sets it, as users and networks set `now`.
    func uptime() -> TimeInterval
    /// - Throws: `CancellationError` when the task was cancelled meanwhile.
    func sleep(seconds: TimeInterval) async throws
}

extension KitClock {
    public func uptime() -> TimeInterval { SystemClock.uptime() }
}

public struct SystemClock: KitClock {
    public init() {}

    public func now() -> Date { Date() }

    /// The clock that goes on while the phone sleeps: `man clock_gettime` of macOS and of Linux. It is not among the functions
    /// for which Apple wants a reason in the privacy manifest, as `systemUptime` is.
    static func uptime() -> TimeInterval {
        #if canImport(Darwin)
            TimeInterval(clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW)) / 1_000_000_000
        #else
            var time = timespec()
            clock_gettime(CLOCK_BOOTTIME, &time)
            return TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1_000_000_000
        #endif
    }

    public func sleep(seconds: TimeInterval) async throws {
        try await Task.sleep(nanoseconds: UInt64(max(0, seconds) * 1_000_000_000))
    }
}
