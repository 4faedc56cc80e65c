/// What is to be done after an event, in this order.
public enum CallEffect: Sendable, Hashable {
    /// Report the call to the system: at once, before the handler of the push returns.
    case report(CallID, CallUpdate)
    /// Report to the system what it shows from now on: the caller has changed it.
    case update(CallID, CallUpdate)
    /// Report to the system that the call is over, for a reason that is not this phone's user.
    case reportEnd(CallID, EndedReason)
    /// Report to the system that the other side of the user's own call has answered.
    case reportConnected(CallID)
    /// Bring the app into the call, then say `connected` or `connectFailed`.
    case connect(CallID)
    /// Fulfil the answer action.
    case fulfillAnswer(CallID)
    /// Fail the answer action.
    case failAnswer(CallID)
    /// Fulfil the end action.
    case fulfillEnd(CallID)
    case tellServer(CallID, CallAction)
    /// Keep asking how the call stands, by ticket while it rings here.
    case watch(CallID)
    /// Stop asking. What the app has begun for the call ends, too.
    case unwatch(CallID)
    case sendReceipt(CallID, CallReceiptEvent)
}

/// What a phone reports of the push of a call.
public enum CallReceiptEvent: String, Sendable, Hashable, Codable {
    case callReported
    /// iOS 26.4 asked for no report, and the app made none.
    case callReportNotRequired
}
