import Foundation

/// Address of the other side, as CallKit's `CXHandle`.
public struct CallHandle: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable {
        case generic, phoneNumber, emailAddress
    }
    public var type: Kind
    /// Never empty: iOS 26 opens no app from the lock screen for a call without one.
    public var value: String

    public init(type: Kind = .generic, value: String) {
        self.type = type
        self.value = value
    }
}

/// All that CallKit shows of a call, or lets the user do with it: each field of `CXCallUpdate`.
public struct CallUpdate: Sendable, Hashable {
    public var handle: CallHandle
    public var callerName: String
    public var hasVideo: Bool
    public var supportsHolding: Bool
    public var supportsGrouping: Bool
    public var supportsUngrouping: Bool
    public var supportsDTMF: Bool

    public init(
        handle: CallHandle, callerName: String, hasVideo: Bool = false, supportsHolding: Bool = true,
        supportsGrouping: Bool = false, supportsUngrouping: Bool = false, supportsDTMF: Bool = true
    ) {
        self.handle = handle
        self.callerName = callerName
        self.hasVideo = hasVideo
        self.supportsHolding = supportsHolding
        self.supportsGrouping = supportsGrouping
        self.supportsUngrouping = supportsUngrouping
        self.supportsDTMF = supportsDTMF
    }
}
