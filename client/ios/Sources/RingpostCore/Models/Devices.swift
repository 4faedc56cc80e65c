import Foundation

/// Which of Apple's hosts a token is good for. `automatic` has the server find out.
public struct APNsEnvironment: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let production: APNsEnvironment = "production"
    public static let development: APNsEnvironment = "development"
    public static let automatic: APNsEnvironment = "auto"
}

/// What a token is for. Tokens of different kinds are never mixed.
public struct TokenKind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let alert: TokenKind = "alert"
    public static let voip: TokenKind = "voip"
    /// Starts Live Activities of the app: ActivityKit's `pushToStartTokenUpdates`, iOS 17.2.
    public static let liveActivityStart: TokenKind = "liveActivityStart"
    /// A token of another push service: an Android device's. The team's own function sends its pushes.
    public static let external: TokenKind = "external"
}

public struct PlatformKind: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let phone: PlatformKind = "phone"
    public static let tablet: PlatformKind = "tablet"
    public static let desktop: PlatformKind = "desktop"
    public static let watch: PlatformKind = "watch"
    public static let web: PlatformKind = "web"
}

/// On which of the user's devices an app in front keeps this device quiet.
public enum QuietRule: Sendable, Hashable, Codable {
    case anyDevice, thisDevice
    case platforms([PlatformKind])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        switch try? container.decode(String.self) {
        case "any": self = .anyDevice
        case "this": self = .thisDevice
        default: self = .platforms(try container.decode([PlatformKind].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .anyDevice: try container.encode("any")
        case .thisDevice: try container.encode("this")
        case .platforms(let platforms): try container.encode(platforms)
        }
    }
}

/// Body of `PUT /v1/devices/{deviceId}`.
public struct DeviceBody: Sendable, Hashable, Codable {
    public struct Token: Sendable, Hashable, Codable {
        /// Hexadecimal digits.
        public var token: String
        public var environment: APNsEnvironment?

        public init(token: String, environment: APNsEnvironment? = nil) {
            self.token = token
            self.environment = environment
        }
    }

    public struct Tokens: Sendable, Hashable, Codable {
        public var alert: Token?
        public var voip: Token?
        public var liveActivityStart: Token?
        /// Never that of an iPhone.
        public var external: Token?

        public init(alert: Token? = nil, voip: Token? = nil, liveActivityStart: Token? = nil) {
            self.alert = alert
            self.voip = voip
            self.liveActivityStart = liveActivityStart
        }
    }

    /// Bundle ID.
    public var appId: String
    public var tokens: Tokens
    public var quietWhenOnlineOn: QuietRule?
    public var platform: PlatformKind?
    public var locale: String?
    public var timeZone: String?
    /// ISO 3166, two capitals: where the phone is, which decides whether CallKit is allowed.
    public var territory: String?
    /// `UNAuthorizationStatus` by name, such as `authorized`.
    public var permission: String?
    public var appVersion: String?
    public var osVersion: String?
    public var kitVersion: String?

    public init(appId: String, tokens: Tokens) {
        self.appId = appId
        self.tokens = tokens
    }
}

/// Answer of `PUT /v1/devices/{deviceId}`.
public struct RegisteredDevice: Sendable, Hashable, Codable {
    public struct Token: Sendable, Hashable, Codable {
        public var environment: APNsEnvironment
        /// `unproven`, `proven` or `quarantined`.
        public var state: String
    }

    /// A field that the server could not use, and why. The rest is registered.
    public struct Ignored: Sendable, Hashable, Codable {
        public var path: String
        public var message: String
    }

    public var pushId: String
    public var userId: String
    public var deviceId: String
    public var appId: String
    public var tokens: [String: Token]
    public var ignored: [Ignored]?
}

/// Answer of `GET /v1/devices`.
public struct DeviceList: Sendable, Hashable, Codable {
    public var devices: [DeviceSummary]
}

public struct DeviceSummary: Sendable, Hashable, Codable {
    public struct Token: Sendable, Hashable, Codable {
        public var tokenStart: String
        public var environment: APNsEnvironment
        public var state: String
        public var registeredAt: Date
    }

    /// The update token of a Live Activity.
    public struct Activity: Sendable, Hashable, Codable {
        public var tokenStart: String
        public var environment: APNsEnvironment
        public var registeredAt: Date
    }

    /// What the server has found out about a token by pushing to it.
    public struct Repair: Sendable, Hashable, Codable {
        public var at: Date
        public var kind: TokenKind
        public var repair: String
        public var environment: APNsEnvironment?
        public var reason: String?
    }

    public var pushId: String
    public var deviceId: String
    public var appId: String
    public var tokens: [String: Token]
    /// By the IDs of the activities.
    public var activities: [String: Activity]?
    public var online: Bool
    public var repairs: [Repair]?
    /// The device has not reported its last calls to CallKit, so calls come as alerts.
    public var reportGuard: Bool?
    public var registeredAt: Date
    public var platform: PlatformKind?
    public var quietWhenOnlineOn: QuietRule?
    public var locale: String?
    public var timeZone: String?
    public var territory: String?
    public var permission: String?
    public var appVersion: String?
    public var osVersion: String?
    public var kitVersion: String?
}

public enum PresenceState: String, Sendable, Hashable, Codable {
    case foreground, background
}

/// Body of `PUT /v1/devices/{deviceId}/presence`.
public struct PresenceBody: Sendable, Hashable, Codable {
    public var state: PresenceState
    public var ttlSeconds: Int?
    /// Sets the badge of all of the user's devices of this app.
    public var unreadCount: Int?
    /// What the icon showed before, on a phone that counts by itself. Only with `unreadCount`.
    public var previousUnreadCount: Int?

    public init(
        state: PresenceState, ttlSeconds: Int? = nil, unreadCount: Int? = nil, previousUnreadCount: Int? = nil
    ) {
        self.state = state
        self.ttlSeconds = ttlSeconds
        self.unreadCount = unreadCount
        self.previousUnreadCount = previousUnreadCount
    }
}

public struct Presence: Sendable, Hashable, Codable {
    public var deviceId: String
    public var state: PresenceState
    public var until: Date
}
