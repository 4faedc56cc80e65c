import Foundation

/// What a message's push says, and how: `offlinePush` of `POST /v1/messages`.
public struct OfflinePush: Sendable, Hashable, Codable {
    public struct Texts: Sendable, Hashable, Codable {
        public var title: String?
        public var subtitle: String?
        public var desc: String?

        public init(title: String? = nil, subtitle: String? = nil, desc: String? = nil) {
            self.title = title
            self.subtitle = subtitle
            self.desc = desc
        }
    }

    public enum Sound: Sendable, Hashable, Codable {
        /// A file of the app, with its extension.
        case file(String)
        case silent
        /// Volume: 0 to 1. A critical sound needs Apple's permission, and the team's.
        case custom(name: String, critical: Bool?, volume: Double?)

        private struct Named: Codable {
            var name: String
            var critical: Bool?
            var volume: Double?
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = text == "none" ? .silent : .file(text)
                return
            }
            let named = try container.decode(Named.self)
            self = .custom(name: named.name, critical: named.critical, volume: named.volume)
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .file(let name): try container.encode(name)
            case .silent: try container.encode("none")
            case .custom(let name, let critical, let volume):
                try container.encode(Named(name: name, critical: critical, volume: volume))
            }
        }
    }

    public struct Badge: Sendable, Hashable, Codable {
        public enum Mode: String, Sendable, Hashable, Codable {
            case none, set, increment
            /// The phone counts, in the app's notification service extension.
            case app
        }

        public var mode: Mode
        public var value: Int?

        public init(mode: Mode, value: Int? = nil) {
            self.mode = mode
            self.value = value
        }
    }

    public struct Voip: Sendable, Hashable, Codable {
        public var handle: CallHandle?
        public var callerName: String?
        public var hasVideo: Bool?

        public init(handle: CallHandle? = nil, callerName: String? = nil, hasVideo: Bool? = nil) {
            self.handle = handle
            self.callerName = callerName
            self.hasVideo = hasVideo
        }
    }

    public var policyId: String?
    public var disabled: Bool?
    /// `alert`, `voip` or `background`.
    public var pushType: String?
    /// `offline` or `always`.
    public var pushWhen: String?
    public var title: String?
    public var subtitle: String?
    public var desc: String?
    /// Texts by language, such as `zh-Hans`.
    public var texts: [String: Texts]?
    public var variables: [String: String]?
    public var titleLocKey: String?
    public var titleLocArgs: [String]?
    public var subtitleLocKey: String?
    public var subtitleLocArgs: [String]?
    public var locKey: String?
    public var locArgs: [String]?
    public var contentFree: Bool?
    public var ext: JSON?
    public var sound: Sound?
    public var badge: Badge?
    /// `passive`, `active`, `time-sensitive` or `critical`.
    public var interruptionLevel: String?
    public var relevanceScore: Double?
    public var threadId: String?
    public var category: String?
    public var collapseId: String?
    public var ttlSeconds: Int?
    /// `high`, `normal` or `low`.
    public var priority: String?
    public var mutableContent: Bool?
    public var image: String?
    public var wakeInBackground: Bool?
    public var communication: Bool?
    /// `show` or `hide`.
    public var foreground: String?
    public var voip: Voip?

    public init() {}
}
