import Foundation

@testable import RingpostCore

/// A server whose answers the test writes. Without any it rings on.
final class FakeCallServer: CallServer, @unchecked Sendable {
    private let lock = NSLock()
    private var answers: [StatusAnswer] = []
    private var outcomes: [CallAction: [ActionOutcome]] = [:]
    private var requests: [String] = []

    /// Every request so far, such as `ring ticket-of-the-ring` or `answer`.
    var asked: [String] { lock.withLock { requests } }

    func answers(_ next: StatusAnswer...) { lock.withLock { answers += next } }

    func outcomes(of action: CallAction, _ next: ActionOutcome...) { lock.withLock { outcomes[action, default: []] += next } }

    func readRing(ticket: String) async -> StatusAnswer { answer("ring \(ticket)") }

    func readCall(_ callId: CallID) async -> StatusAnswer { answer("call") }

    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome {
        lock.withLock {
            requests.append(action.rawValue)
            guard var next = outcomes[action], !next.isEmpty else { return .taken }
            let outcome = next.removeFirst()
            outcomes[action] = next
            return outcome
        }
    }

    private func answer(_ request: String) -> StatusAnswer {
        lock.withLock {
            requests.append(request)
            if answers.isEmpty { return .status(CallStatus(callId: RingpostCoreTests.callId(), state: .ringing)) }
            return answers.removeFirst()
        }
    }
}

/// Receipts that a test looks at.
final class NotedReceipts: CallReceipts, @unchecked Sendable {
    private let lock = NSLock()
    private var receipts: [String] = []

    var noted: [String] { lock.withLock { receipts } }

    func note(_ event: CallReceiptEvent, of callId: CallID, ticket: String?, at: Date) async {
        lock.withLock { receipts.append("\(event.rawValue) \(ticket ?? "without a ticket")") }
    }
}

/// A call screen that notes what is reported. It answers reports at once, or when the test wants it to.
@MainActor final class FakeScreen: CallScreen {
    var result: ReportResult? = .shown
    private(set) var log: [String] = []
    private var pending: [@MainActor (ReportResult) -> Void] = []

    func report(_ callId: CallID, update: CallUpdate, completion: @escaping @MainActor (ReportResult) -> Void) {
        log.append("report \(update.callerName)")
        if let result { completion(result) } else { pending.append(completion) }
    }

    func finishReport(_ result: ReportResult) { pending.removeFirst()(result) }

    func update(_ callId: CallID, _ update: CallUpdate) { log.append("update \(update.callerName)") }
    func reportEnd(_ callId: CallID, reason: EndedReason) { log.append("end \(reason)") }
    func reportConnected(_ callId: CallID) { log.append("connected") }
    func fulfillAnswer(_ callId: CallID) { log.append("fulfill answer") }
    func failAnswer(_ callId: CallID) { log.append("fail answer") }
    func fulfillEnd(_ callId: CallID) { log.append("fulfill end") }
}

@MainActor final class FakeMedia: CallMedia {
    struct NoSound: Error {}
    var fails = false
    private(set) var log: [String] = []

    func connect(_ call: Ring) async throws {
        log.append("connect \(call.update.callerName)")
        if fails { throw NoSound() }
    }

    func disconnect(_ callId: CallID) { log.append("disconnect") }
}
