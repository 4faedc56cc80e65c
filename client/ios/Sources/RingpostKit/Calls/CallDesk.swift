#if os(iOS) || os(Linux)
    import Foundation
    import RingpostCore

    /// Stands between the system's call screen, `CallCenter`, which decides, and the app.
    @MainActor public final class CallDesk {
        public let center: CallCenter
        /// The app's side. Set it before the first push.
        public weak var app: (any CallApp)? { didSet { center.media = app } }
        weak var screen: (any SystemCallScreen)? { didSet { center.screen = screen } }
        var answers = SystemActions()
        var ends = SystemActions()
        private var failing: [CallID] = []
        var background: BackgroundTime?
        /// Calls of which the app knows, until their end.
        private(set) var known: [CallID: KnownCall] = [:]

        struct KnownCall {
            var ring: Ring
            /// A call of the user's own that the server has not taken yet.
            var isBeingPlaced = false
            /// The clock's uptime when the user tapped, for a call of their own.
            var tappedAt: TimeInterval?
            var isMuted = false
            var isHeld = false
        }

        public init(center: CallCenter) {
            self.center = center
            center.onChange = { [weak self] event, effects in self?.follow(event, effects) }
        }

        /// Calls of which the app knows, in no order.
        public var calls: [Ring] { known.values.map(\.ring) }

        // MARK: What the center decides

        private func follow(_ event: CallEvent, _ effects: [CallEffect]) {
            for effect in effects {
                switch effect {
                case .watch(let callId): if case .reportFinished = event { begin(callId) }
                case .update(let callId, let update): known[callId]?.ring.update = update
                case .reportConnected(let callId): app?.callAnswered(callId)
                case .reportEnd(let callId, let reason): end(callId, reason)
                case .fulfillEnd(let callId): end(callId, nil)
                case .tellServer(let callId, let action): background?.begin(action, callId)
                default: break
                }
            }
            if case .serverAnswered(let callId, let action, _) = event { background?.end(action, callId) }
            if case .reset = event { for callId in known.keys { end(callId, .failed) } }
            for callId in failing { answers.fail(callId) }
            failing = []
        }

        /// Fails the answer once the call's end is reported: a failed answer ends the call for CallKit, and it keeps the
        /// first reason.
        func failAnswer(_ callId: CallID) { failing.append(callId) }

        private func begin(_ callId: CallID) {
            guard known[callId] == nil, let ring = center.call(callId) else { return }
            known[callId] = KnownCall(ring: ring)
            app?.callRings(ring)
        }

        private func end(_ callId: CallID, _ reason: EndedReason?) {
            guard known.removeValue(forKey: callId) != nil else { return }
            app?.callEnded(callId, reason: reason)
        }

        // MARK: What the user does on the system's screen

        /// The action waits until media is up.
        func userAnswers(_ callId: CallID, _ action: any SystemAction) {
            answers.add(action, to: callId)
            center.happen(.answerRequested(callId))
        }

        /// The system has given up on an answer, and has failed its action.
        func answerTimedOut(_ callId: CallID) {
            answers.drop(callId)
            center.happen(.answerTimedOut(callId))
        }

        func userEnds(_ callId: CallID, _ action: any SystemAction) {
            ends.add(action, to: callId)
            if known[callId]?.isBeingPlaced == true {
                // The server has not taken the call yet. `placed` cancels it there.
                ends.fulfill(callId)
                return end(callId, nil)
            }
            center.happen(.endRequested(callId))
        }

        /// The system has lost all calls, and takes no answer to its actions any more.
        func reset() {
            answers.dropAll()
            ends.dropAll()
            center.happen(.reset)
        }

        func userMutes(_ callId: CallID, _ isMuted: Bool, _ action: any SystemAction) {
            guard let call = known[callId] else { return action.fail() }
            // What the app has asked for comes back as an action: nothing has changed then.
            if call.isMuted != isMuted {
                known[callId]?.isMuted = isMuted
                app?.setMuted(isMuted, callId)
            }
            action.fulfill()
        }

        func userHolds(_ callId: CallID, _ isHeld: Bool, _ action: any SystemAction) {
            guard let call = known[callId], call.ring.update.supportsHolding else { return action.fail() }
            if call.isHeld != isHeld {
                known[callId]?.isHeld = isHeld
                app?.setHeld(isHeld, callId)
            }
            action.fulfill()
        }

        func userPlaysTones(_ callId: CallID, _ digits: String, _ action: any SystemAction) {
            guard let call = known[callId], call.ring.update.supportsDTMF else { return action.fail() }
            app?.playTones(digits, callId)
            action.fulfill()
        }

        // MARK: What the user does in the app

        public func mute(_ callId: CallID, isMuted: Bool) {
            guard let call = known[callId], call.isMuted != isMuted else { return }
            known[callId]?.isMuted = isMuted
            app?.setMuted(isMuted, callId)
            screen?.request(.mute(callId, isMuted: isMuted))
        }

        public func hold(_ callId: CallID, isHeld: Bool) {
            guard let call = known[callId], call.ring.update.supportsHolding, call.isHeld != isHeld else { return }
            known[callId]?.isHeld = isHeld
            app?.setHeld(isHeld, callId)
            screen?.request(.hold(callId, isHeld: isHeld))
        }

        /// On the app's own screen. The system's action follows, as if the user had answered there.
        public func answer(_ callId: CallID) {
            if known[callId] != nil { screen?.request(.answer(callId)) }
        }

        public func hangUp(_ callId: CallID) {
            if known[callId] != nil { screen?.request(.end(callId)) }
        }

        /// The app takes no second call.
        public func refuseAsBusy(_ callId: CallID) { center.happen(.refusedAsBusy(callId)) }

        /// Shows something else for a call, such as the name in the user's contacts. What the caller changes with
        /// `PATCH /v1/calls/{callId}` the kit shows by itself.
        public func update(_ callId: CallID, _ update: CallUpdate) {
            guard known[callId] != nil else { return }
            known[callId]?.ring.update = update
            screen?.update(callId, update)
        }

        // MARK: The user's own calls

        /// - Returns: the ID for `POST /v1/calls`, which `CallApp.place` sends.
        @discardableResult public func call(_ update: CallUpdate, callId: CallID = CallID()) -> CallID {
            let ring = Ring(callId: callId, update: update, expiresAt: .distantFuture)
            known[callId] = KnownCall(ring: ring, isBeingPlaced: true, tappedAt: center.clock.uptime())
            screen?.request(.start(callId, update))
            return callId
        }

        /// How long ago the user tapped, for `NewCall.tapAgeMs`. Nil unless it is a call of the user's own.
        public func tapAgeMs(of callId: CallID) -> Int? {
            known[callId]?.tappedAt.map { Int(((center.clock.uptime() - $0) * 1000).rounded()) }
        }

        /// The system lets the user's call begin.
        func userStarts(_ callId: CallID, _ action: any SystemAction) {
            guard let call = known[callId], call.isBeingPlaced, let app else { return action.fail() }
            action.fulfill()
            screen?.reportConnecting(callId)
            Task {
                do {
                    try await app.place(call.ring)
                    placed(call.ring)
                } catch {
                    guard known[callId] != nil else { return }
                    screen?.reportEnd(callId, reason: .failed)
                    end(callId, .failed)
                }
            }
        }

        private func placed(_ call: Ring) {
            let isWanted = known[call.callId] != nil
            known[call.callId]?.isBeingPlaced = false
            center.begin(call)
            // The user has hung up meanwhile, and the server has a call that nobody wants.
            if !isWanted { center.happen(.endRequested(call.callId)) }
        }

        /// The system refuses what the app asked for, such as one call more than it allows.
        func requestFailed(_ request: CallRequest) {
            switch request {
            case .start(let callId, _): end(callId, .failed)
            // The system does not know the call, so its action will never come.
            case .end(let callId): center.happen(.endRequested(callId))
            case .answer, .mute, .hold: break
            }
        }
    }
#endif
