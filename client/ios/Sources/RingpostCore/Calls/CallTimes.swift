import Foundation

/// How long calls ring, and how often the phone asks about them.
public struct CallTimes: Sendable {
    /// At most so long does a call ring on this phone. iOS ends a ring that nobody answers after about a minute, and says so to
    /// nobody.
    public var ringLimitSeconds: TimeInterval = 60
    /// How long after an answer the phone asks again while it rings, at first.
    public var firstRingPollSeconds: TimeInterval = 1
    /// How long it waits at most while it rings.
    public var lastRingPollSeconds: TimeInterval = 3
    /// How long it waits at first in a call. Apps with a connection of their own hear of the end sooner.
    public var firstCallPollSeconds: TimeInterval = 2
    public var lastCallPollSeconds: TimeInterval = 15
    /// By which factor the waiting grows with each answer that says nothing new.
    public var growth = 1.25
    /// How often the server is asked to take an answer before it fails: the system waits for it.
    public var answerAttempts = 3
    /// How often the server hears that the user declined or hung up, before the phone gives up.
    public var endAttempts = 8
    public var firstRetrySeconds: TimeInterval = 1
    public var lastRetrySeconds: TimeInterval = 30

    public init() {}

    /// - Parameter attempt: 0 for the first wait.
    func retryWait(after attempt: Int) -> TimeInterval {
        min(lastRetrySeconds, firstRetrySeconds * pow(2, Double(attempt)))
    }
}
