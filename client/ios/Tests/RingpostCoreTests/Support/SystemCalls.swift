import Foundation

@testable import RingpostCore

/// What the system knows of an app's calls, as far as its documentation says: it takes reports and ends, asks for answers and
/// ends by actions, and notes what no app may do.
struct SystemCalls {
    /// Reports that it has not answered yet.
    private(set) var pending: [CallID] = []
    private(set) var shown: Set<CallID> = []
    private(set) var openAnswers: Set<CallID> = []
    private(set) var openEnds: Set<CallID> = []
    private(set) var broken: [String] = []

    mutating func take(_ effect: CallEffect) {
        switch effect {
        case .report(let id, _):
            pending.append(id)
        case .update(let id, _):
            if !shown.contains(id) { broken.append("an update of a call that it does not show") }
        case .reportEnd(let id, _):
            if shown.remove(id) == nil { broken.append("an end of a call that it does not show") }
            if openAnswers.contains(id) { broken.append("an end before the answer action was answered") }
        case .fulfillAnswer(let id), .failAnswer(let id):
            if openAnswers.remove(id) == nil { broken.append("an answer action was answered twice") }
        case .fulfillEnd(let id):
            if openEnds.remove(id) == nil { broken.append("an end action was answered twice") }
            shown.remove(id)
        case .reportConnected, .connect, .tellServer, .watch, .unwatch, .sendReceipt:
            break
        }
    }

    /// Answers its oldest report.
    mutating func finishReport(_ preferred: ReportResult) -> CallEvent? {
        guard !pending.isEmpty else { return nil }
        let id = pending.removeFirst()
        let result = shown.contains(id) ? .alreadyShown : preferred
        if result == .shown { shown.insert(id) }
        return .reportFinished(id, result)
    }

    mutating func answer(_ id: CallID) -> CallEvent? {
        guard shown.contains(id), openAnswers.insert(id).inserted else { return nil }
        return .answerRequested(id)
    }

    mutating func end(_ id: CallID) -> CallEvent? {
        guard shown.contains(id), openEnds.insert(id).inserted else { return nil }
        return .endRequested(id)
    }

    mutating func timeOutAnswer(_ id: CallID) -> CallEvent? {
        openAnswers.remove(id) == nil ? nil : .answerTimedOut(id)
    }

    mutating func reset() -> CallEvent {
        shown = []
        openAnswers = []
        openEnds = []
        return .reset
    }
}
