import AVFAudio
import RingpostKit

/// The app's side of calls: JavaScript has the media engine, so it is asked, and hears what happens.
@MainActor final class HostCalls: CallApp {
    /// How long JavaScript may take for media, also right after a push has launched the app. CallKit may give up
    /// sooner: Apple does not document when. The kit ends the call then, too.
    static let mediaSeconds = 30.0

    private let outbox: JavaScriptOutbox
    private let requests: JavaScriptRequests

    init(outbox: JavaScriptOutbox, requests: JavaScriptRequests) {
        self.outbox = outbox
        self.requests = requests
    }

    private func send(_ kind: String, _ callId: CallID, _ fields: [String: JSON] = [:]) {
        outbox.send(kind, fields.merging(["callId": .string(callId.uuidString.lowercased())]) { $1 })
    }

    func callRings(_ ring: Ring) { outbox.send("ring", ["call": ring.json]) }

    func connect(_ call: Ring) async throws {
        _ = try await requests.ask("connect", ["call": call.json], withinSeconds: Self.mediaSeconds)
    }

    func place(_ call: Ring) async throws {
        _ = try await requests.ask("place", ["call": call.json], withinSeconds: Self.mediaSeconds)
    }

    func disconnect(_ callId: CallID) { send("disconnect", callId) }
    func callAnswered(_ callId: CallID) { send("answered", callId) }

    func callEnded(_ callId: CallID, reason: EndedReason?) {
        send("ended", callId, reason.map { ["reason": .int(Int64($0.rawValue))] } ?? [:])
    }

    func setMuted(_ isMuted: Bool, _ callId: CallID) { send("muted", callId, ["isMuted": .bool(isMuted)]) }
    func setHeld(_ isHeld: Bool, _ callId: CallID) { send("held", callId, ["isHeld": .bool(isHeld)]) }
    func playTones(_ digits: String, _ callId: CallID) { send("tones", callId, ["digits": .string(digits)]) }

    func audioDidActivate(_ session: AVAudioSession) {
        RingpostAudio.didActivate?(session)
        outbox.send("audio", ["isActive": true])
    }

    func audioDidDeactivate(_ session: AVAudioSession) {
        RingpostAudio.didDeactivate?(session)
        outbox.send("audio", ["isActive": false])
    }

    // MARK: Calls without CallKit

    /// The system has no part in such a call, so the app activates its session itself.
    func startOwnAudio(hasVideo: Bool) throws {
        let session = AVAudioSession.sharedInstance()
        try session.setCategory(.playAndRecord, mode: hasVideo ? .videoChat : .voiceChat, options: [])
        try session.setActive(true)
        audioDidActivate(session)
    }

    func stopOwnAudio() {
        let session = AVAudioSession.sharedInstance()
        audioDidDeactivate(session)
        try? session.setActive(false)
    }
}

/// For a media engine with native code: set both in the app's delegate. WebRTC wants to hear of its session here, before
/// JavaScript does.
@MainActor public enum RingpostAudio {
    public static var didActivate: ((AVAudioSession) -> Void)?
    public static var didDeactivate: ((AVAudioSession) -> Void)?
}
