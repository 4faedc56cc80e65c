import Foundation

/// How long calls ring, and how often the phone asks about them.
public struct CallTimes: Sendable {
    /// How long a call rings on this phone at most. iOS ends an unanswered ring after about a minute, without a word to the app.
    public var ringLimitSeconds: TimeInterval = 60
    /// How long the phone waits for the ring channel before it asks.
    public var listenSeconds: TimeInterval = 2
    /// How long the phone waits between the first questions while it rings.
    public var firstRingPollSeconds: TimeInterval = 1
    /// Longest wait between two questions while it rings.
    public var lastRingPollSeconds: TimeInterval = 3
    /// How long the phone waits between the first questions in a call. An app with its own connection hears of the end sooner.
    public var firstCallPollSeconds: TimeInterval = 2
    public var lastCallPollSeconds: TimeInterval = 15
    /// Factor by which each wait is longer than the one before.
    public var growth = 1.25
    /// How many times the phone sends an answer before it fails. The system waits meanwhile.
    public var answerAttempts = 3
    /// How many times the phone sends a decline or an end before it gives up.
    public var endAttempts = 8
    public var firstRetrySeconds: TimeInterval = 1
    public var lastRetrySeconds: TimeInterval = 30

    public init() {}

    /// - Parameter attempt: 0 for the first wait.
    func retryWait(after attempt: Int) -> TimeInterval {
        min(lastRetrySeconds, firstRetrySeconds * pow(2, Double(attempt)))
    }
}
