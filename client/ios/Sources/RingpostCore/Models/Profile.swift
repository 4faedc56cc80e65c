import Foundation

/// Body and answer of `/v1/profile`. A `PUT` replaces all of it.
public struct Profile: Sendable, Hashable, Codable {
    public struct QuietHours: Sendable, Hashable, Codable {
        public struct Window: Sendable, Hashable, Codable {
            /// A day of the week: `mon` to `sun`.
            public struct Day: OpenName {
                public let rawValue: String
                public init(rawValue: String) { self.rawValue = rawValue }

                public static let monday = Day(rawValue: "mon")
                public static let tuesday = Day(rawValue: "tue")
                public static let wednesday = Day(rawValue: "wed")
                public static let thursday = Day(rawValue: "thu")
                public static let friday = Day(rawValue: "fri")
                public static let saturday = Day(rawValue: "sat")
                public static let sunday = Day(rawValue: "sun")
            }

            /// Days on which the window starts. Nil: every day.
            public var days: [Day]?
            /// `22:00`, in the profile's time zone.
            public var start: String
            public var end: String

            public init(days: [Day]? = nil, start: String, end: String) {
                self.days = days
                self.start = start
                self.end = end
            }
        }

        public var windows: [Window]
        /// Snooze: until then it is quiet without a break.
        public var until: Date?
        public var allowCalls: Bool?
        public var allowMentions: Bool?

        public init(windows: [Window], until: Date? = nil, allowCalls: Bool? = nil, allowMentions: Bool? = nil) {
            self.windows = windows
            self.until = until
            self.allowCalls = allowCalls
            self.allowMentions = allowMentions
        }
    }

    public var nickname: String?
    public var avatarUrl: String?
    public var locale: String?
    public var timeZone: String?
    public var doNotDisturb: QuietHours?
    /// False: no messages to all users of an app. Nil: they come.
    public var receiveBroadcasts: Bool?

    public init(
        nickname: String? = nil, avatarUrl: String? = nil, locale: String? = nil, timeZone: String? = nil,
        doNotDisturb: QuietHours? = nil, receiveBroadcasts: Bool? = nil
    ) {
        self.nickname = nickname
        self.avatarUrl = avatarUrl
        self.locale = locale
        self.timeZone = timeZone
        self.doNotDisturb = doNotDisturb
        self.receiveBroadcasts = receiveBroadcasts
    }
}

/// `user:<id>` or `group:<id>`.
public struct ConversationID: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static func user(_ userId: String) -> ConversationID { ConversationID(rawValue: "user:\(userId)") }
    public static func group(_ groupId: String) -> ConversationID { ConversationID(rawValue: "group:\(groupId)") }

    public var userId: String? { text(after: "user:") }
    public var groupId: String? { text(after: "group:") }

    private func text(after prefix: String) -> String? {
        rawValue.hasPrefix(prefix) ? String(rawValue.dropFirst(prefix.count)) : nil
    }
}

/// Answer of `/v1/conversations/{conversationId}/settings`: the same settings in two spellings.
public struct ConversationSettings: Sendable, Hashable, Codable {
    /// How much of the conversation the user hears of.
    public struct Level: OpenName {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Every message is pushed.
        public static let all = Level(rawValue: "all")
        /// Only messages that mention the user.
        public static let mentions = Level(rawValue: "mentions")
        /// Every message, without sound and banner.
        public static let silent = Level(rawValue: "silent")
        /// No message. `none` in the API.
        public static let muted = Level(rawValue: "none")
    }

    /// The older spelling.
    public enum Receive: String, Sendable, Hashable, Codable {
        case push, silent, none
    }

    public let level: Level
    /// When the settings end. Nil: never.
    public let until: Date?
    public let receive: Receive
    public let mentionsStillPush: Bool?

    public init(level: Level, until: Date? = nil) {
        let spelled: [Level: Receive] = [.mentions: .none, .silent: .silent, .muted: .none]
        self.level = level
        self.until = until
        receive = spelled[level] ?? .push
        mentionsStillPush = level == .mentions ? true : nil
    }

    public init(receive: Receive, mentionsStillPush: Bool? = nil, until: Date? = nil) {
        self.receive = receive
        self.mentionsStillPush = mentionsStillPush
        self.until = until
        level =
            switch receive {
            case .push: .all
            case .silent: .silent
            case .none: mentionsStillPush == true ? .mentions : .muted
            }
    }
}

/// Body of `PUT /v1/conversations/{conversationId}/settings`.
public struct ConversationSettingsBody: Sendable, Hashable, Codable {
    public var level: ConversationSettings.Level?
    public var until: Date?
    public var receive: ConversationSettings.Receive?
    public var mentionsStillPush: Bool?

    public init(_ settings: ConversationSettings) {
        level = settings.level
        until = settings.until
        receive = settings.receive
        mentionsStillPush = settings.mentionsStillPush
    }
}

/// Answer of `DELETE /v1/me`.
public struct Erasure: Sendable, Hashable, Codable {
    public var erasureId: String
    public var state: String
    public var requestedAt: Date
    public var finishedAt: Date?
    /// What has been deleted so far, by kind.
    public var counts: [String: Int]
}

/// A page of `GET /v1/blocks`.
public struct BlockList: Sendable, Hashable, Codable {
    public struct Block: Sendable, Hashable, Codable {
        public var userId: String
    }

    public var blocks: [Block]
    public var cursor: String?
}

/// What the owner of a group sets for it.
public struct GroupSettings: Sendable, Hashable {
    /// Members who may mention all others at once.
    public struct Mentioners: OpenName {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let everybody = Mentioners(rawValue: "everybody")
        public static let owner = Mentioners(rawValue: "owner")
    }

    /// Nil: stays as it is.
    public var whoMentionsAll: Mentioners?
    /// Level of members who have set none of their own. Nil: stays as it is.
    public var defaultLevel: ConversationSettings.Level?

    public init(whoMentionsAll: Mentioners? = nil, defaultLevel: ConversationSettings.Level? = nil) {
        self.whoMentionsAll = whoMentionsAll
        self.defaultLevel = defaultLevel
    }
}

/// Body of `PUT /v1/groups/{groupId}`.
public struct GroupBody: Sendable, Hashable, Codable {
    public var name: String
    public var whoMentionsAll: GroupSettings.Mentioners?
    public var defaultLevel: ConversationSettings.Level?

    public init(name: String, settings: GroupSettings = GroupSettings()) {
        self.name = name
        whoMentionsAll = settings.whoMentionsAll
        defaultLevel = settings.defaultLevel
    }
}

public struct Group: Sendable, Hashable, Codable {
    public var groupId: String
    public var name: String
    /// Without one, the group belongs to the team's server.
    public var ownerId: String?
    public var memberCount: Int
    /// Nil: everybody.
    public var whoMentionsAll: GroupSettings.Mentioners?
    /// Nil: every message is pushed.
    public var defaultLevel: ConversationSettings.Level?
}

/// Body of `PUT /v1/groups/{groupId}/members/{userId}`.
public struct MemberBody: Sendable, Hashable, Codable {
    /// The name that the user has in this group.
    public var card: String?

    public init(card: String? = nil) { self.card = card }
}

public struct Member: Sendable, Hashable, Codable {
    public var userId: String
    public var card: String?
}

/// A page of `GET /v1/groups/{groupId}/members`.
public struct MemberList: Sendable, Hashable, Codable {
    public var members: [Member]
    public var cursor: String?
}
