import Foundation

/// The system's call screen: CallKit, LiveCommunicationKit, or a stand-in of tests. An implementation hands each call on and
/// decides nothing; what the user does there goes to `CallCenter.happen`.
@MainActor public protocol CallScreen: AnyObject {
    /// Reports a call that rings. The system must have been asked before this returns.
    /// - Parameter completion: to be called once, with the system's answer.
    func report(_ callId: CallID, update: CallUpdate, completion: @escaping @MainActor (ReportResult) -> Void)
    /// Changes what the system shows of a call that it shows already.
    func update(_ callId: CallID, _ update: CallUpdate)
    func reportEnd(_ callId: CallID, reason: EndedReason)
    func reportConnected(_ callId: CallID)
    /// Fulfils every pending answer action of the call.
    func fulfillAnswer(_ callId: CallID)
    /// Fails every pending answer action of the call.
    func failAnswer(_ callId: CallID)
    /// Fulfils every pending end action of the call.
    func fulfillEnd(_ callId: CallID)
}

/// The app, as far as calls concern it.
@MainActor public protocol CallMedia: AnyObject {
    /// Brings the app into a call that its user has answered: returns once sound can flow.
    func connect(_ call: Ring) async throws
    /// The call is over, or its answer has failed: whatever was begun for it ends.
    func disconnect(_ callId: CallID)
}

/// What the server says of a call.
public enum StatusAnswer: Sendable, Hashable {
    case status(CallStatus)
    /// The server does not know the ticket: a login is needed to ask.
    case unknownTicket
    /// The ticket's time is over, a minute after that of the ring.
    case ringOver
    /// The server knows no such call of this user.
    case unknownCall
    /// No answer, or a failure of the server's. `retryAfterSeconds` is there when the server has named a time.
    case none(retryAfterSeconds: TimeInterval?)

    /// Why the call is over for this phone. Nil where it is not, and where the server does not say.
    var reasonOfEnd: EndedReason? {
        switch self {
        case .status(let status): status.reasonOfEnd
        case .ringOver: .unanswered
        case .unknownTicket, .unknownCall, .none: nil
        }
    }
}

/// The server, as far as calls concern it. Outcomes are values: nothing is thrown.
public protocol CallServer: Sendable {
    func readRing(ticket: String) async -> StatusAnswer
    func readCall(_ callId: CallID) async -> StatusAnswer
    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome
}

/// Takes receipts of calls, and sends them now or later.
public protocol CallReceipts: Sendable {
    func note(_ event: CallReceiptEvent, of callId: CallID, ticket: String?, at: Date) async
}
