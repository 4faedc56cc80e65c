import Foundation

/// Follows how one call stands, because no push says that a ringing is over: it listens where it can, and otherwise asks
/// again and again, in growing intervals.
struct CallWatch: Sendable {
    /// What the phone asks about.
    enum Phase: Sendable {
        case ringing, inCall, over
    }

    let callId: CallID
    let ticket: String?
    /// Nil where the phone has to ask.
    let channel: RingChannel?
    let server: any CallServer
    let clock: any KitClock
    let times: CallTimes
    let phase: @MainActor @Sendable () -> Phase
    let emit: @MainActor @Sendable (CallStatus) -> Void

    /// - Returns: once the call is over, the server does not know it, or the task was cancelled.
    func run() async {
        if let channel { await listen(to: channel) }
        await poll()
    }

    private func poll() async {
        var usesTicket = ticket != nil
        var wait = times.firstRingPollSeconds
        var last: Phase = .ringing
        while !Task.isCancelled {
            let now = await phase()
            if now == .over { return }
            if now != last { wait = times.firstCallPollSeconds }
            last = now
            let answer = await ask(byTicket: usesTicket && now == .ringing)
            if Task.isCancelled { return }
            switch answer {
            case .status(let status):
                await emit(status)
            case .unknownTicket:
                usesTicket = false
                continue
            case .ringOver:
                // It holds for a minute after the deadline: the push came late, or the phone was asleep.
                await emit(CallStatus(callId: callId, state: .timedOut, endedReason: .unanswered))
            case .unknownCall:
                return
            case .none(let retryAfterSeconds):
                if let retryAfterSeconds { wait = max(wait, retryAfterSeconds) }
            }
            guard (try? await clock.sleep(seconds: wait)) != nil else { return }
            wait = min(limit(of: now), wait * times.growth)
        }
    }

    private func ask(byTicket: Bool) async -> StatusAnswer {
        guard byTicket, let ticket else { return await server.readCall(callId) }
        return await server.readRing(ticket: ticket)
    }

    private func limit(of phase: Phase) -> TimeInterval {
        phase == .ringing ? times.lastRingPollSeconds : times.lastCallPollSeconds
    }
}
