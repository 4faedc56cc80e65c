import AVFAudio
import RingpostReactNative

/// The Swift of docs/react-native.md.
@MainActor enum ReactNativeExamples {
    static func launch(_ engine: NativeEngine) {
        RingpostAudio.didActivate = { session in engine.audioSessionDidActivate(session) }
        RingpostAudio.didDeactivate = { session in engine.audioSessionDidDeactivate(session) }
    }
}

/// A media engine with native code, such as WebRTC's RTCAudioSession.
@MainActor protocol NativeEngine {
    func audioSessionDidActivate(_ session: AVAudioSession)
    func audioSessionDidDeactivate(_ session: AVAudioSession)
}
