// Calls.swift
import AVFAudio
import RingpostKit

/// The app's side of calls. Put your media engine where `engine` is: WebRTC, LiveKit, Agora, …
@MainActor final class Calls: CallApp {
    /// Calls that ring or go on, for the app's own call screen.
    private(set) var current: [Ring] = [] { didSet { changed() } }
    private(set) var lastEnd: EndedReason?
    /// Draws the screens again.
    var changed: @MainActor () -> Void = {}
    weak var ringpost: Ringpost?
    var engine: any MediaEngine = SilentEngine()

    /// The user taps "call".
    func call(_ userId: String, name: String, hasVideo: Bool) {
        let update = CallUpdate(handle: CallHandle(value: userId), callerName: name, hasVideo: hasVideo)
        ringpost?.calls.call(update)
    }

    // MARK: What Ringpost asks of the app

    func callRings(_ ring: Ring) {
        current.append(ring)
        engine.prepare(ring.callId)
    }

    /// The user has answered, and no other phone was faster.
    func connect(_ call: Ring) async throws { try await engine.join(call.callId) }

    func disconnect(_ callId: CallID) { engine.leave(callId) }

    func place(_ call: Ring) async throws {
        current.append(call)
        var new = NewCall(to: .user(call.update.handle.value), hasVideo: call.update.hasVideo)
        // The ID that CallKit knows.
        new.callId = call.callId.uuidString.lowercased()
        new.tapAgeMs = ringpost?.calls.tapAgeMs(of: call.callId)
        _ = try await ringpost?.api.placeCall(new)
        try await engine.join(call.callId)
    }

    func callAnswered(_ callId: CallID) {}

    func callEnded(_ callId: CallID, reason: EndedReason?) {
        current.removeAll { $0.callId == callId }
        lastEnd = reason
        engine.leave(callId)
    }

    func setMuted(_ isMuted: Bool, _ callId: CallID) { engine.setMuted(isMuted) }
    func setHeld(_ isHeld: Bool, _ callId: CallID) { engine.setMuted(isHeld) }
    func playTones(_ digits: String, _ callId: CallID) { engine.play(digits) }

    /// The only place to start audio: never activate the session yourself.
    func audioDidActivate(_ session: AVAudioSession) { engine.startAudio() }
    func audioDidDeactivate(_ session: AVAudioSession) { engine.stopAudio() }

    /// A call that rang by an alert. There is no CallKit, so the app answers by itself.
    func join(_ ring: Ring) async {
        guard let api = ringpost?.api, let deviceId = ringpost?.registration.deviceId else { return }
        guard (try? await api.act(.answer, on: ring.callId, deviceId: deviceId)) != nil else { return }
        current.append(ring)
        try? await engine.join(ring.callId)
        engine.startAudio()
    }
}

/// What the sample needs of a media engine.
@MainActor protocol MediaEngine {
    func prepare(_ callId: CallID)
    /// Returns when sound can flow.
    func join(_ callId: CallID) async throws
    func leave(_ callId: CallID)
    func setMuted(_ isMuted: Bool)
    func play(_ digits: String)
    func startAudio()
    func stopAudio()
}

/// No sound at all, so that the sample runs without an engine.
struct SilentEngine: MediaEngine {
    func prepare(_ callId: CallID) {}
    func join(_ callId: CallID) async throws {}
    func leave(_ callId: CallID) {}
    func setMuted(_ isMuted: Bool) {}
    func play(_ digits: String) {}
    func startAudio() {}
    func stopAudio() {}
}
