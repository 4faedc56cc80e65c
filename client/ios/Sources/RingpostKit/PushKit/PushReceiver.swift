#if os(iOS) || os(Linux)
    import PushKit
    import RingpostCore

    /// VoIP pushes and their token, for apps that ring through CallKit.
    ///
    /// Make it at every launch, in `application(_:didFinishLaunchingWithOptions:)`, and keep it: iOS launches the app for
    /// a push and expects the registry and its delegate to be there.
    @MainActor public final class PushReceiver: NSObject {
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

    /// Where the app's VoIP token goes. The receiver does not keep it alive.
    @MainActor public protocol VoipTokens: AnyObject {
        func voipTokenChanged(_ token: Data)
        /// iOS pushes to this token no longer. Ringpost must forget it.
        func voipTokenInvalidated()
    }

    extension PushReceiver: PKPushRegistryDelegate {
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

        // iOS before 26.4 calls this one.
        nonisolated public func pushRegistry(
            _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType,
            completion: @escaping () -> Void
        ) {
            receive(payload, mustReport: true, completion)
        }

        #if compiler(>=6.3) || os(Linux)
            // iOS 26.4 and later call this one in its place.
            @available(iOS 26.4, *)
            nonisolated public func pushRegistry(
                _ registry: PKPushRegistry, didReceiveIncomingVoIPPushWith payload: PKPushPayload,
                metadata: PKVoIPPushMetadata, withCompletionHandler completion: @escaping () -> Void
            ) {
                receive(payload, mustReport: metadata.mustReport, completion)
            }
        #endif

        /// No await, no lock and no network may come between here and the report: iOS looks when this returns.
        nonisolated private func receive(
            _ payload: PKPushPayload, mustReport: Bool, _ completion: @escaping () -> Void
        ) {
            let payload = OnMain(payload.dictionaryPayload)
            let done = OnMain(completion)
            MainActor.assumeIsolated {
                center.receive(voipPayload: payload.value, mustReport: mustReport) { done.value() }
            }
        }
    }
#endif
