#if os(iOS) || os(Linux)
    import AVFAudio
    import LiveCommunicationKit
    import RingpostCore

    /// LiveCommunicationKit as the call screen, for storefronts where apps may not use CallKit.
    @available(iOS 17.4, *)
    @MainActor public final class ConversationScreen: SystemCallScreen {
        private let desk: CallDesk
        private let manager: ConversationManager

        public init(desk: CallDesk, look: CallScreenLook = CallScreenLook()) {
            self.desk = desk
            manager = ConversationManager(configuration: look.managerConfiguration)
            desk.screen = self
            manager.delegate = self
        }

        public func report(
            _ callId: CallID, update: CallUpdate, completion: @escaping @MainActor (ReportResult) -> Void
        ) {
            let manager = OnMain(manager)
            Task { completion(await Self.report(callId, Conversation.Update(update), to: manager)) }
        }

        nonisolated private static func report(
            _ callId: CallID, _ update: Conversation.Update, to manager: OnMain<ConversationManager>
        ) async -> ReportResult {
            do {
                try await manager.value.reportNewIncomingConversation(uuid: callId, update: update)
                return .shown
            } catch {
                if manager.value.conversations.contains(where: { $0.uuid == callId }) { return .alreadyShown }
                return .refused(code: (error as NSError).code)
            }
        }

        public func update(_ callId: CallID, _ update: CallUpdate) {
            send(.conversationUpdated(Conversation.Update(update)), callId)
        }

        public func reportEnd(_ callId: CallID, reason: EndedReason) {
            send(.conversationEnded(Date(), Conversation.EndedReason(reason)), callId)
        }

        public func reportConnecting(_ callId: CallID) {
            send(.conversationStartedConnecting(Date()), callId)
        }

        public func reportConnected(_ callId: CallID) { send(.conversationConnected(Date()), callId) }

        private func send(_ event: Conversation.Event, _ callId: CallID) {
            guard let conversation = manager.conversations.first(where: { $0.uuid == callId }) else { return }
            manager.reportConversationEvent(event, for: conversation)
        }

        public func fulfillAnswer(_ callId: CallID) { desk.answers.fulfill(callId) }
        public func failAnswer(_ callId: CallID) { desk.failAnswer(callId) }
        public func fulfillEnd(_ callId: CallID) { desk.ends.fulfill(callId) }

        public func request(_ request: CallRequest) {
            let manager = OnMain(manager)
            let action = OnMain(request.conversationAction)
            Task { [weak self] in
                do { try await Self.perform(action, manager) } catch { self?.desk.requestFailed(request) }
            }
        }

        nonisolated private static func perform(
            _ action: OnMain<ConversationAction>, _ manager: OnMain<ConversationManager>
        ) async throws {
            try await manager.value.perform([action.value])
        }
    }

    @available(iOS 17.4, *)
    extension ConversationScreen: ConversationManagerDelegate {
        nonisolated public func conversationManager(
            _ manager: ConversationManager, conversationChanged conversation: Conversation
        ) {}
        nonisolated public func conversationManagerDidBegin(_ manager: ConversationManager) {}

        nonisolated public func conversationManagerDidReset(_ manager: ConversationManager) {
            onMain { $0.desk.reset() }
        }

        nonisolated public func conversationManager(
            _ manager: ConversationManager, perform action: ConversationAction
        ) {
            let carried = OnMain(action)
            onMain { $0.perform(carried.value) }
        }

        private func perform(_ action: ConversationAction) {
            let callId = action.conversationUUID
            let performed = PerformedConversationAction(action)
            switch action {
            case is JoinConversationAction:
                prepareAudio(hasVideo: desk.known[callId]?.ring.update.hasVideo ?? false)
                desk.userAnswers(callId, performed)
            case is EndConversationAction: desk.userEnds(callId, performed)
            case let start as StartConversationAction:
                prepareAudio(hasVideo: start.isVideo)
                desk.userStarts(callId, performed)
            case let mute as MuteConversationAction: desk.userMutes(callId, mute.isMuted, performed)
            case let pause as PauseConversationAction: desk.userHolds(callId, pause.isPaused, performed)
            default: action.fail()
            }
        }

        nonisolated public func conversationManager(
            _ manager: ConversationManager, timedOutPerforming action: ConversationAction
        ) {
            guard action is JoinConversationAction else { return }
            let callId = action.conversationUUID
            onMain { $0.desk.answerTimedOut(callId) }
        }

        nonisolated public func conversationManager(
            _ manager: ConversationManager, didActivate audioSession: AVAudioSession
        ) {
            onMain { $0.desk.app?.audioDidActivate(.sharedInstance()) }
        }

        nonisolated public func conversationManager(
            _ manager: ConversationManager, didDeactivate audioSession: AVAudioSession
        ) {
            onMain { $0.desk.app?.audioDidDeactivate(.sharedInstance()) }
        }

        /// Apple documents no queue for these calls.
        nonisolated private func onMain(_ work: @escaping @MainActor @Sendable (ConversationScreen) -> Void) {
            DispatchQueue.main.async { MainActor.assumeIsolated { work(self) } }
        }

        private func prepareAudio(hasVideo: Bool) {
            try? AVAudioSession.sharedInstance().setCategory(
                .playAndRecord, mode: hasVideo ? .videoChat : .voiceChat, options: [])
        }
    }

    /// An action of LiveCommunicationKit's as the desk sees it.
    @available(iOS 17.4, *)
    @MainActor private final class PerformedConversationAction: SystemAction {
        private let action: ConversationAction
        init(_ action: ConversationAction) { self.action = action }
        func fulfill() { action.fulfill() }
        func fail() { action.fail() }
    }
#endif
