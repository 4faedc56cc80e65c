import Foundation
import RingpostCore

/// What Ringpost knows of calls to this phone's user, as docs/calls.md says it.
@MainActor final class ModelServer: CallServer {
    struct Call {
        var expiresAt: Date
        var state = CallState.ringing
        /// For this phone. nil while it goes on here, and when this phone's user ended it.
        var reason: EndedReason?
        var isAnsweredHere = false
    }

    private(set) var calls: [CallID: Call] = [:]
    private let clock: VirtualClock
    var isReachable = true
    /// Before the first unlock the app cannot read its login. Tickets need none.
    var hasLogin = true
    /// Every n-th action is taken and its answer lost.
    var losesEveryNthAnswer = Int.max
    private var actions = 0

    init(clock: VirtualClock) { self.clock = clock }

    func begin(_ callId: CallID) { calls[callId] = Call(expiresAt: clock.rightNow.addingTimeInterval(60)) }

    /// Something that happens away from this phone. What comes too late changes nothing.
    func settle(_ callId: CallID, _ state: CallState, _ reason: EndedReason) {
        expire(callId)
        guard let call = calls[callId], call.reason == nil, call.state == .ringing || state == .ended else { return }
        if state == .ended && call.state != .answered { return }
        calls[callId]?.state = state
        calls[callId]?.reason = reason
    }

    private func expire(_ callId: CallID) {
        guard let call = calls[callId], call.state == .ringing, call.expiresAt <= clock.rightNow else { return }
        calls[callId]?.state = .timedOut
        calls[callId]?.reason = .unanswered
    }

    // MARK: CallServer

    func readRing(ticket: String) async -> StatusAnswer {
        guard let callId = calls.keys.first(where: { ticket == "ticket-of-\($0.uuidString.prefix(8))" }) else {
            return .unknownTicket
        }
        return read(callId)
    }

    func readCall(_ callId: CallID) async -> StatusAnswer {
        hasLogin ? read(callId) : .none(retryAfterSeconds: nil)
    }

    private func read(_ callId: CallID) -> StatusAnswer {
        guard isReachable else { return .none(retryAfterSeconds: nil) }
        expire(callId)
        guard let call = calls[callId] else { return .unknownCall }
        return .status(CallStatus(callId: callId, state: call.state, endedReason: call.reason))
    }

    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome {
        guard isReachable, hasLogin else { return .unknown }
        expire(callId)
        let outcome = take(action, callId)
        actions += 1
        return actions.isMultiple(of: losesEveryNthAnswer) ? .unknown : outcome
    }

    private func take(_ action: CallAction, _ callId: CallID) -> ActionOutcome {
        guard let call = calls[callId] else { return .tooLate(nil) }
        switch action {
        case .answer where call.state == .ringing:
            calls[callId]?.state = .answered
            calls[callId]?.isAnsweredHere = true
        case .answer where call.state == .answered && call.isAnsweredHere: break
        case .decline where call.state == .ringing, .busy where call.state == .ringing:
            calls[callId]?.state = .declined
        case .end where call.state == .answered && call.isAnsweredHere:
            calls[callId]?.state = .ended
        default: return .tooLate(call.reason)
        }
        return .taken
    }
}

/// SplitMix64: the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func seconds(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
}
