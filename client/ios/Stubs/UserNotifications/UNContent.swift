import Intents
import SimulatedPhone

public enum UNNotificationInterruptionLevel: UInt, Sendable {
    case passive = 0
    case active = 1
    case timeSensitive = 2
    case critical = 3
}

public struct UNNotificationSoundName: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

open class UNNotificationSound: NSObject {
    public let name: String
    public init(named name: UNNotificationSoundName) { self.name = name.rawValue }
    open class var `default`: UNNotificationSound { .init(named: .init(rawValue: "default")) }
}

open class UNNotificationAttachment: NSObject {
    public let identifier: String
    public let url: URL

    /// The extension decides the type, as on Apple's systems: what it does not know is an error.
    public init(identifier: String, url: URL, options: [AnyHashable: Any]? = nil) throws {
        let limits = ["jpg": 10, "jpeg": 10, "png": 10, "gif": 10, "mp4": 50, "m4a": 5, "mp3": 5, "wav": 5]
        guard let size = try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int else {
            throw UNError(.attachmentInvalidURL)
        }
        guard let megabytes = limits[url.pathExtension.lowercased()] else {
            throw UNError(.attachmentUnrecognizedType)
        }
        guard size <= megabytes << 20 else { throw UNError(.attachmentInvalidFileSize) }
        self.identifier = identifier
        self.url = url
    }
}

public struct UNError: CustomNSError, Hashable, Sendable {
    public enum Code: Int, Sendable {
        case notificationsNotAllowed = 1
        case attachmentInvalidURL = 100
        case attachmentUnrecognizedType = 101
        case attachmentInvalidFileSize = 102
        case contentProvidingObjectNotAllowed = 1500
        case contentProvidingInvalid = 1501
    }

    public let code: Code
    public init(_ code: Code) { self.code = code }
    public static let errorDomain = "UNErrorDomain"
    public var errorCode: Int { code.rawValue }
}

/// What an intent is to a notification: it shows the sender as a person.
public protocol UNNotificationContentProviding: NSObjectProtocol {}
extension INSendMessageIntent: UNNotificationContentProviding {}

open class UNNotificationContent: NSObject, NSCopying, NSMutableCopying {
    struct Fields {
        var title = ""
        var subtitle = ""
        var body = ""
        var badge: NSNumber?
        var sound: UNNotificationSound?
        var userInfo: [AnyHashable: Any] = [:]
        var attachments: [UNNotificationAttachment] = []
        var categoryIdentifier = ""
        var threadIdentifier = ""
        var interruptionLevel = UNNotificationInterruptionLevel.active
        var relevanceScore = 0.0
        var intent: INSendMessageIntent?
    }

    var fields = Fields()
    public override init() {}
    init(fields: Fields) { self.fields = fields }

    open var title: String { fields.title }
    open var subtitle: String { fields.subtitle }
    open var body: String { fields.body }
    open var badge: NSNumber? { fields.badge }
    open var sound: UNNotificationSound? { fields.sound }
    open var userInfo: [AnyHashable: Any] { fields.userInfo }
    open var attachments: [UNNotificationAttachment] { fields.attachments }
    open var categoryIdentifier: String { fields.categoryIdentifier }
    open var threadIdentifier: String { fields.threadIdentifier }
    open var interruptionLevel: UNNotificationInterruptionLevel { fields.interruptionLevel }
    open var relevanceScore: Double { fields.relevanceScore }

    /// The intent that `updating(from:)` has put in.
    @_spi(Host) public var sendMessageIntent: INSendMessageIntent? { fields.intent }

    open func updating(from provider: any UNNotificationContentProviding) throws -> UNNotificationContent {
        if SimulatedPhone.current.behaviour.refusesIntents { throw UNError(.contentProvidingInvalid) }
        var changed = fields
        changed.intent = provider as? INSendMessageIntent
        if let name = changed.intent?.sender?.displayName, !name.isEmpty { changed.title = name }
        return UNNotificationContent(fields: changed)
    }

    open func copy(with zone: NSZone? = nil) -> Any { UNNotificationContent(fields: fields) }
    open func mutableCopy(with zone: NSZone? = nil) -> Any { UNMutableNotificationContent(fields: fields) }
    open override func mutableCopy() -> Any { mutableCopy(with: nil) }
}

open class UNMutableNotificationContent: UNNotificationContent {
    open override var title: String { get { fields.title } set { fields.title = newValue } }
    open override var subtitle: String { get { fields.subtitle } set { fields.subtitle = newValue } }
    open override var body: String { get { fields.body } set { fields.body = newValue } }
    open override var badge: NSNumber? { get { fields.badge } set { fields.badge = newValue } }
    open override var sound: UNNotificationSound? { get { fields.sound } set { fields.sound = newValue } }
    open override var userInfo: [AnyHashable: Any] { get { fields.userInfo } set { fields.userInfo = newValue } }
    open override var attachments: [UNNotificationAttachment] {
        get { fields.attachments }
        set { fields.attachments = newValue }
    }
    open override var categoryIdentifier: String {
        get { fields.categoryIdentifier }
        set { fields.categoryIdentifier = newValue }
    }
    open override var threadIdentifier: String {
        get { fields.threadIdentifier }
        set { fields.threadIdentifier = newValue }
    }
    open override var interruptionLevel: UNNotificationInterruptionLevel {
        get { fields.interruptionLevel }
        set { fields.interruptionLevel = newValue }
    }
    open override var relevanceScore: Double {
        get { fields.relevanceScore }
        set { fields.relevanceScore = newValue }
    }
}

open class UNNotificationTrigger: NSObject {}
open class UNPushNotificationTrigger: UNNotificationTrigger {}

open class UNNotificationRequest: NSObject {
    public let identifier: String
    public let content: UNNotificationContent
    public let trigger: UNNotificationTrigger?
    public init(identifier: String, content: UNNotificationContent, trigger: UNNotificationTrigger?) {
        self.identifier = identifier
        self.content = content
        self.trigger = trigger
    }
}

open class UNNotification: NSObject {
    public let date: Date
    public let request: UNNotificationRequest
    @_spi(Host) public init(request: UNNotificationRequest, date: Date = Date()) {
        self.request = request
        self.date = date
    }
}

open class UNNotificationServiceExtension: NSObject {
    public override init() {}
    open func didReceive(
        _ request: UNNotificationRequest,
        withContentHandler contentHandler: @escaping (UNNotificationContent) -> Void
    ) { contentHandler(request.content) }
    open func serviceExtensionTimeWillExpire() {}
}
