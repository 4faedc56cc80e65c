import Foundation

open class AVAudioSession: NSObject, @unchecked Sendable {}
