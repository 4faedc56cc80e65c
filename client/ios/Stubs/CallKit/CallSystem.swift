import SimulatedPhone

/// The system's side of a provider: the calls that it knows, and what the user does with them.
final class CallSystem: @unchecked Sendable {
    enum State: Equatable {
        case reporting
        case ringing
        case answering
        case connected
        case ended
    }

    struct Call {
        var state: State
        var isOutgoing: Bool
        var update: CXCallUpdate?
    }

    private let lock = NSRecursiveLock()
    private var calls: [UUID: Call] = [:]
    private var audioCall: UUID?
    private var queue: DispatchQueue?
    private weak var delegate: (any CXProviderDelegate)?
    weak var provider: CXProvider?
    private let phone = SimulatedPhone.current
    private let privateQueue = DispatchQueue(label: "CallKit's own")

    func call(_ uuid: UUID) -> Call? { lock.withLock { calls[uuid] } }
    var all: [UUID: Call] { lock.withLock { calls } }

    func setDelegate(_ delegate: (any CXProviderDelegate)?, queue: DispatchQueue?) {
        lock.withLock { (self.delegate, self.queue) = (delegate, queue) }
        deliver { $1.providerDidBegin($0) }
    }

    func deliver(_ work: @escaping @Sendable (CXProvider, any CXProviderDelegate) -> Void) {
        phone.deliver(on: lock.withLock { queue } ?? .main) {
            guard let provider = self.provider, let delegate = self.lock.withLock({ self.delegate }) else { return }
            work(provider, delegate)
            _ = self.phone.takeUnimplemented()
        }
    }

    // MARK: Reports of the app

    func report(_ uuid: UUID, _ update: CXCallUpdate, _ completion: @escaping @Sendable ((any Error)?) -> Void) {
        phone.record(.callReported(uuid))
        let behaviour = phone.behaviour
        let error: CXErrorCodeIncomingCallError? = lock.withLock {
            if let known = calls[uuid], known.state != .ended { return .init(.callUUIDAlreadyExists) }
            if let code = behaviour.reportError { return .init(.init(rawValue: code) ?? .unknown) }
            calls[uuid] = Call(state: .reporting, isOutgoing: false, update: update.copy() as? CXCallUpdate)
            return nil
        }
        if error == nil { phone.record(.ringStarted(uuid)) }
        let queue = behaviour.answersReportsElsewhere ? privateQueue : lock.withLock { self.queue } ?? privateQueue
        let answer: @Sendable () -> Void = { [self] in
            if error == nil {
                lock.withLock { if calls[uuid]?.state == .reporting { calls[uuid]?.state = .ringing } }
            }
            completion(error)
        }
        if behaviour.holdsReports {
            phone.hold { [phone] in phone.deliver(on: queue, answer) }
        } else {
            phone.deliver(on: queue, answer)
        }
    }

    func update(_ uuid: UUID, _ update: CXCallUpdate) {
        let isLive = lock.withLock {
            guard let known = calls[uuid], known.state != .ended else { return false }
            calls[uuid]?.update = update.copy() as? CXCallUpdate
            return true
        }
        phone.record(isLive ? .callUpdated(uuid) : .updateIgnored(uuid))
    }

    func end(_ uuid: UUID, reason: CXCallEndedReason) {
        let before = lock.withLock { calls[uuid]?.state }
        guard let before, before != .ended else {
            return phone.record(.endIgnored(uuid, reason: reason.rawValue))
        }
        if before == .reporting, phone.behaviour.losesEndWhileReporting {
            return phone.record(.endIgnored(uuid, reason: reason.rawValue))
        }
        phone.record(.callEnded(uuid, reason: reason.rawValue))
        finish(uuid)
    }

    func connectedOutgoing(_ uuid: UUID) {
        lock.withLock { calls[uuid]?.state = .connected }
        phone.record(.outgoingConnected(uuid))
    }

    func invalidate() {
        for uuid in lock.withLock({ Array(calls.keys) }) { finish(uuid) }
    }

    /// The call is over for the system, whoever ended it.
    func finish(_ uuid: UUID) {
        let (before, hadAudio) = lock.withLock {
            defer { if audioCall == uuid { audioCall = nil } }
            return (calls[uuid]?.state, audioCall == uuid)
        }
        guard let before, before != .ended else { return }
        let isIncoming = lock.withLock {
            calls[uuid]?.state = .ended
            return calls[uuid]?.isOutgoing == false
        }
        if isIncoming, before == .reporting || before == .ringing {
            phone.record(.ringStopped(uuid))
        }
        if hadAudio { deactivateAudio() }
    }

    // MARK: Audio

    func activateAudio(for uuid: UUID) {
        let isNew = lock.withLock {
            defer { audioCall = uuid }
            return audioCall == nil
        }
        guard isNew else { return }
        deliver { [phone] provider, delegate in
            phone.record(.audioActivated)
            delegate.provider(provider, didActivate: .sharedInstance())
        }
    }

    private func deactivateAudio() {
        deliver { [phone] provider, delegate in
            phone.record(.audioDeactivated)
            delegate.provider(provider, didDeactivate: .sharedInstance())
        }
    }

    // MARK: Actions

    func request(_ transaction: CXTransaction, _ completion: @escaping @Sendable ((any Error)?) -> Void) {
        let carried = Carried(transaction)
        if let error = refusal(of: transaction) {
            return phone.deliver(on: privateQueue) { completion(error) }
        }
        phone.deliver(on: privateQueue) {
            completion(nil)
            for action in carried.value.actions { self.perform(action) }
        }
    }

    private func refusal(of transaction: CXTransaction) -> (any Error)? {
        guard !transaction.actions.isEmpty else { return CXErrorCodeRequestTransactionError(.emptyTransaction) }
        for case let action as CXCallAction in transaction.actions {
            let isKnown = lock.withLock { calls[action.callUUID].map { $0.state != .ended } ?? false }
            if action is CXStartCallAction {
                if isKnown { return CXErrorCodeRequestTransactionError(.callUUIDAlreadyExists) }
            } else if !isKnown {
                return CXErrorCodeRequestTransactionError(.unknownCallUUID)
            }
        }
        return nil
    }

    /// Hands an action to the app, by the user or by the app's own request.
    func perform(_ action: CXAction) {
        guard let action = action as? CXCallAction else { return }
        let uuid = action.callUUID
        if action is CXStartCallAction {
            lock.withLock { calls[uuid] = Call(state: .answering, isOutgoing: true) }
        }
        if action is CXAnswerCallAction {
            lock.withLock { calls[uuid]?.state = .answering }
            phone.record(.ringStopped(uuid))
            if phone.behaviour.audio == .beforeFulfill { activateAudio(for: uuid) }
        }
        let carried = Carried(action)
        let name = action.shortName
        let ending = action.ending
        ending.prepare(name, uuid)
        deliver { provider, delegate in
            if ending.isComplete { return }
            ending.perform { [weak self] fulfilled in self?.answered(name, uuid, fulfilled) }
            if delegate.provider(provider, execute: CXTransaction(action: carried.value)) { return }
            carried.value.dispatch(to: delegate, of: provider)
        }
    }

    private func answered(_ name: String, _ uuid: UUID, _ fulfilled: Bool) {
        switch (name, fulfilled) {
        case ("answer", true):
            lock.withLock { if calls[uuid]?.state == .answering { calls[uuid]?.state = .connected } }
            if phone.behaviour.audio == .afterFulfill, call(uuid)?.state == .connected { activateAudio(for: uuid) }
        case ("start", true):
            if phone.behaviour.audio != .never { activateAudio(for: uuid) }
        case ("answer", false), ("start", false), ("end", true):
            finish(uuid)
        default: break
        }
    }

    // MARK: Time-outs

    func timeOut(_ action: CXCallAction) {
        guard action.ending.timeOut() else { return }
        let carried = Carried(action)
        deliver { provider, delegate in
            carried.value.ending.endTimeOut()
            delegate.provider(provider, timedOutPerforming: carried.value)
        }
        if action is CXAnswerCallAction || action is CXStartCallAction { finish(action.callUUID) }
    }

    func reset() {
        for uuid in all.keys { finish(uuid) }
        deliver { $1.providerDidReset($0) }
    }
}

extension CXCallAction {
    var shortName: String {
        switch self {
        case is CXStartCallAction: "start"
        case is CXAnswerCallAction: "answer"
        case is CXEndCallAction: "end"
        case is CXSetHeldCallAction: "hold"
        case is CXSetMutedCallAction: "mute"
        case is CXSetGroupCallAction: "group"
        default: "dtmf"
        }
    }

    func dispatch(to delegate: any CXProviderDelegate, of provider: CXProvider) {
        switch self {
        case let action as CXStartCallAction: delegate.provider(provider, perform: action)
        case let action as CXAnswerCallAction: delegate.provider(provider, perform: action)
        case let action as CXEndCallAction: delegate.provider(provider, perform: action)
        case let action as CXSetHeldCallAction: delegate.provider(provider, perform: action)
        case let action as CXSetMutedCallAction: delegate.provider(provider, perform: action)
        case let action as CXSetGroupCallAction: delegate.provider(provider, perform: action)
        case let action as CXPlayDTMFCallAction: delegate.provider(provider, perform: action)
        default: fail()
        }
    }
}
