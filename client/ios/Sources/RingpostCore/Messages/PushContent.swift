import Foundation

/// What a push of type alert or background is about, read from its payload.
public enum PushContent: Sendable, Hashable {
    case message(MessagePush)
    /// A call that rings by an alert: on a phone without CallKit, or one that does not report its calls.
    case ring(Ring)
    case missedCall(MissedCall)
    /// A message was taken back. Its notifications go, or this push has taken their place.
    case recall(messageId: String, conversationId: String?)
    /// The ringing of a call is over.
    case stoppedRing(CallStatus)
    /// Only the number on the app's icon.
    case badge(Int)
    case other

    /// - Parameter arrivedAt: when the push came, by this phone's clock.
    public init(payload: [AnyHashable: Any], arrivedAt: Date, unknownCaller: String = "Unknown") {
        self.init(JSON(payload: payload), arrivedAt: arrivedAt, unknownCaller: unknownCaller)
    }

    init(_ payload: JSON?, arrivedAt: Date, unknownCaller: String) {
        let ringpost = payload?["ringpost"]
        let callId = ringpost?["callId"]?.stringValue
        let messageId = ringpost?["messageId"]?.stringValue
        if let messageId, ringpost?["recalled"]?.boolValue == true {
            self = .recall(messageId: messageId, conversationId: ringpost?["conversationId"]?.stringValue)
        } else if let messageId, callId == nil {
            self = .message(MessagePush(messageId: messageId, ringpost: ringpost, payload: payload))
        } else if let callId, ringpost?["missedCall"]?.boolValue == true {
            self = .missedCall(MissedCall(callId: callId, ringpost: ringpost))
        } else if let status = Self.stoppedRing(ringpost) {
            self = .stoppedRing(status)
        } else if callId != nil,
            case .ring(var ring) = RingReading(fields: ringpost, arrivedAt: arrivedAt, unknownCaller: unknownCaller)
        {
            ring.ext = payload?["ext"]
            self = .ring(ring)
        } else if let badge = payload?["aps"]?["badge"]?.doubleValue, payload?["aps"]?["alert"] == nil {
            self = .badge(Int(badge))
        } else {
            self = .other
        }
    }

    private static func stoppedRing(_ ringpost: JSON?) -> CallStatus? {
        guard let callId = ringpost?["callId"]?.stringValue.flatMap(CallID.init(uuidString:)),
            let state = ringpost?["state"]?.stringValue
        else { return nil }
        let reason = ringpost?["endedReason"]?.doubleValue.flatMap { EndedReason(rawValue: Int($0)) }
        return CallStatus(callId: callId, state: CallState(rawValue: state), endedReason: reason)
    }
}

/// A message as its push describes it.
public struct MessagePush: Sendable, Hashable {
    public struct Sender: Sendable, Hashable {
        public var userId: String
        public var name: String?
        public var avatarUrl: String?
    }

    public var messageId: String
    public var conversationId: ConversationID?
    /// An https address.
    public var image: String?
    /// Whether to show it while the app is in front; nil leaves it to the app.
    public var showsInForeground: Bool?
    /// There for communication notifications.
    public var sender: Sender?
    public var groupName: String?
    /// What `POST /v1/receipts/{ticket}` takes in place of a login.
    public var receiptTicket: String?
    /// The phone adds this message to the number on the app's icon.
    public var isCountedByPhone: Bool
    public var ext: JSON?

    init(messageId: String, ringpost: JSON?, payload: JSON?) {
        self.messageId = messageId
        conversationId = ringpost?["conversationId"]?.stringValue.map(ConversationID.init(rawValue:))
        image = ringpost?["image"]?.stringValue
        switch ringpost?["foreground"]?.stringValue {
        case "show": showsInForeground = true
        case "hide": showsInForeground = false
        default: showsInForeground = nil
        }
        if let userId = ringpost?["sender"]?["userId"]?.stringValue {
            let name = ringpost?["sender"]?["name"]?.stringValue
            sender = Sender(userId: userId, name: name, avatarUrl: ringpost?["sender"]?["avatarUrl"]?.stringValue)
        }
        groupName = ringpost?["group"]?["name"]?.stringValue
        isCountedByPhone = ringpost?["badge"]?.stringValue == "app"
        receiptTicket = ringpost?["receipt"]?.stringValue
        ext = payload?["ext"]
    }
}

/// A call that went unanswered. The app leaves its notification alone when a ring ends.
public struct MissedCall: Sendable, Hashable {
    public var callId: String
    public var conversationId: ConversationID?
    public var from: String?
    public var callerName: String?
    public var hasVideo: Bool

    init(callId: String, ringpost: JSON?) {
        self.callId = callId
        conversationId = ringpost?["conversationId"]?.stringValue.map(ConversationID.init(rawValue:))
        from = ringpost?["from"]?.stringValue
        callerName = ringpost?["callerName"]?.stringValue
        hasVideo = ringpost?["hasVideo"]?.boolValue ?? false
    }
}
