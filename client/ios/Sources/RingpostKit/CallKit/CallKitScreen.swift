#if os(iOS) || os(Linux)
    import AVFAudio
    import CallKit
    import RingpostCore

    /// CallKit as the call screen. One for each process: a second provider loses actions.
    @MainActor public final class CallKitScreen: NSObject, SystemCallScreen {
        private let desk: CallDesk
        private let provider: CXProvider
        private let controller = CXCallController(queue: .main)

        public init(desk: CallDesk, look: CallScreenLook = CallScreenLook()) {
            self.desk = desk
            provider = CXProvider(configuration: look.providerConfiguration)
            super.init()
            desk.screen = self
            // With a queue of the app's own, the answers to reports come on it, too.
            provider.setDelegate(self, queue: .main)
        }

        public func report(
            _ callId: CallID, update: CallUpdate, completion: @escaping @MainActor (ReportResult) -> Void
        ) {
            provider.reportNewIncomingCall(with: callId, update: CXCallUpdate(update)) { error in
                let result = ReportResult(error)
                DispatchQueue.main.async { MainActor.assumeIsolated { completion(result) } }
            }
        }

        public func update(_ callId: CallID, _ update: CallUpdate) {
            provider.reportCall(with: callId, updated: CXCallUpdate(update))
        }

        public func reportEnd(_ callId: CallID, reason: EndedReason) {
            provider.reportCall(with: callId, endedAt: nil, reason: CXCallEndedReason(reason))
        }

        public func reportConnecting(_ callId: CallID) {
            provider.reportOutgoingCall(with: callId, startedConnectingAt: nil)
        }

        public func reportConnected(_ callId: CallID) {
            provider.reportOutgoingCall(with: callId, connectedAt: nil)
        }

        public func fulfillAnswer(_ callId: CallID) { desk.answers.fulfill(callId) }
        public func failAnswer(_ callId: CallID) { desk.failAnswer(callId) }
        public func fulfillEnd(_ callId: CallID) { desk.ends.fulfill(callId) }

        public func request(_ request: CallRequest) {
            controller.request(CXTransaction(action: request.action)) { error in
                guard error != nil else { return }
                DispatchQueue.main.async {
                    MainActor.assumeIsolated { [weak self] in self?.desk.requestFailed(request) }
                }
            }
        }

        private func prepareAudio(hasVideo: Bool) {
            // Only the category. Activating the session is CallKit's part, and fails when the app tries.
            try? AVAudioSession.sharedInstance().setCategory(
                .playAndRecord, mode: hasVideo ? .videoChat : .voiceChat, options: [])
        }
    }

    extension CallKitScreen: CXProviderDelegate {
        nonisolated public func providerDidReset(_ provider: CXProvider) {
            MainActor.assumeIsolated { desk.reset() }
        }

        nonisolated public func provider(_ provider: CXProvider, perform action: CXAnswerCallAction) {
            perform(action) { screen, action in
                let hasVideo = screen.desk.known[action.callUUID]?.ring.update.hasVideo ?? false
                screen.prepareAudio(hasVideo: hasVideo)
                screen.desk.userAnswers(action.callUUID, PerformedAction(action))
            }
        }

        nonisolated public func provider(_ provider: CXProvider, perform action: CXEndCallAction) {
            perform(action) { $0.desk.userEnds($1.callUUID, PerformedAction($1)) }
        }

        nonisolated public func provider(_ provider: CXProvider, perform action: CXStartCallAction) {
            perform(action) { screen, action in
                screen.prepareAudio(hasVideo: action.isVideo)
                screen.desk.userStarts(action.callUUID, PerformedAction(action))
            }
        }

        nonisolated public func provider(_ provider: CXProvider, perform action: CXSetMutedCallAction) {
            perform(action) { $0.desk.userMutes($1.callUUID, $1.isMuted, PerformedAction($1)) }
        }

        nonisolated public func provider(_ provider: CXProvider, perform action: CXSetHeldCallAction) {
            perform(action) { $0.desk.userHolds($1.callUUID, $1.isOnHold, PerformedAction($1)) }
        }

        nonisolated public func provider(_ provider: CXProvider, perform action: CXPlayDTMFCallAction) {
            perform(action) { $0.desk.userPlaysTones($1.callUUID, $1.digits, PerformedAction($1)) }
        }

        nonisolated public func provider(_ provider: CXProvider, timedOutPerforming action: CXAction) {
            perform(action) { screen, action in
                if let answer = action as? CXAnswerCallAction { screen.desk.answerTimedOut(answer.callUUID) }
            }
        }

        nonisolated public func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession) {
            MainActor.assumeIsolated { desk.app?.audioDidActivate(.sharedInstance()) }
        }

        nonisolated public func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession) {
            MainActor.assumeIsolated { desk.app?.audioDidDeactivate(.sharedInstance()) }
        }

        /// Hands an action to the main actor, on whose queue it came.
        nonisolated private func perform<Action: CXAction>(
            _ action: Action, _ work: @MainActor @Sendable (CallKitScreen, Action) -> Void
        ) {
            let carried = OnMain(action)
            withoutActuallyEscaping(work) { work in
                MainActor.assumeIsolated { work(self, carried.value) }
            }
        }
    }

    /// An action of CallKit's as the desk sees it.
    @MainActor private final class PerformedAction: SystemAction {
        private let action: CXAction
        init(_ action: CXAction) { self.action = action }
        func fulfill() { action.fulfill() }
        func fail() { action.fail() }
    }
#endif
