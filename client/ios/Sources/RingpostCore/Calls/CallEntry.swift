import Foundation

/// A call that this phone knows.
struct CallEntry: Sendable {
    enum Life: Sendable, Equatable {
        /// It rings here, or its report is under way.
        case ringing
        /// The user has answered, and the server has not said yes yet.
        case answering
        /// It is this phone that has answered; the app is getting into the call.
        case connecting
        case connected
        /// The user's own call: it rings at the other side.
        case calling
        /// Over. Only what the system has to learn of it is left to do.
        case over
    }

    var life: Life
    var update: CallUpdate
    let isOutgoing: Bool
    let ticket: String?
    /// False for a message that rings: the server keeps no call for it.
    let isKnownToServer: Bool
    /// Reports that the system has not answered yet: a push may come twice.
    var pendingReports = 0
    var isShown = false
    /// The reason of an end that waits for the report: the system takes no end of a call that it does not know yet.
    var deferredEnd: EndedReason?
    /// The system knows its end, from its user or by a report. Only reports are under way.
    var isEndedForSystem = false

    init(ringing ring: Ring, isOver: Bool = false) {
        life = isOver ? .over : .ringing
        update = ring.update
        isOutgoing = false
        ticket = ring.ticket
        isKnownToServer = ring.ticket != nil
    }

    init(placing update: CallUpdate) {
        life = .calling
        self.update = update
        isOutgoing = true
        ticket = nil
        isKnownToServer = true
        isShown = true
    }

    var hasPendingAnswer: Bool { life == .answering || life == .connecting }
}
