import SimulatedPhone

// What the user and the system do. Tests reach it by `@_spi(Host) import CallKit`.
@_spi(Host) extension CXProvider {
    /// The provider that the app has made last, nil when it keeps none.
    public static var live: CXProvider? { SimulatedPhone.current.part("CXProvider") as? CXProvider }

    /// Whether the phone rings for the call.
    public func rings(_ uuid: UUID) -> Bool {
        guard let call = system.call(uuid), !call.isOutgoing else { return false }
        return call.state == .reporting || call.state == .ringing
    }

    public func isConnected(_ uuid: UUID) -> Bool { system.call(uuid)?.state == .connected }
    /// Whether the call is on the screen, in whatever state.
    public func isLive(_ uuid: UUID) -> Bool { system.call(uuid).map { $0.state != .ended } ?? false }
    public func isOver(_ uuid: UUID) -> Bool { system.call(uuid)?.state == .ended }
    public func update(of uuid: UUID) -> CXCallUpdate? { system.call(uuid)?.update }
    public var knownCalls: Set<UUID> { Set(system.all.keys) }

    /// The user taps "Accept". nil: the call does not ring.
    @discardableResult public func userAnswers(_ uuid: UUID) -> CXAnswerCallAction? {
        guard system.call(uuid)?.state == .ringing else { return nil }
        let action = CXAnswerCallAction(call: uuid)
        system.perform(action)
        return action
    }

    /// The user taps "Decline" or hangs up. nil: there is no such call.
    @discardableResult public func userEnds(_ uuid: UUID) -> CXEndCallAction? {
        guard let state = system.call(uuid)?.state, state != .ended else { return nil }
        let action = CXEndCallAction(call: uuid)
        system.perform(action)
        return action
    }

    /// Any other action of the user's.
    public func userPerforms(_ action: CXCallAction) { system.perform(action) }

    /// The action's time is up.
    public func timeOut(_ action: CXCallAction) { system.timeOut(action) }

    /// The system has lost its calls (`providerDidReset`).
    public func reset() { system.reset() }
}
