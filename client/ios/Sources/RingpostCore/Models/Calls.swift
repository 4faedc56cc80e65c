import Foundation

/// Whom a message or a call is for: one of the three.
public enum Recipient: Sendable, Hashable, Codable {
    case user(String)
    case users([String])
    case group(String)

    private enum CodingKeys: String, CodingKey {
        case userId, userIds, groupId
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let userId = try container.decodeIfPresent(String.self, forKey: .userId) {
            self = .user(userId)
        } else if let userIds = try container.decodeIfPresent([String].self, forKey: .userIds) {
            self = .users(userIds)
        } else {
            self = .group(try container.decode(String.self, forKey: .groupId))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .user(let userId): try container.encode(userId, forKey: .userId)
        case .users(let userIds): try container.encode(userIds, forKey: .userIds)
        case .group(let groupId): try container.encode(groupId, forKey: .groupId)
        }
    }
}

/// Body of `POST /v1/calls`.
public struct NewCall: Sendable, Hashable, Codable {
    public var to: Recipient
    public var callId: String?
    public var handle: CallHandle?
    public var callerName: String?
    public var hasVideo: Bool?
    /// How long it rings, 1 to 600. Phones stop by themselves after about a minute.
    public var timeoutSeconds: Int?
    public var supportsHolding: Bool?
    public var supportsGrouping: Bool?
    public var supportsUngrouping: Bool?
    public var supportsDTMF: Bool?
    /// Members of the called group whose phones ring. Nil: all of them.
    public var ring: [String]?
    /// Whether a call in a group is a Live Activity on the phones of its members. Nil: as their apps set it.
    public var liveActivity: Bool?
    /// Milliseconds since the caller tapped, for the statistics: `CallDesk.tapAgeMs`. The kit adds how long the request waits.
    public var tapAgeMs: Int?
    public var ext: JSON?

    public init(to: Recipient, callerName: String? = nil, hasVideo: Bool? = nil, ext: JSON? = nil) {
        self.to = to
        self.callerName = callerName
        self.hasVideo = hasVideo
        self.ext = ext
    }
}

/// Body of what is said of a call: `answer`, `decline`, `busy`, `cancel`, `end`, `leave`.
public struct CallActionBody: Sendable, Hashable, Codable {
    public var deviceId: String?

    public init(deviceId: String?) { self.deviceId = deviceId }
}

/// Body of `PATCH /v1/calls/{callId}`: what the phones of the call show from now on. A field without a value stays.
public struct CallRevision: Sendable, Hashable, Codable {
    public var callerName: String?
    public var handle: CallHandle?
    public var hasVideo: Bool?
    public var deviceId: String?

    public init(
        callerName: String? = nil, handle: CallHandle? = nil, hasVideo: Bool? = nil, deviceId: String? = nil
    ) {
        self.callerName = callerName
        self.handle = handle
        self.hasVideo = hasVideo
        self.deviceId = deviceId
    }
}

/// Body of `POST /v1/calls/{callId}/participants`.
public struct Invitation: Sendable, Hashable, Codable {
    public var userIds: [String]
    public var deviceId: String?
    public var timeoutSeconds: Int?

    public init(userIds: [String], deviceId: String? = nil, timeoutSeconds: Int? = nil) {
        self.userIds = userIds
        self.deviceId = deviceId
        self.timeoutSeconds = timeoutSeconds
    }
}

public struct Call: Sendable, Hashable, Codable {
    public struct Participant: Sendable, Hashable, Codable {
        public var userId: String
        public var state: CallState
    }

    /// One thing that has happened, as the caller sees it.
    public struct Happening: Sendable, Hashable, Codable {
        public var at: Date
        public var event: String
        public var userId: String?
        public var deviceId: String?
        public var kind: TokenKind?
        public var reason: String?
        public var count: Int?
    }

    public var callId: String
    public var state: CallState
    public var from: String
    public var groupId: String?
    public var hasVideo: Bool
    /// What the phones of the callees show. A list of calls leaves both out.
    public var callerName: String?
    public var handle: CallHandle?
    public var participants: [Participant]
    public var createdAt: Date
    public var expiresAt: Date
    public var endedReason: EndedReason?
    public var endedReasonName: String?
    public var targets: [Target]?
    public var timeline: [Happening]?
}

/// A page of `GET /v1/calls`, newest first.
public struct CallList: Sendable, Hashable, Codable {
    public var calls: [Call]
    public var cursor: String?
}

/// Answer of `GET /v1/rings/{ticket}`.
public struct RingStatus: Sendable, Hashable, Codable {
    public var callId: String
    public var state: CallState
    public var endedReason: EndedReason?
    public var endedReasonName: String?
    /// What the phone shows now, once the caller has changed it.
    public var callerName: String?
    public var handle: CallHandle?
    public var hasVideo: Bool?
}
