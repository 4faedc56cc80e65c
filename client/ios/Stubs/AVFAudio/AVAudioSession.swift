// Stand-in for the part of Apple's AVFAudio that CallKit's callbacks name.
import Foundation
import SimulatedPhone

open class AVAudioSession: NSObject {
    public struct Category: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let playAndRecord = Category(rawValue: "AVAudioSessionCategoryPlayAndRecord")
    }

    public struct Mode: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let voiceChat = Mode(rawValue: "AVAudioSessionModeVoiceChat")
        public static let videoChat = Mode(rawValue: "AVAudioSessionModeVideoChat")
    }

    public struct CategoryOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let mixWithOthers = CategoryOptions(rawValue: 1)
        public static let allowBluetoothHFP = CategoryOptions(rawValue: 4)
    }

    private static let shared = Carried(AVAudioSession())
    open class func sharedInstance() -> AVAudioSession { shared.value }

    open func setCategory(_ category: Category, mode: Mode, options: CategoryOptions = []) throws {
        SimulatedPhone.current.record(.audioCategory(category: category.rawValue, mode: mode.rawValue))
    }

    /// In a call of the system's this is CallKit's to do: on a phone it fails with "insufficient priority".
    open func setActive(_ active: Bool) throws {
        SimulatedPhone.current.record(.audioSetActive(active))
        guard SimulatedPhone.current.reports > 0 else { return }
        throw NSError(domain: NSOSStatusErrorDomain, code: 561_017_449)
    }
}
