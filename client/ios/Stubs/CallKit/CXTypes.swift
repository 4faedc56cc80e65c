// Stand-in for Apple's CallKit, for tests on Linux. Names and signatures: developer.apple.com/documentation/callkit.
@_exported import AVFAudio
@_exported import Foundation

public enum CXCallEndedReason: Int, Sendable {
    case failed = 1
    case remoteEnded = 2
    case unanswered = 3
    case answeredElsewhere = 4
    case declinedElsewhere = 5
}

open class CXHandle: NSObject, NSCopying {
    public enum HandleType: Int, Sendable {
        case generic = 1
        case phoneNumber = 2
        case emailAddress = 3
    }

    public let type: HandleType
    public let value: String
    public init(type: HandleType, value: String) {
        self.type = type
        self.value = value
    }

    open func copy(with zone: NSZone? = nil) -> Any { self }
    open override func isEqual(_ object: Any?) -> Bool {
        guard let other = object as? CXHandle else { return false }
        return other.type == type && other.value == value
    }
    open override var hash: Int { value.hashValue }
}

open class CXCallUpdate: NSObject, NSCopying {
    public var remoteHandle: CXHandle?
    public var localizedCallerName: String?
    public var supportsHolding = true
    public var supportsGrouping = true
    public var supportsUngrouping = true
    public var supportsDTMF = true
    public var hasVideo = false
    public override init() {}

    open func copy(with zone: NSZone? = nil) -> Any {
        let copy = CXCallUpdate()
        copy.remoteHandle = remoteHandle
        copy.localizedCallerName = localizedCallerName
        copy.supportsHolding = supportsHolding
        copy.supportsGrouping = supportsGrouping
        copy.supportsUngrouping = supportsUngrouping
        copy.supportsDTMF = supportsDTMF
        copy.hasVideo = hasVideo
        return copy
    }
}

open class CXProviderConfiguration: NSObject, NSCopying {
    public var ringtoneSound: String?
    public var iconTemplateImageData: Data?
    public var maximumCallGroups = 2
    public var maximumCallsPerCallGroup = 5
    public var supportedHandleTypes: Set<CXHandle.HandleType> = []
    public var supportsVideo = false
    public var includesCallsInRecents = true
    public override init() {}

    open func copy(with zone: NSZone? = nil) -> Any {
        let copy = CXProviderConfiguration()
        copy.ringtoneSound = ringtoneSound
        copy.iconTemplateImageData = iconTemplateImageData
        copy.maximumCallGroups = maximumCallGroups
        copy.maximumCallsPerCallGroup = maximumCallsPerCallGroup
        copy.supportedHandleTypes = supportedHandleTypes
        copy.supportsVideo = supportsVideo
        copy.includesCallsInRecents = includesCallsInRecents
        return copy
    }
}

public struct CXErrorCodeIncomingCallError: CustomNSError, Hashable, Sendable {
    public enum Code: Int, Sendable {
        case unknown = 0
        case unentitled = 1
        case callUUIDAlreadyExists = 2
        case filteredByDoNotDisturb = 3
        case filteredByBlockList = 4
        case filteredDuringRestrictedSharingMode = 5
        case callIsProtected = 6
        case filteredBySensitiveParticipants = 7
    }

    public let code: Code
    public init(_ code: Code) { self.code = code }
    public static let errorDomain = "com.apple.CallKit.error.incomingcall"
    public var errorCode: Int { code.rawValue }
    public static let unknown = Code.unknown
    public static let unentitled = Code.unentitled
    public static let callUUIDAlreadyExists = Code.callUUIDAlreadyExists
    public static let filteredByDoNotDisturb = Code.filteredByDoNotDisturb
    public static let filteredByBlockList = Code.filteredByBlockList
    public static let filteredDuringRestrictedSharingMode = Code.filteredDuringRestrictedSharingMode
    public static let callIsProtected = Code.callIsProtected
    public static let filteredBySensitiveParticipants = Code.filteredBySensitiveParticipants
}

public struct CXErrorCodeRequestTransactionError: CustomNSError, Hashable, Sendable {
    public enum Code: Int, Sendable {
        case unknown = 0
        case unentitled = 1
        case unknownCallProvider = 2
        case emptyTransaction = 3
        case unknownCallUUID = 4
        case callUUIDAlreadyExists = 5
        case invalidAction = 6
        case maximumCallGroupsReached = 7
        case callIsProtected = 8
    }

    public let code: Code
    public init(_ code: Code) { self.code = code }
    public static let errorDomain = "com.apple.CallKit.error.requesttransaction"
    public var errorCode: Int { code.rawValue }
}
