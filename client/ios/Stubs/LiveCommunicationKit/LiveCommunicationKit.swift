// Stand-in for Apple's LiveCommunicationKit. Names and signatures: developer.apple.com/documentation/livecommunicationkit.
@_exported import AVFAudio
@_exported import Foundation
import SimulatedPhone

public struct Handle: Codable, Hashable, Sendable {
    public enum Kind: Codable, Hashable, Sendable {
        case generic
        case phoneNumber
        case emailAddress
    }

    public var type: Kind
    public var value: String
    public var displayName: String?
    public init(type: Kind, value: String, displayName: String? = nil) {
        self.type = type
        self.value = value
        self.displayName = displayName
    }
}

public final class Conversation: Sendable {
    public enum EndedReason: Int, Sendable {
        case failed
        case remoteEnded
        case unanswered
        case joinedElsewhere
        case declinedElsewhere
    }

    public struct Capabilities: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let pausing = Capabilities(rawValue: 1)
        public static let merging = Capabilities(rawValue: 2)
        public static let unmerging = Capabilities(rawValue: 4)
        public static let video = Capabilities(rawValue: 8)
        public static let playingTones = Capabilities(rawValue: 16)
    }

    public struct Update: Sendable {
        public var localMember: Handle?
        public var members: Set<Handle>?
        public var activeRemoteMembers: Set<Handle>?
        public var capabilities: Capabilities?
        public init(
            localMember: Handle? = nil, members: Set<Handle>? = nil, activeRemoteMembers: Set<Handle>? = nil,
            capabilities: Capabilities? = nil
        ) {
            self.localMember = localMember
            self.members = members
            self.activeRemoteMembers = activeRemoteMembers
            self.capabilities = capabilities
        }
    }

    public enum Event: Sendable {
        case conversationUpdated(Update)
        case conversationStartedConnecting(Date)
        case conversationConnected(Date)
        case conversationEnded(Date, EndedReason)
    }

    public let uuid: UUID
    init(uuid: UUID) { self.uuid = uuid }
}

open class ConversationAction {
    public let uuid = UUID()
    public let conversationUUID: UUID
    public let timeoutDate: Date
    private var isComplete = false
    var kind: String { "action" }
    var onAnswer: ((Bool) -> Void)?

    public init(conversationUUID: UUID, timeoutDate: Date = Date(timeIntervalSinceNow: 30)) {
        self.conversationUUID = conversationUUID
        self.timeoutDate = timeoutDate
    }

    open func fulfill() { answer(true) }
    open func fail() { answer(false) }

    private func answer(_ fulfilled: Bool) {
        let phone = SimulatedPhone.current
        guard !isComplete else { return phone.record(.actionAnsweredAgain(kind, conversationUUID)) }
        isComplete = true
        phone.record(fulfilled ? .actionFulfilled(kind, conversationUUID) : .actionFailed(kind, conversationUUID))
        onAnswer?(fulfilled)
    }

    func timeOut() { isComplete = true }
}

open class JoinConversationAction: ConversationAction {
    override var kind: String { "answer" }
    open func fulfill(dateConnected: Date) { fulfill() }
}

open class EndConversationAction: ConversationAction {
    override var kind: String { "end" }
    open func fulfill(dateEnded: Date) { fulfill() }
}

open class StartConversationAction: ConversationAction {
    public let handles: [Handle]
    public let isVideo: Bool
    override var kind: String { "start" }
    public init(conversationUUID: UUID, handles: [Handle], isVideo: Bool) {
        self.handles = handles
        self.isVideo = isVideo
        super.init(conversationUUID: conversationUUID)
    }
    open func fulfill(dateStarted: Date) { fulfill() }
}

open class MuteConversationAction: ConversationAction {
    public let isMuted: Bool
    override var kind: String { "mute" }
    public init(conversationUUID: UUID, isMuted: Bool) {
        self.isMuted = isMuted
        super.init(conversationUUID: conversationUUID)
    }
}

open class PauseConversationAction: ConversationAction {
    public let isPaused: Bool
    override var kind: String { "hold" }
    public init(conversationUUID: UUID, isPaused: Bool) {
        self.isPaused = isPaused
        super.init(conversationUUID: conversationUUID)
    }
}

public protocol ConversationManagerDelegate: AnyObject {
    func conversationManager(_ manager: ConversationManager, conversationChanged conversation: Conversation)
    func conversationManagerDidBegin(_ manager: ConversationManager)
    func conversationManagerDidReset(_ manager: ConversationManager)
    func conversationManager(_ manager: ConversationManager, perform action: ConversationAction)
    func conversationManager(_ manager: ConversationManager, timedOutPerforming action: ConversationAction)
    func conversationManager(_ manager: ConversationManager, didActivate audioSession: AVAudioSession)
    func conversationManager(_ manager: ConversationManager, didDeactivate audioSession: AVAudioSession)
}
