import SimulatedPhone

/// Calls its delegate on the main queue. Not Sendable, because Apple's documentation does not say that it is.
public final class ConversationManager {
    public struct Configuration: Sendable {
        public var ringtoneName: String?
        public var iconTemplateImageData: Data?
        public var maximumConversationGroups: Int
        public var maximumConversationsPerConversationGroup: Int
        public var includesConversationInRecents: Bool
        public var supportsVideo: Bool
        public var supportedHandleTypes: Set<Handle.Kind>
        public init(
            ringtoneName: String?, iconTemplateImageData: Data?, maximumConversationGroups: Int,
            maximumConversationsPerConversationGroup: Int, includesConversationInRecents: Bool,
            supportsVideo: Bool, supportedHandleTypes: Set<Handle.Kind>
        ) {
            self.ringtoneName = ringtoneName
            self.iconTemplateImageData = iconTemplateImageData
            self.maximumConversationGroups = maximumConversationGroups
            self.maximumConversationsPerConversationGroup = maximumConversationsPerConversationGroup
            self.includesConversationInRecents = includesConversationInRecents
            self.supportsVideo = supportsVideo
            self.supportedHandleTypes = supportedHandleTypes
        }
    }

    enum State { case ringing, joining, joined, left }

    public let configuration: Configuration
    public weak var delegate: (any ConversationManagerDelegate)? {
        didSet { deliver { $1.conversationManagerDidBegin($0) } }
    }
    private let lock = NSLock()
    private var states: [UUID: (conversation: Conversation, state: State)] = [:]
    private var updates: [UUID: Conversation.Update] = [:]
    private let phone = SimulatedPhone.current

    public init(configuration: Configuration) {
        self.configuration = configuration
        phone.install(self, as: "ConversationManager")
    }

    public var conversations: [Conversation] {
        lock.withLock { states.values.filter { $0.state != .left }.map(\.conversation) }
    }

    public func reportNewIncomingConversation(uuid: UUID, update: Conversation.Update) async throws {
        phone.record(.callReported(uuid))
        if let code = phone.behaviour.reportError {
            throw NSError(domain: "LiveCommunicationKit", code: code)
        }
        let isNew = lock.withLock {
            if let known = states[uuid], known.state != .left { return false }
            states[uuid] = (Conversation(uuid: uuid), .ringing)
            updates[uuid] = update
            return true
        }
        guard isNew else { throw NSError(domain: "LiveCommunicationKit", code: 2) }
        phone.record(.ringStarted(uuid))
    }

    public func reportConversationEvent(_ event: Conversation.Event, for conversation: Conversation) {
        let uuid = conversation.uuid
        switch event {
        case .conversationUpdated(let update):
            lock.withLock { updates[uuid] = update }
            phone.record(state(uuid) == .left ? .updateIgnored(uuid) : .callUpdated(uuid))
        case .conversationStartedConnecting: phone.record(.outgoingConnecting(uuid))
        case .conversationConnected: phone.record(.outgoingConnected(uuid))
        case .conversationEnded(_, let reason):
            let code = reason.rawValue + 1
            phone.record(state(uuid) == .left ? .endIgnored(uuid, reason: code) : .callEnded(uuid, reason: code))
            finish(uuid)
        }
    }

    public func perform(_ actions: [ConversationAction]) async throws {
        for action in actions { hand(action) }
    }

    public func invalidate() { for uuid in conversations.map(\.uuid) { finish(uuid) } }

    private func state(_ uuid: UUID) -> State? { lock.withLock { states[uuid]?.state } }

    private func finish(_ uuid: UUID) {
        let before = state(uuid)
        lock.withLock { states[uuid]?.state = .left }
        if before == .ringing { phone.record(.ringStopped(uuid)) }
        if before == .joined {
            deliver { [phone] manager, delegate in
                phone.record(.audioDeactivated)
                delegate.conversationManager(manager, didDeactivate: .sharedInstance())
            }
        }
    }

    private func deliver(_ work: @escaping @Sendable (ConversationManager, any ConversationManagerDelegate) -> Void) {
        let manager = Carried(self)
        phone.deliver(on: .main) {
            guard let delegate = manager.value.delegate else { return }
            work(manager.value, delegate)
        }
    }

    private func hand(_ action: ConversationAction) {
        let uuid = action.conversationUUID
        let kind = action.kind
        if action is StartConversationAction {
            lock.withLock { states[uuid] = (Conversation(uuid: uuid), .joining) }
        }
        if action is JoinConversationAction {
            if state(uuid) == .ringing { phone.record(.ringStopped(uuid)) }
            lock.withLock { states[uuid]?.state = .joining }
        }
        action.onAnswer = { [weak self] fulfilled in self?.answered(kind, uuid, fulfilled) }
        let carried = Carried(action)
        deliver { [phone] manager, delegate in
            phone.record(.actionPerformed(kind, uuid))
            delegate.conversationManager(manager, perform: carried.value)
        }
    }

    private func answered(_ kind: String, _ uuid: UUID, _ fulfilled: Bool) {
        switch (kind, fulfilled) {
        case ("answer", true), ("start", true):
            lock.withLock { states[uuid]?.state = .joined }
            deliver { [phone] manager, delegate in
                phone.record(.audioActivated)
                delegate.conversationManager(manager, didActivate: .sharedInstance())
            }
        case ("answer", false), ("start", false), ("end", true): finish(uuid)
        default: break
        }
    }
}

// What the user and the system do. Tests reach it by `@_spi(Host) import LiveCommunicationKit`.
@_spi(Host) extension ConversationManager {
    public static var live: ConversationManager? {
        SimulatedPhone.current.part("ConversationManager") as? ConversationManager
    }

    public func rings(_ uuid: UUID) -> Bool { state(uuid) == .ringing }
    /// What the screen shows of the conversation.
    public func update(of uuid: UUID) -> Conversation.Update? { lock.withLock { updates[uuid] } }
    public func userPerforms(_ action: ConversationAction) { hand(action) }

    public func timeOut(_ action: ConversationAction) {
        action.timeOut()
        phone.record(.actionTimedOut(action.kind, action.conversationUUID))
        let carried = Carried(action)
        deliver { $1.conversationManager($0, timedOutPerforming: carried.value) }
        finish(action.conversationUUID)
    }

    public func reset() {
        for uuid in conversations.map(\.uuid) { finish(uuid) }
        deliver { $1.conversationManagerDidReset($0) }
    }
}
