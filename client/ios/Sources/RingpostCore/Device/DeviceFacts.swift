import Foundation

/// What the server should know of the phone beside its tokens.
public struct DeviceFacts: Sendable, Hashable {
    public var platform: PlatformKind?
    public var locale: String?
    public var timeZone: String?
    public var territory: String?
    public var permission: String?
    public var appVersion: String?
    public var osVersion: String?

    public init() {}
}

/// Version of the kit, as registrations say it.
public let kitVersion = "0.1.0"

extension DeviceBody {
    init(appId: String, tokens: [TokenKind: String], environment: APNsEnvironment, facts: DeviceFacts) {
        func token(_ kind: TokenKind) -> Token? { tokens[kind].map { Token(token: $0, environment: environment) } }
        let start = token(.liveActivityStart)
        self.init(appId: appId, tokens: Tokens(alert: token(.alert), voip: token(.voip), liveActivityStart: start))
        platform = facts.platform
        locale = facts.locale
        timeZone = facts.timeZone
        territory = facts.territory
        permission = facts.permission
        appVersion = facts.appVersion
        osVersion = facts.osVersion
        self.kitVersion = RingpostCore.kitVersion
    }
}
