import Foundation

/// When a request that failed is sent again.
public struct RetryRule: Sendable {
    public var attempts = 3
    public var firstWaitSeconds: TimeInterval = 0.5
    /// Factor of each wait, for the randomness that keeps phones from coming back in step: 0.5 is half to one and a half.
    public var spread = 0.5
    /// A server that asks for more patience than this is not waited for: the error says how long it wants.
    public var longestWaitSeconds: TimeInterval = 10
    /// A number from 0 to 1.
    public var random: @Sendable () -> Double = { Double.random(in: 0...1) }

    public init() {}

    public static let never: RetryRule = {
        var rule = RetryRule()
        rule.attempts = 1
        return rule
    }()

    /// - Parameter attempt: 0 for the first try, which has failed.
    /// - Returns: nil when it is not sent again.
    func wait(after attempt: Int, of error: RingpostError) -> TimeInterval? {
        guard attempt + 1 < attempts, error.isTemporary, error != .cancelled, error != .notSignedIn else { return nil }
        let ownWait = firstWaitSeconds * pow(2, Double(attempt)) * (1 - spread + 2 * spread * random())
        let wait = max(ownWait, error.problem?.retryAfterSeconds ?? 0)
        return wait <= longestWaitSeconds ? wait : nil
    }
}
