import Foundation

/// What the system saw an app do, or did to it.
public enum PhoneEvent: Equatable, Sendable {
    /// A push went to the app. The number counts from 1.
    case pushDelivered(Int)
    /// The delegate's method has returned; for the async form, after its last await.
    case pushHandlerReturned(Int)
    /// The app has called the push's completion handler for the first time.
    case pushCompleted(Int)
    /// The app has called it again. iOS ignores it or crashes the app.
    case pushCompletedAgain(Int)
    /// The app has let the completion handler go without calling it.
    case pushCompletionDropped(Int)

    case callReported(UUID)
    case callUpdated(UUID)
    /// The app has updated a call that the system does not know or that has ended already.
    case updateIgnored(UUID)
    /// `reason` is the raw value of `CXCallEndedReason`.
    case callEnded(UUID, reason: Int)
    /// The app has ended a call that the system does not know or that has ended already.
    case endIgnored(UUID, reason: Int)
    case outgoingConnecting(UUID)
    case outgoingConnected(UUID)
    /// A phone rings, and is silent again.
    case ringStarted(UUID)
    case ringStopped(UUID)

    /// An action went to the app: `answer`, `end`, `start`, `hold`, `mute`, `group`, `dtmf`.
    case actionPerformed(String, UUID)
    case actionFulfilled(String, UUID)
    case actionFailed(String, UUID)
    /// The app has fulfilled or failed an action that is complete. iOS drops it.
    case actionAnsweredAgain(String, UUID)
    case actionTimedOut(String, UUID)
    /// The app has let an action go without an answer.
    case actionDropped(String, UUID)

    case audioActivated
    case audioDeactivated
    /// The app has called `AVAudioSession.setActive`, which belongs to CallKit during calls.
    case audioSetActive(Bool)
    case audioCategory(category: String, mode: String)

    case notificationShown(identifier: String)
    case notificationRemoved(identifier: String)
    case badge(Int)
    case intentDonated(conversation: String)
    case directory(String)
    case killed(KillReason)
}

/// Why iOS ends an app's process.
public enum KillReason: Equatable, Sendable {
    /// A VoIP push was not reported before its handler returned (`NSInternalInconsistencyException`, `0xbaadca11`).
    case pushNotReported(Int)
    /// No method of the registry's delegate takes the push.
    case pushNotImplemented(Int)
    /// `PKPushRegistry.delegate` was nil when a push came.
    case noPushDelegate(Int)
    /// A background task went on after its expiration handler.
    case backgroundTaskNotEnded
}

/// How the phone behaves. The defaults are a phone on which all goes well.
public struct PhoneBehaviour: Sendable {
    /// Major and minor version of iOS. From 26.4 on PushKit calls the delegate's method with metadata.
    public var systemVersion = (major: 26, minor: 4)
    /// Error code of `CXErrorCodeIncomingCallError` with which reports of incoming calls are answered.
    public var reportError: Int?
    /// Report completions wait for `releaseHeld()`.
    public var holdsReports = false
    /// Report completions come on a queue that the app does not know, whatever the provider was given.
    public var answersReportsElsewhere = false
    /// The system loses a `reportCall(with:endedAt:reason:)` that comes while the call's report is pending.
    public var losesEndWhileReporting = true
    /// When the audio session becomes active in a call.
    public var audio = AudioTiming.afterFulfill
    /// A mute by the app comes back as an action, as iOS does.
    public var echoesMute = false
    /// The user allows notifications.
    public var allowsNotifications = true
    /// Where notifications are allowed, the user lets the app show alerts.
    public var showsAlerts = true
    /// Files of the complete class can be read.
    public var isProtectedDataAvailable = true
    /// Donating an intent or updating the content fails.
    public var refusesIntents = false

    public enum AudioTiming: Sendable {
        case afterFulfill
        case beforeFulfill
        case never
    }

    public init() {}
}

/// A completion handler that iOS hands out: counts how often it is called, and notices when it never is.
public final class OnceHandler: @unchecked Sendable {
    private let lock = NSLock()
    private var calls = 0
    private let first: @Sendable () -> Void
    private let again: @Sendable () -> Void
    private let dropped: @Sendable () -> Void

    public init(
        first: @escaping @Sendable () -> Void, again: @escaping @Sendable () -> Void,
        dropped: @escaping @Sendable () -> Void
    ) {
        self.first = first
        self.again = again
        self.dropped = dropped
    }

    public func call() {
        let count = lock.withLock {
            calls += 1
            return calls
        }
        if count == 1 { first() } else { again() }
    }

    deinit { if calls == 0 { dropped() } }
}

/// Carries a value that Apple does not call Sendable from one queue to another, as its frameworks do.
public struct Carried<Value>: @unchecked Sendable {
    public let value: Value
    public init(_ value: Value) { self.value = value }
}
