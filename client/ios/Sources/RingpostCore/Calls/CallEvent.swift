import Foundation

/// What happens to a call on this phone.
public enum CallEvent: Sendable {
    /// A VoIP push came. `mustReport` is false only where iOS 26.4 says that no report is needed.
    case pushed(RingReading, mustReport: Bool)
    /// A push came of which iOS wants no report, and the server says that its call is over.
    case pushedTooLate(Ring, EndedReason)
    /// The system's answer to a report.
    case reportFinished(CallID, ReportResult)
    /// The user begins a call of their own, and the system has taken it.
    case placed(CallID, CallUpdate)
    /// The system's answer action, from its own screen or the app's.
    case answerRequested(CallID)
    /// The system's end action.
    case endRequested(CallID)
    /// The app takes no second call: the caller hears that this phone is busy.
    case refusedAsBusy(CallID)
    /// The system gave up waiting for the answer action, which has failed with that.
    case answerTimedOut(CallID)
    /// The app is in the call: sound can flow.
    case connected(CallID)
    /// The app could not get into the call.
    case connectFailed(CallID)
    /// How the call stands, by ticket, by login, or by a background push.
    case status(CallID, CallStatus)
    /// The server's word on what the phone said.
    case serverAnswered(CallID, CallAction, ActionOutcome)
    /// The ringing has lasted as long as it may.
    case deadlinePassed(CallID)
    /// The system has dropped all calls of the app.
    case reset
}

/// How a call stands for this phone.
public struct CallStatus: Sendable, Hashable, Codable {
    public var callId: CallID
    public var state: CallState
    /// Once it is there, the call is over for this phone. It never changes.
    public var endedReason: EndedReason?
    /// What the phones of the callees show. Nil where the answer leaves it out, such as before the caller has changed it.
    public var callerName: String?
    public var handle: CallHandle?
    public var hasVideo: Bool?

    public init(
        callId: CallID, state: CallState, endedReason: EndedReason? = nil, callerName: String? = nil,
        handle: CallHandle? = nil, hasVideo: Bool? = nil
    ) {
        self.callId = callId
        self.state = state
        self.endedReason = endedReason
        self.callerName = callerName
        self.handle = handle
        self.hasVideo = hasVideo
    }

    /// Why the call is over for this phone; nil while it is not. Over without a reason: this phone's user ended it past CallKit, by
    /// the API.
    var reasonOfEnd: EndedReason? { endedReason ?? (state.isLive ? nil : .remoteEnded) }

    /// The same call with what the server says of it now. What is missing or empty stays: CallKit has to show something.
    func updating(_ shown: CallUpdate) -> CallUpdate {
        var update = shown
        if let callerName, !callerName.isEmpty { update.callerName = callerName }
        if let handle, !handle.value.isEmpty { update.handle = handle }
        if let hasVideo { update.hasVideo = hasVideo }
        return update
    }
}

/// What came of a report to the system.
public enum ReportResult: Sendable, Hashable {
    case shown
    /// The system shows a call with this ID already.
    case alreadyShown
    /// A focus, a block list or a restriction hides the call. It counts as reported, and must not ring by other means.
    case filtered
    /// The system refused it, with its error code.
    case refused(code: Int)
}

/// What the phone says of a call to the server: `POST /v1/calls/{callId}/<action>`.
public enum CallAction: String, Sendable, Hashable, CaseIterable {
    case answer, decline, busy, cancel, end, leave
}

public enum ActionOutcome: Sendable, Hashable {
    case taken
    /// 409: the call stands otherwise. The reason is the one of this phone, if it is over here.
    case tooLate(EndedReason?)
    /// No answer came, or one that says nothing about the call. The server may have taken it.
    case unknown
}
