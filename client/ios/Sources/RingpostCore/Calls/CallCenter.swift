import Foundation

/// Runs the calls of the phone: hands events to the `CallTable`, and does what it says, in its order.
///
/// It lives on the main actor, because PushKit and CallKit call on the main queue, and a push has to be reported before its
/// handler returns: `receive` reports without waiting for anything.
@MainActor public final class CallCenter {
    private var table = CallTable()
    private var rings: [CallID: Ring] = [:]
    /// When the ringing of a call ends, by the clock's uptime, which nobody sets.
    private var deadlines: [CallID: TimeInterval] = [:]
    private var watches: [CallID: [Task<Void, Never>]] = [:]
    /// PushKit's completions, oldest first: each is called when the report of its push is answered.
    private var completions: [CallID: [@MainActor () -> Void]] = [:]
    private let server: any CallServer
    private let receipts: any CallReceipts
    public let clock: any KitClock
    private let times: CallTimes
    private let listening: RingListening?

    /// Name of a caller whose push has none, in the user's language.
    public var unknownCaller = "Unknown"
    public weak var screen: (any CallScreen)?
    public weak var media: (any CallMedia)?
    /// The app's own screen follows the calls by it.
    public var onChange: (@MainActor (CallEvent, [CallEffect]) -> Void)?

    /// - Parameter listening: nil where the phone asks for the end of each ring.
    public init(
        server: any CallServer, receipts: any CallReceipts, clock: any KitClock = SystemClock(),
        times: CallTimes = CallTimes(), listening: RingListening? = nil
    ) {
        self.server = server
        self.receipts = receipts
        self.clock = clock
        self.times = times
        self.listening = listening
    }

    public var hasActiveCall: Bool { table.hasActiveCall }

    /// A call as its push, or the user's own request, described it. Nil when it is over.
    public func call(_ callId: CallID) -> Ring? { rings[callId] }

    /// A VoIP push. The call is reported when this returns.
    /// - Parameters:
    ///   - mustReport: `PKVoIPPushMetadata.mustReport`; true where iOS does not say.
    ///   - completion: PushKit's. It is called once.
    public func receive(
        voipPayload: [AnyHashable: Any], mustReport: Bool = true, completion: @escaping @MainActor () -> Void
    ) {
        let now = clock.now()
        var reading = RingReading(voipPayload: voipPayload, arrivedAt: now, unknownCaller: unknownCaller)
        if case .ring(var ring) = reading {
            ring.expiresAt = min(ring.expiresAt, now.addingTimeInterval(times.ringLimitSeconds))
            reading = .ring(ring)
        }
        let ring = reading.ring
        let deadline = clock.uptime() + ring.expiresAt.timeIntervalSince(now)
        guard !mustReport, ring.seemsLate, let ticket = ring.ticket, rings[ring.callId] == nil else {
            return take(.pushed(reading, mustReport: mustReport), ring, deadline, completion)
        }
        // The clock may be wrong, and nothing has to be reported: the server says whether the call is over.
        Task {
            let reason = await server.readRing(ticket: ticket).reasonOfEnd
            take(
                reason.map { .pushedTooLate(ring, $0) } ?? .pushed(reading, mustReport: false), ring, deadline,
                completion)
        }
    }

    private func take(
        _ push: CallEvent, _ ring: Ring, _ deadline: TimeInterval, _ completion: @escaping @MainActor () -> Void
    ) {
        let callId = ring.callId
        if rings[callId] == nil {
            rings[callId] = ring
            deadlines[callId] = deadline
        }
        completions[callId, default: []].append(completion)
        let effects = happen(push)
        let isReported = effects.contains { if case .report = $0 { true } else { false } }
        if !isReported { completeNewestPush(of: callId) }
    }

    /// A background push says that the ringing is over.
    public func receive(stopped status: CallStatus) { happen(.status(status.callId, status)) }

    /// The user's own call, which the server has taken and the system shows.
    public func begin(_ call: Ring) {
        rings[call.callId] = call
        happen(.placed(call.callId, call.update))
    }

    /// What the user or the system does with a call.
    @discardableResult public func happen(_ event: CallEvent) -> [CallEffect] {
        let effects = table.handle(event)
        for effect in effects { carryOut(effect) }
        onChange?(event, effects)
        forgetRings()
        return effects
    }

    private func carryOut(_ effect: CallEffect) {
        switch effect {
        case .report(let callId, let update): report(callId, update)
        case .update(let callId, let update):
            rings[callId]?.update = update
            screen?.update(callId, update)
        case .reportEnd(let callId, let reason): screen?.reportEnd(callId, reason: reason)
        case .reportConnected(let callId): screen?.reportConnected(callId)
        case .connect(let callId): connect(callId)
        case .fulfillAnswer(let callId): screen?.fulfillAnswer(callId)
        case .failAnswer(let callId): screen?.failAnswer(callId)
        case .fulfillEnd(let callId): screen?.fulfillEnd(callId)
        case .tellServer(let callId, let action): Task { await tellServer(action, callId) }
        case .watch(let callId): watch(callId)
        case .unwatch(let callId):
            watches.removeValue(forKey: callId)?.forEach { $0.cancel() }
            media?.disconnect(callId)
        case .sendReceipt(let callId, let event):
            let ticket = rings[callId]?.ticket
            let at = clock.now()
            Task { [receipts] in await receipts.note(event, of: callId, ticket: ticket, at: at) }
        }
    }

    private func report(_ callId: CallID, _ update: CallUpdate) {
        guard let screen else { return reportFinished(callId, .refused(code: 0)) }
        var isAnswered = false
        screen.report(callId, update: update) { [weak self] result in
            if isAnswered { return }
            isAnswered = true
            self?.reportFinished(callId, result)
        }
    }

    private func reportFinished(_ callId: CallID, _ result: ReportResult) {
        happen(.reportFinished(callId, result))
        guard var waiting = completions[callId], !waiting.isEmpty else { return }
        let completion = waiting.removeFirst()
        completions[callId] = waiting.isEmpty ? nil : waiting
        completion()
    }

    private func completeNewestPush(of callId: CallID) {
        guard var waiting = completions[callId], let completion = waiting.popLast() else { return }
        completions[callId] = waiting.isEmpty ? nil : waiting
        completion()
    }

    private func connect(_ callId: CallID) {
        guard let media, let call = rings[callId] else {
            happen(.connectFailed(callId))
            return
        }
        Task {
            do {
                try await media.connect(call)
                happen(.connected(callId))
            } catch {
                happen(.connectFailed(callId))
            }
        }
    }

    /// An answer is tried for some seconds, because the system waits; everything else for minutes.
    private func tellServer(_ action: CallAction, _ callId: CallID) async {
        let attempts = action == .answer ? times.answerAttempts : times.endAttempts
        var outcome = ActionOutcome.unknown
        for attempt in 0..<attempts {
            outcome = await server.act(action, on: callId)
            // The call is over here: nobody waits for its answer any more.
            let isWanted = action != .answer || table.entries[callId]?.life == .answering
            if outcome != .unknown || !isWanted || attempt == attempts - 1 { break }
            guard (try? await clock.sleep(seconds: times.retryWait(after: attempt))) != nil else { break }
        }
        happen(.serverAnswered(callId, action, outcome))
    }

    private func watch(_ callId: CallID) {
        guard let entry = table.entries[callId] else { return }
        var tasks: [Task<Void, Never>] = []
        if entry.isKnownToServer {
            let watch = CallWatch(
                callId: callId, ticket: entry.ticket, channel: channel(of: callId), server: server, clock: clock,
                times: times,
                phase: { [weak self] in self?.phase(of: callId) ?? .over },
                emit: { [weak self] in _ = self?.happen(.status(callId, $0)) })
            tasks.append(Task { await watch.run() })
        }
        if let deadline = deadlines[callId] {
            let ringSeconds = deadline - clock.uptime()
            tasks.append(
                Task { [weak self, clock] in
                    guard (try? await clock.sleep(seconds: ringSeconds)) != nil else { return }
                    self?.happen(.deadlinePassed(callId))
                })
        }
        watches[callId] = tasks
    }

    private func channel(of callId: CallID) -> RingChannel? {
        guard let listening, let live = rings[callId]?.live, let ticket = rings[callId]?.ticket else { return nil }
        return RingChannel(callId: callId, live: live, ticket: ticket, listening: listening)
    }

    private func phase(of callId: CallID) -> CallWatch.Phase {
        switch table.entries[callId]?.life {
        case .ringing, .answering: .ringing
        case .connecting, .connected, .calling: .inCall
        case .over, nil: .over
        }
    }

    private func forgetRings() {
        rings = rings.filter { table.entries[$0.key] != nil }
        deadlines = deadlines.filter { table.entries[$0.key] != nil }
    }
}
