// Stand-in for the part of Apple's Intents that communication notifications need.
@_exported import Foundation
import SimulatedPhone

open class INImage: NSObject {
    public let data: Data
    public init(imageData: Data) { data = imageData }
}

public enum INPersonHandleType: Int, Sendable {
    case unknown = 0
    case emailAddress = 1
    case phoneNumber = 2
}

open class INPersonHandle: NSObject {
    public let value: String?
    public let type: INPersonHandleType
    public init(value: String?, type: INPersonHandleType) {
        self.value = value
        self.type = type
    }
}

open class INPerson: NSObject {
    public let personHandle: INPersonHandle?
    public let nameComponents: PersonNameComponents?
    public let displayName: String
    public let image: INImage?
    public let contactIdentifier: String?
    public let customIdentifier: String?
    public init(
        personHandle: INPersonHandle, nameComponents: PersonNameComponents?, displayName: String?,
        image: INImage?, contactIdentifier: String?, customIdentifier: String?
    ) {
        self.personHandle = personHandle
        self.nameComponents = nameComponents
        self.displayName = displayName ?? ""
        self.image = image
        self.contactIdentifier = contactIdentifier
        self.customIdentifier = customIdentifier
    }
}

open class INSpeakableString: NSObject {
    public let spokenPhrase: String
    public init(spokenPhrase: String) { self.spokenPhrase = spokenPhrase }
}

public enum INOutgoingMessageType: Int, Sendable {
    case unknown = 0
    case outgoingMessageText = 1
    case outgoingMessageAudio = 2
}

open class INSendMessageAttachment: NSObject {}

open class INIntent: NSObject {}

open class INSendMessageIntent: INIntent {
    public let recipients: [INPerson]?
    public let outgoingMessageType: INOutgoingMessageType
    public let content: String?
    public let speakableGroupName: INSpeakableString?
    public let conversationIdentifier: String?
    public let serviceName: String?
    public let sender: INPerson?
    public let attachments: [INSendMessageAttachment]?
    public init(
        recipients: [INPerson]?, outgoingMessageType: INOutgoingMessageType, content: String?,
        speakableGroupName: INSpeakableString?, conversationIdentifier: String?, serviceName: String?,
        sender: INPerson?, attachments: [INSendMessageAttachment]?
    ) {
        self.recipients = recipients
        self.outgoingMessageType = outgoingMessageType
        self.content = content
        self.speakableGroupName = speakableGroupName
        self.conversationIdentifier = conversationIdentifier
        self.serviceName = serviceName
        self.sender = sender
        self.attachments = attachments
    }
}

open class INIntentResponse: NSObject {}

public enum INInteractionDirection: Int, Sendable {
    case unspecified = 0
    case outgoing = 1
    case incoming = 2
}

open class INInteraction: NSObject {
    public let intent: INIntent
    public var direction = INInteractionDirection.unspecified
    public init(intent: INIntent, response: INIntentResponse?) { self.intent = intent }

    open func donate(completion: (@Sendable ((any Error)?) -> Void)? = nil) {
        let phone = SimulatedPhone.current
        if phone.behaviour.refusesIntents {
            completion?(NSError(domain: "IntentsErrorDomain", code: 1901))
            return
        }
        let conversation = (intent as? INSendMessageIntent)?.conversationIdentifier ?? ""
        if direction == .incoming { phone.record(.intentDonated(conversation: conversation)) }
        completion?(nil)
    }
}
