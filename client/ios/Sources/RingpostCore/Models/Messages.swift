import Foundation

/// Body of `POST /v1/messages`.
public struct NewMessage: Sendable, Hashable, Codable {
    public var to: Recipient
    public var elements: [Element]
    /// Nobody is pushed to.
    public var onlineUserOnly: Bool?
    public var mentions: [String]?
    public var offlinePush: OfflinePush?

    public init(
        to: Recipient, elements: [Element], onlineUserOnly: Bool? = nil, mentions: [String]? = nil,
        offlinePush: OfflinePush? = nil
    ) {
        self.to = to
        self.elements = elements
        self.onlineUserOnly = onlineUserOnly
        self.mentions = mentions
        self.offlinePush = offlinePush
    }
}

/// One piece of a message.
public struct Element: Sendable, Hashable, Codable {
    public var type: String
    public var text: String?
    public var url: String?
    public var name: String?
    public var sizeBytes: Int?
    public var durationSeconds: Double?
    public var data: JSON?

    public static func text(_ text: String) -> Element {
        var element = Element(type: "text")
        element.text = text
        return element
    }

    public static func voice(url: String? = nil, durationSeconds: Double? = nil) -> Element {
        var element = Element(type: "voice")
        element.url = url
        element.durationSeconds = durationSeconds
        return element
    }

    public static func file(name: String? = nil, url: String? = nil, sizeBytes: Int? = nil) -> Element {
        var element = Element(type: "file")
        element.name = name
        element.url = url
        element.sizeBytes = sizeBytes
        return element
    }

    public static func image(url: String? = nil, name: String? = nil) -> Element {
        var element = Element(type: "image")
        element.url = url
        element.name = name
        return element
    }

    public static func custom(_ data: JSON? = nil) -> Element {
        var element = Element(type: "custom")
        element.data = data
        return element
    }

    private init(type: String) { self.type = type }
}

/// Answer of `POST /v1/messages`.
public struct SentMessage: Sendable, Hashable, Codable {
    public var messageId: String
    public var targets: [Target]
    public var summary: OutcomeSummary
}

/// Answer of `GET /v1/messages/{messageId}`.
public struct MessageRecord: Sendable, Hashable, Codable {
    public struct ReceiptCounts: Sendable, Hashable, Codable {
        public var delivered: Int
        public var shown: Int
        public var tapped: Int
    }

    public struct Happening: Sendable, Hashable, Codable {
        public var at: Date
        public var event: String
        public var deviceId: String?
        public var kind: TokenKind?
        public var reason: String?
    }

    public var messageId: String
    public var from: String
    public var to: [String]
    public var groupId: String?
    public var createdAt: Date
    public var recalledAt: Date?
    public var targets: [Target]
    public var summary: OutcomeSummary
    public var reasons: [String: Int]
    public var receipts: ReceiptCounts
    public var timeline: [Happening]
}

/// How phones lose a message that was taken back.
public enum RecallMode: String, Sendable, Hashable, Codable {
    /// The notification goes.
    case withdraw
    /// Its text is replaced.
    case replace
}

/// Body of `POST /v1/messages/{messageId}/recall`.
public struct RecallBody: Sendable, Hashable, Codable {
    public var mode: RecallMode?

    public init(mode: RecallMode?) { self.mode = mode }
}

public struct Recall: Sendable, Hashable, Codable {
    public var messageId: String
    public var recalledAt: Date
    public var targets: [Target]
    public var summary: OutcomeSummary
}

/// Answer of `POST /v1/messages?explain=true` or `POST /v1/calls?explain=true`: what a send or a ring would do.
public struct Explanation: Sendable, Hashable, Codable {
    public struct Cost: Sendable, Hashable, Codable {
        public var units: [String: Double]
        public var dollars: Double
    }

    public struct Target: Sendable, Hashable, Codable {
        public var userId: String
        public var deviceId: String?
        public var kind: TokenKind?
        /// `push` or `skip`.
        public var decision: String
        public var rule: String
        public var appId: String?
        public var environment: APNsEnvironment?
        public var headers: [String: String]?
        public var payload: JSON?
        /// `push.wanted`: the team's own function sends the push, and the payload is what it gets.
        public var event: String?
        public var bytes: Int?
        public var truncated: Bool?
        public var notes: [String]?
        public var cost: Cost
    }

    public struct Summary: Sendable, Hashable, Codable {
        public var push: Int
        public var skip: Int
    }

    public var targets: [Target]
    public var summary: Summary
    public var cost: Cost
    public var isComplete: Bool
}
