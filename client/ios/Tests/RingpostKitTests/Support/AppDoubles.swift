import AVFAudio
import Foundation
import RingpostCore

@testable import RingpostKit

/// The server, as far as a test lets it speak.
@MainActor final class ScriptedServer: CallServer {
    private(set) var told: [String] = []
    private var waiting: [(CallID, CheckedContinuation<ActionOutcome, Never>)] = []
    /// What each action gets at once. nil: the test answers by `answer(_:with:)`.
    var outcome: ActionOutcome? = .taken

    var ring = StatusAnswer.none(retryAfterSeconds: nil)

    func readRing(ticket: String) async -> StatusAnswer { ring }
    func readCall(_ callId: CallID) async -> StatusAnswer { .none(retryAfterSeconds: nil) }

    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome {
        told.append("\(action.rawValue) \(callId)")
        if let outcome { return outcome }
        return await withCheckedContinuation { waiting.append((callId, $0)) }
    }

    /// Gives the oldest open request of a call its outcome.
    func answer(_ callId: CallID, with outcome: ActionOutcome) {
        guard let index = waiting.firstIndex(where: { $0.0 == callId }) else { return }
        waiting.remove(at: index).1.resume(returning: outcome)
    }
}

/// Receipts as the kit gives them away.
@MainActor final class NotedReceipts: CallReceipts {
    private(set) var noted: [String] = []

    func note(_ event: CallReceiptEvent, of callId: CallID, ticket: String?, at: Date) async {
        noted.append("\(event.rawValue) \(ticket ?? "without ticket")")
    }
}

/// An app that writes down what the kit asks of it.
@MainActor final class RecordingApp: CallApp, VoipTokens {
    private(set) var log: [String] = []
    /// Each end that the app has heard of, and why. nil in the inner list: by its user.
    private(set) var ends: [CallID: [EndedReason?]] = [:]
    private(set) var isAudioRunning = false
    private(set) var tokens: [Data?] = []
    /// What `connect` and `place` throw.
    var failure: (any Error)?
    /// Whether they wait for `releaseMedia`.
    var holdsMedia = false
    private var waiting: [CheckedContinuation<Void, any Error>] = []

    func callRings(_ ring: Ring) { log.append("rings \(ring.update.callerName)") }
    func connect(_ call: Ring) async throws { try await media("connect") }
    func place(_ call: Ring) async throws { try await media("place \(call.update.handle.value)") }
    func disconnect(_ callId: CallID) { log.append("disconnect") }

    private func media(_ what: String) async throws {
        log.append(what)
        if let failure { throw failure }
        if holdsMedia { try await withCheckedThrowingContinuation { waiting.append($0) } }
    }

    func releaseMedia() {
        defer { waiting = [] }
        for continuation in waiting { continuation.resume() }
    }

    func callAnswered(_ callId: CallID) { log.append("answered") }

    func callEnded(_ callId: CallID, reason: EndedReason?) {
        ends[callId, default: []].append(reason)
        log.append("ended \(reason.map { String($0.rawValue) } ?? "by user")")
    }

    func setMuted(_ isMuted: Bool, _ callId: CallID) { log.append("muted \(isMuted)") }
    func setHeld(_ isHeld: Bool, _ callId: CallID) { log.append("held \(isHeld)") }
    func playTones(_ digits: String, _ callId: CallID) { log.append("tones \(digits)") }

    func audioDidActivate(_ session: AVAudioSession) {
        isAudioRunning = true
        log.append("audio on")
    }

    func audioDidDeactivate(_ session: AVAudioSession) {
        isAudioRunning = false
        log.append("audio off")
    }

    func voipTokenChanged(_ token: Data) { tokens.append(token) }
    func voipTokenInvalidated() { tokens.append(nil) }
}

struct MediaFailure: Error {}
