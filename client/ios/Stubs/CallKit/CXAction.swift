import SimulatedPhone

open class CXAction: NSObject, NSCopying {
    public let uuid = UUID()
    /// Apple documents no length; the stand-in gives 30 seconds, and never times out by itself.
    public let timeoutDate = Date(timeIntervalSinceNow: 30)
    let ending = ActionEnding()
    public override init() {}

    public var isComplete: Bool { ending.isComplete }
    open func fulfill() { ending.answer(fulfilled: true) }
    open func fail() { ending.answer(fulfilled: false) }
    open func copy(with zone: NSZone? = nil) -> Any { self }
}

/// The one answer that an action takes. Kept apart so that the system can follow it after the app let the action go.
final class ActionEnding: @unchecked Sendable {
    private let lock = NSLock()
    private var complete = false
    private var name = ""
    private var call = UUID()
    private var onAnswer: (@Sendable (Bool) -> Void)?
    private var wasPerformed = false
    /// The time is up, and the app has not heard of it: its own answer is not a mistake.
    private var isTimeOutUnderWay = false

    /// Says whose action it is, as soon as the user has acted.
    func prepare(_ name: String, _ call: UUID) { lock.withLock { (self.name, self.call) = (name, call) } }

    var isComplete: Bool { lock.withLock { complete } }

    /// Records that the system hands the action to the app.
    func perform(onAnswer: @escaping @Sendable (Bool) -> Void) {
        lock.withLock { (self.onAnswer, wasPerformed) = (onAnswer, true) }
        SimulatedPhone.current.record(.actionPerformed(name, call))
    }

    func answer(fulfilled: Bool) {
        let phone = SimulatedPhone.current
        let (isFirst, isTooLate) = lock.withLock {
            defer { complete = true }
            return (!complete, isTimeOutUnderWay)
        }
        if isTooLate { return }
        guard isFirst else { return phone.record(.actionAnsweredAgain(name, call)) }
        phone.record(fulfilled ? .actionFulfilled(name, call) : .actionFailed(name, call))
        onAnswer?(fulfilled)
    }

    /// The time is up: the action has failed, and an answer comes too late.
    func timeOut() -> Bool {
        let isFirst = lock.withLock {
            defer { complete = true }
            isTimeOutUnderWay = !complete
            return !complete
        }
        if isFirst { SimulatedPhone.current.record(.actionTimedOut(name, call)) }
        return isFirst
    }

    /// The app hears of it now.
    func endTimeOut() { lock.withLock { isTimeOutUnderWay = false } }

    deinit { if wasPerformed && !complete { SimulatedPhone.current.record(.actionDropped(name, call)) } }
}

open class CXCallAction: CXAction {
    public let callUUID: UUID
    public init(call: UUID) { callUUID = call }
}

open class CXStartCallAction: CXCallAction {
    public var handle: CXHandle
    public var contactIdentifier: String?
    public var isVideo = false
    public init(call: UUID, handle: CXHandle) {
        self.handle = handle
        super.init(call: call)
    }
    open func fulfill(withDateStarted date: Date) { fulfill() }
}

open class CXAnswerCallAction: CXCallAction {
    open func fulfill(withDateConnected date: Date) { fulfill() }
}

open class CXEndCallAction: CXCallAction {
    open func fulfill(withDateEnded date: Date) { fulfill() }
}

open class CXSetHeldCallAction: CXCallAction {
    public var isOnHold: Bool
    public init(call: UUID, onHold: Bool) {
        isOnHold = onHold
        super.init(call: call)
    }
}

open class CXSetMutedCallAction: CXCallAction {
    public var isMuted: Bool
    public init(call: UUID, muted: Bool) {
        isMuted = muted
        super.init(call: call)
    }
}

open class CXSetGroupCallAction: CXCallAction {
    public var callUUIDToGroupWith: UUID?
    public init(call: UUID, callUUIDToGroupWith: UUID?) {
        self.callUUIDToGroupWith = callUUIDToGroupWith
        super.init(call: call)
    }
}

open class CXPlayDTMFCallAction: CXCallAction {
    public enum ActionType: Int, Sendable {
        case singleTone = 1
        case softPause = 2
        case hardPause = 3
    }

    public var digits: String
    public var type: ActionType
    public init(call: UUID, digits: String, type: ActionType) {
        self.digits = digits
        self.type = type
        super.init(call: call)
    }
}

open class CXTransaction: NSObject {
    public let uuid = UUID()
    public private(set) var actions: [CXAction] = []
    public override init() {}
    public init(actions: [CXAction]) { self.actions = actions }
    public convenience init(action: CXAction) { self.init(actions: [action]) }
    public func addAction(_ action: CXAction) { actions.append(action) }
    public var isComplete: Bool { actions.allSatisfy(\.isComplete) }
}
