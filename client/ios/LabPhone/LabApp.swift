import AVFAudio
import RingpostCore
import RingpostKit

/// The app around the kit: media that are up at once, and a user who takes no second call.
@MainActor final class LabApp: CallApp {
    weak var desk: CallDesk?
    var onMute: (@MainActor (CallID, Bool) -> Void)?
    var onHold: (@MainActor (CallID, Bool) -> Void)?

    func callRings(_ ring: Ring) {
        // A call that only rings may be over already, which the phone learns in a moment.
        if let desk, desk.center.hasActiveCall { desk.refuseAsBusy(ring.callId) }
    }

    func connect(_ call: Ring) async throws {}
    func disconnect(_ callId: CallID) {}
    func place(_ call: Ring) async throws {}
    func callAnswered(_ callId: CallID) {}
    func callEnded(_ callId: CallID, reason: EndedReason?) {}
    func setMuted(_ isMuted: Bool, _ callId: CallID) { onMute?(callId, isMuted) }
    func setHeld(_ isHeld: Bool, _ callId: CallID) { onHold?(callId, isHeld) }
    func playTones(_ digits: String, _ callId: CallID) {}
    func audioDidActivate(_ session: AVAudioSession) {}
    func audioDidDeactivate(_ session: AVAudioSession) {}
}
