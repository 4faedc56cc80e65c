#if os(iOS) || os(Linux)
    import AVFAudio
    import RingpostCore

    /// The app's side of calls: media, and what the app's own screen shows. No method has a default, so none can be missed.
    @MainActor public protocol CallApp: CallMedia {
        /// The phone rings. Prepare the media engine, but start no audio.
        func callRings(_ ring: Ring)
        /// The user calls. Send `POST /v1/calls` with this ID, and return when the server has taken it.
        /// - Throws: whatever keeps the call from being made. It ends then as failed.
        func place(_ call: Ring) async throws
        /// The other side has answered the user's call.
        func callAnswered(_ callId: CallID)
        /// - Parameter reason: nil when the user ended the call on this phone.
        func callEnded(_ callId: CallID, reason: EndedReason?)
        func setMuted(_ isMuted: Bool, _ callId: CallID)
        func setHeld(_ isHeld: Bool, _ callId: CallID)
        func playTones(_ digits: String, _ callId: CallID)
        /// The only place to start audio: the system has given the app its session.
        func audioDidActivate(_ session: AVAudioSession)
        /// The only place to stop it.
        func audioDidDeactivate(_ session: AVAudioSession)
    }

    /// What the user did with a call inside the app.
    public enum CallRequest: Sendable, Equatable {
        case start(CallID, CallUpdate)
        case answer(CallID)
        case end(CallID)
        case mute(CallID, isMuted: Bool)
        case hold(CallID, isHeld: Bool)
    }

    /// A call screen that also takes what the user does in the app.
    @MainActor public protocol SystemCallScreen: CallScreen {
        func reportConnecting(_ callId: CallID)
        /// The system's action follows, or `CallDesk.requestFailed`.
        func request(_ request: CallRequest)
    }
#endif
