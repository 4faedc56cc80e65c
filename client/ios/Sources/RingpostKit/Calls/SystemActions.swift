#if os(iOS) || os(Linux)
    import RingpostCore

    /// An action of the system's that waits for its one answer, such as `CXAnswerCallAction`.
    @MainActor protocol SystemAction: AnyObject {
        func fulfill()
        func fail()
    }

    /// The system's actions that wait for an answer. Each gets one, however many ways lead to it.
    @MainActor struct SystemActions {
        private var waiting: [CallID: [any SystemAction]] = [:]

        mutating func add(_ action: any SystemAction, to callId: CallID) { waiting[callId, default: []].append(action) }

        mutating func fulfill(_ callId: CallID) { for action in take(callId) { action.fulfill() } }
        mutating func fail(_ callId: CallID) { for action in take(callId) { action.fail() } }

        /// The system has answered them itself: their time was up.
        mutating func drop(_ callId: CallID) { waiting[callId] = nil }
        /// The system has lost them.
        mutating func dropAll() { waiting = [:] }

        private mutating func take(_ callId: CallID) -> [any SystemAction] { waiting.removeValue(forKey: callId) ?? [] }
    }

    /// Carries an object of Apple's that is not Sendable to the main actor, on whose queue it came.
    struct OnMain<Value>: @unchecked Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }
#endif
