#if os(iOS) || os(Linux)
    import PushKit
    import RingpostCore

    /// VoIP pushes and their token, for apps that ring through LiveCommunicationKit.
    ///
    /// LiveCommunicationKit reports asynchronously, so these are PushKit's async methods: the system waits for their end.
    /// A class has either these or the ones with a completion, because both have the same Objective-C selector.
    @MainActor public final class ConversationPushReceiver: NSObject {
        private let registry = PKPushRegistry(queue: .main)
        private let center: CallCenter
        private weak var tokens: (any VoipTokens)?

        public init(center: CallCenter, tokens: any VoipTokens) {
            self.center = center
            self.tokens = tokens
            super.init()
            registry.delegate = self
            registry.desiredPushTypes = [.voIP]
        }
    }

    extension ConversationPushReceiver: PKPushRegistryDelegate {
        nonisolated public func pushRegistry(
            _ registry: PKPushRegistry, didUpdate pushCredentials: PKPushCredentials, for type: PKPushType
        ) {
            guard type == .voIP else { return }
            let token = pushCredentials.token
            MainActor.assumeIsolated { tokens?.voipTokenChanged(token) }
        }

        nonisolated public func pushRegistry(
            _ registry: PKPushRegistry, didInvalidatePushTokenFor type: PKPushType
        ) {
            guard type == .voIP else { return }
            MainActor.assumeIsolated { tokens?.voipTokenInvalidated() }
        }

        nonisolated public func pushRegistry(
            _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType
        ) async {
            await receive(OnMain(payload.dictionaryPayload), mustReport: true)
        }

        #if compiler(>=6.3) || os(Linux)
            @available(iOS 26.4, *)
            nonisolated public func pushRegistry(
                _ registry: PKPushRegistry, didReceiveIncomingVoIPPushWith payload: PKPushPayload,
                metadata: PKVoIPPushMetadata
            ) async {
                await receive(OnMain(payload.dictionaryPayload), mustReport: metadata.mustReport)
            }
        #endif

        /// Returns when the system has answered the report.
        private func receive(_ payload: OnMain<[AnyHashable: Any]>, mustReport: Bool) async {
            await withCheckedContinuation { continuation in
                center.receive(voipPayload: payload.value, mustReport: mustReport) { continuation.resume() }
            }
        }
    }
#endif
