import Foundation
import RingpostCore

/// What the lab starts the app of a phone with: the last argument of the program.
struct PhoneConfig: Decodable {
    struct Token: Decodable {
        var token: String
        var environment: APNsEnvironment
    }

    /// Address of the lab, whose API the app uses, and which signs its user in.
    var origin: URL
    var deviceId: String
    var userId: String?
    var appId: String
    var tokens: [String: Token]
    var locale: String?
    var timeZone: String?
    var territory: String?
    var permission: String?
    var appVersion: String?
    var osVersion: String?
    /// Where the app keeps its files.
    var folder: String
    var isNetworkOn: Bool
    /// How far the date and time of the phone are ahead.
    var clockErrorMs: Double
}

/// What the user and iOS do to the app, one JSON document a line.
struct PhoneCommand: Decodable {
    var number: Int
    var `do`: String
    var payload: JSON?
    var mustReport: Bool?
    var button: String?
    var facts: Facts?
    var isOn: Bool?
    var clockErrorMs: Double?
    var callId: String?
    var state: String?
    var endedReason: EndedReason?
    var messageId: String?
    /// Of the message's push.
    var ticket: String?
    var event: String?
    /// What the icon of a phone that counts showed.
    var previousUnreadCount: Int?

    struct Facts: Decodable {
        var locale: String?
        var timeZone: String?
        var territory: String?
        var permission: String?
        var appVersion: String?
        var osVersion: String?
    }
}

extension DeviceFacts {
    init(_ facts: PhoneCommand.Facts) {
        self.init()
        platform = .phone
        locale = facts.locale
        timeZone = facts.timeZone
        territory = facts.territory
        permission = facts.permission
        appVersion = facts.appVersion
        osVersion = facts.osVersion
    }
}
