import SimulatedPhone

public protocol CXProviderDelegate: NSObjectProtocol {
    func providerDidReset(_ provider: CXProvider)

    // Optional in Apple's framework.
    func providerDidBegin(_ provider: CXProvider)
    func provider(_ provider: CXProvider, execute transaction: CXTransaction) -> Bool
    func provider(_ provider: CXProvider, perform action: CXStartCallAction)
    func provider(_ provider: CXProvider, perform action: CXAnswerCallAction)
    func provider(_ provider: CXProvider, perform action: CXEndCallAction)
    func provider(_ provider: CXProvider, perform action: CXSetHeldCallAction)
    func provider(_ provider: CXProvider, perform action: CXSetMutedCallAction)
    func provider(_ provider: CXProvider, perform action: CXSetGroupCallAction)
    func provider(_ provider: CXProvider, perform action: CXPlayDTMFCallAction)
    func provider(_ provider: CXProvider, timedOutPerforming action: CXAction)
    func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession)
    func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession)
}

/// What CallKit does where the app has not implemented the method: actions that nobody performs fail.
extension CXProviderDelegate {
    private func unimplemented(_ method: String) { SimulatedPhone.current.markUnimplemented(method) }

    private func failed(_ action: CXCallAction) {
        unimplemented("perform \(type(of: action))")
        action.fail()
    }

    public func providerDidBegin(_ provider: CXProvider) { unimplemented("providerDidBegin") }
    public func provider(_ provider: CXProvider, execute transaction: CXTransaction) -> Bool {
        unimplemented("execute")
        return false
    }
    public func provider(_ provider: CXProvider, perform action: CXStartCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, perform action: CXAnswerCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, perform action: CXEndCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, perform action: CXSetHeldCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, perform action: CXSetMutedCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, perform action: CXSetGroupCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, perform action: CXPlayDTMFCallAction) { failed(action) }
    public func provider(_ provider: CXProvider, timedOutPerforming action: CXAction) {
        unimplemented("timedOutPerforming")
    }
    public func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession) {
        unimplemented("didActivate")
    }
    public func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession) {
        unimplemented("didDeactivate")
    }
}

open class CXProvider: NSObject {
    public var configuration: CXProviderConfiguration
    let system: CallSystem

    public init(configuration: CXProviderConfiguration) {
        self.configuration = configuration
        system = CallSystem()
        super.init()
        system.provider = self
        SimulatedPhone.current.install(self, as: "CXProvider")
    }

    open func setDelegate(_ delegate: (any CXProviderDelegate)?, queue: DispatchQueue?) {
        system.setDelegate(delegate, queue: queue)
    }

    open func invalidate() { system.invalidate() }

    open func reportNewIncomingCall(
        with UUID: UUID, update: CXCallUpdate, completion: @escaping @Sendable ((any Error)?) -> Void
    ) { system.report(UUID, update, completion) }

    open func reportCall(with UUID: UUID, updated update: CXCallUpdate) { system.update(UUID, update) }

    open func reportCall(with UUID: UUID, endedAt dateEnded: Date?, reason endedReason: CXCallEndedReason) {
        system.end(UUID, reason: endedReason)
    }

    open func reportOutgoingCall(with UUID: UUID, startedConnectingAt dateStartedConnecting: Date?) {
        SimulatedPhone.current.record(.outgoingConnecting(UUID))
    }

    open func reportOutgoingCall(with UUID: UUID, connectedAt dateConnected: Date?) {
        system.connectedOutgoing(UUID)
    }
}

open class CXCallController: NSObject {
    public override init() {}
    public init(queue: DispatchQueue) {}

    open func request(
        _ transaction: CXTransaction, completion: @escaping @Sendable ((any Error)?) -> Void
    ) {
        guard let provider = CXProvider.live else {
            return completion(CXErrorCodeRequestTransactionError(.unknownCallProvider))
        }
        provider.system.request(transaction, completion)
    }
}
