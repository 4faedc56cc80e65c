import Foundation

/// The life of every call on this phone: an event goes in, what is to be done comes out.
///
/// It keeps the rules that iOS and CallKit punish apps for breaking: each push is reported in its own handler; a call ends
/// once, with one reason; no end is reported for a call that the user ended here; an end waits for a report under way; a
/// push that comes after the end rings nothing. It has no clock, no network and no queue, so every order of events can be tried.
public struct CallTable: Sendable {
    var entries: [CallID: CallEntry] = [:]
    private var ended = EndedCalls()

    public init() {}

    public mutating func handle(_ event: CallEvent) -> [CallEffect] {
        switch event {
        case .pushed(let reading, let mustReport): pushed(reading, mustReport: mustReport)
        case .pushedTooLate(let ring, let reason): entries[ring.callId] == nil ? withoutReport(ring, reason) : []
        case .reportFinished(let callId, let result): reportFinished(callId, result)
        case .placed(let callId, let update): placed(callId, update)
        case .answerRequested(let callId): answerRequested(callId)
        case .endRequested(let callId): endRequested(callId)
        case .refusedAsBusy(let callId): refusedAsBusy(callId)
        case .answerTimedOut(let callId): answerTimedOut(callId)
        case .connected(let callId): connected(callId)
        case .connectFailed(let callId): connectFailed(callId)
        case .status(let callId, let status): take(status, of: callId)
        case .serverAnswered(let callId, let action, let outcome): serverAnswered(callId, action, outcome)
        case .deadlinePassed(let callId): entries[callId]?.life == .ringing ? finish(callId, .unanswered) : []
        case .reset: reset()
        }
    }

    /// Whether the phone is in a call, or about to be: then another one that comes may be answered as busy.
    public var hasActiveCall: Bool {
        entries.values.contains { [.answering, .connecting, .connected, .calling].contains($0.life) }
    }

    // MARK: Pushes and reports

    private mutating func pushed(_ reading: RingReading, mustReport: Bool) -> [CallEffect] {
        let ring = reading.ring
        let callId = ring.callId
        if let known = entries[callId] {
            guard mustReport else { return [] }
            entries[callId]?.pendingReports += 1
            // The caller may have changed it since the first push.
            return [.report(callId, known.update)]
        }
        let endAtOnce = reasonToEndAtOnce(reading)
        if endAtOnce != nil && !mustReport { return withoutReport(ring, endAtOnce) }
        var entry = CallEntry(ringing: ring, isOver: endAtOnce != nil)
        entry.deferredEnd = endAtOnce
        entry.pendingReports = 1
        entries[callId] = entry
        return [.report(callId, ring.update)]
    }

    /// iOS wants no report of it, and the call is over.
    private mutating func withoutReport(_ ring: Ring, _ reason: EndedReason?) -> [CallEffect] {
        ended.remember(ring.callId, reason)
        return ring.ticket == nil ? [] : [.sendReceipt(ring.callId, .callReportNotRequired)]
    }

    /// Unreadable, or of a call that is over: such a push is reported like any other, and ends with its report.
    private func reasonToEndAtOnce(_ reading: RingReading) -> EndedReason? {
        guard case .ring(let ring) = reading else { return .failed }
        return ended.contains(ring.callId) ? ended.reason(of: ring.callId) ?? .remoteEnded : nil
    }

    private mutating func reportFinished(_ callId: CallID, _ result: ReportResult) -> [CallEffect] {
        guard var entry = entries[callId] else { return [] }
        let wasShown = entry.isShown
        entry.pendingReports = max(0, entry.pendingReports - 1)
        if result == .shown || result == .alreadyShown { entry.isShown = true }
        entries[callId] = entry

        if entry.isEndedForSystem { return afterEnd(callId, entry, result) }
        let counts = !wasShown && (entry.isShown || result == .filtered)
        let receipt: [CallEffect] = counts && entry.ticket != nil ? [.sendReceipt(callId, .callReported)] : []
        let watch: [CallEffect] = !wasShown && entry.isShown && entry.deferredEnd == nil ? [.watch(callId)] : []
        if entry.pendingReports > 0 { return receipt + watch }
        if !entry.isShown {
            // The system does not know the call, so there is no end to report either.
            forget(callId, entry.deferredEnd ?? .failed)
            return receipt + (entry.hasPendingAnswer ? [.failAnswer(callId)] : [])
        }
        if let reason = entry.deferredEnd {
            forget(callId, reason)
            return receipt + [.reportEnd(callId, reason)]
        }
        return receipt + watch
    }

    /// A second push was being reported when the call ended: if the system took it for a new call, that one ends.
    private mutating func afterEnd(
        _ callId: CallID, _ entry: CallEntry, _ result: ReportResult
    ) -> [CallEffect] {
        if entry.pendingReports == 0 { entries[callId] = nil }
        return result == .shown ? [.reportEnd(callId, ended.reason(of: callId) ?? .remoteEnded)] : []
    }

    private mutating func placed(_ callId: CallID, _ update: CallUpdate) -> [CallEffect] {
        guard entries[callId] == nil else { return [] }
        entries[callId] = CallEntry(placing: update)
        return [.watch(callId)]
    }

    // MARK: The user

    private mutating func answerRequested(_ callId: CallID) -> [CallEffect] {
        guard let entry = entries[callId] else { return [.failAnswer(callId)] }
        switch entry.life {
        case .ringing:
            entries[callId]?.life = entry.isKnownToServer ? .answering : .connecting
            return [entry.isKnownToServer ? .tellServer(callId, .answer) : .connect(callId)]
        case .answering, .connecting: return []
        case .connected: return [.fulfillAnswer(callId)]
        case .calling, .over: return [.failAnswer(callId)]
        }
    }

    private mutating func endRequested(_ callId: CallID) -> [CallEffect] {
        guard let entry = entries[callId] else { return [.fulfillEnd(callId)] }
        // The system knows this end from its own action, so none is reported: not now, and not after a pending report.
        forget(callId, entry.deferredEnd)
        if entry.isShown && entry.pendingReports > 0 { keepUntilReported(callId, entry) { $0.isEndedForSystem = true } }
        guard entry.life != .over else { return [.fulfillEnd(callId)] }
        var effects: [CallEffect] = entry.hasPendingAnswer ? [.failAnswer(callId)] : []
        effects.append(.unwatch(callId))
        if entry.isKnownToServer { effects.append(.tellServer(callId, wordForEnd(of: entry))) }
        return effects + [.fulfillEnd(callId)]
    }

    private func wordForEnd(of entry: CallEntry) -> CallAction {
        switch entry.life {
        case .ringing: .decline
        case .calling: .cancel
        default: .end
        }
    }

    private mutating func refusedAsBusy(_ callId: CallID) -> [CallEffect] {
        guard let entry = entries[callId], entry.life == .ringing else { return [] }
        return (entry.isKnownToServer ? [.tellServer(callId, .busy)] : []) + finish(callId, .unanswered)
    }

    private mutating func answerTimedOut(_ callId: CallID) -> [CallEffect] {
        // The app may answer the action in the moment in which its time is up: the system does not take that.
        guard let entry = entries[callId], entry.hasPendingAnswer || entry.life == .connected else { return [] }
        // The action is answered already, by the system.
        entries[callId]?.life = .connected
        return finish(callId, .failed) + sayEnd(entry, callId)
    }

    // MARK: The app and the server

    private mutating func connected(_ callId: CallID) -> [CallEffect] {
        guard entries[callId]?.life == .connecting else { return [] }
        entries[callId]?.life = .connected
        return [.fulfillAnswer(callId)]
    }

    private mutating func connectFailed(_ callId: CallID) -> [CallEffect] {
        guard let entry = entries[callId], entry.life == .connecting else { return [] }
        return finish(callId, .failed) + sayEnd(entry, callId)
    }

    private mutating func take(_ status: CallStatus, of callId: CallID) -> [CallEffect] {
        guard let entry = entries[callId], entry.life != .over else { return [] }
        if let reason = status.reasonOfEnd { return finish(callId, reason) }
        if entry.life == .calling && status.state == .answered {
            entries[callId]?.life = .connected
            return [.reportConnected(callId)]
        }
        return show(status, of: callId, entry)
    }

    /// The caller may change what the phones of the callees show. The user's own call shows the other side, so it stays.
    private mutating func show(_ status: CallStatus, of callId: CallID, _ entry: CallEntry) -> [CallEffect] {
        let update = status.updating(entry.update)
        guard entry.isShown, !entry.isOutgoing, update != entry.update else { return [] }
        entries[callId]?.update = update
        return [.update(callId, update)]
    }

    private mutating func serverAnswered(
        _ callId: CallID, _ action: CallAction, _ outcome: ActionOutcome
    ) -> [CallEffect] {
        guard action == .answer else { return [] }
        guard let entry = entries[callId], entry.life == .answering else { return afterGivenUpAnswer(callId, outcome) }
        switch outcome {
        case .taken:
            entries[callId]?.life = .connecting
            return [.connect(callId)]
        case .tooLate(let reason):
            return finish(callId, reason ?? .answeredElsewhere)
        case .unknown:
            return finish(callId, .failed) + sayEnd(entry, callId)
        }
    }

    /// The call ended here while the server was asked. If the server has taken the answer, the other side waits in the call.
    private func afterGivenUpAnswer(_ callId: CallID, _ outcome: ActionOutcome) -> [CallEffect] {
        guard ended.contains(callId) || entries[callId]?.life == .over else { return [] }
        if case .tooLate = outcome { return [] }
        return [.tellServer(callId, .end)]
    }

    private mutating func reset() -> [CallEffect] {
        let live = entries.filter { $0.value.life != .over }.sorted { $0.key.uuidString < $1.key.uuidString }
        for (callId, entry) in entries {
            forget(callId, entry.deferredEnd)
            // The system may still take the call that is being reported, and would ring with nobody to end it.
            guard entry.pendingReports > 0 else { continue }
            keepUntilReported(callId, entry) {
                $0.isShown = false
                $0.isEndedForSystem = false
                $0.deferredEnd = entry.deferredEnd ?? .failed
            }
        }
        return live.flatMap { callId, entry in
            [.unwatch(callId)] + (entry.life == .ringing ? [] : sayEnd(entry, callId))
        }
    }

    // MARK: The end

    /// Ends a call that its user has not ended here.
    private mutating func finish(_ callId: CallID, _ reason: EndedReason) -> [CallEffect] {
        guard let entry = entries[callId], entry.life != .over else { return [] }
        var effects: [CallEffect] = entry.hasPendingAnswer ? [.failAnswer(callId)] : []
        effects.append(.unwatch(callId))
        if entry.pendingReports > 0 && !entry.isShown {
            keepUntilReported(callId, entry) { $0.deferredEnd = reason }
            return effects
        }
        forget(callId, reason)
        // The system knows the call from its first push.
        if entry.pendingReports > 0 { keepUntilReported(callId, entry) { $0.isEndedForSystem = true } }
        return effects + [.reportEnd(callId, reason)]
    }

    private mutating func keepUntilReported(
        _ callId: CallID, _ entry: CallEntry, _ change: (inout CallEntry) -> Void
    ) {
        var kept = entry
        kept.life = .over
        change(&kept)
        entries[callId] = kept
    }

    private func sayEnd(_ entry: CallEntry, _ callId: CallID) -> [CallEffect] {
        guard entry.isKnownToServer else { return [] }
        return [.tellServer(callId, entry.life == .calling ? .cancel : .end)]
    }

    private mutating func forget(_ callId: CallID, _ reason: EndedReason?) {
        entries[callId] = nil
        ended.remember(callId, reason)
    }
}
