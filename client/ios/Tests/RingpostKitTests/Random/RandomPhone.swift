@_spi(Host) import CallKit
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone

@testable import RingpostKit

/// One phone, some calls, and everything that may go wrong with them, out of one seed.
@MainActor final class RandomPhone {
    /// How many calls reach one phone.
    static let calls = 4
    /// How far the clock moves between two looks at the phone.
    static let stepSeconds = 2.5

    let system = SimulatedPhone.reset()
    let clock = VirtualClock()
    let server: ModelServer
    let receipts = NotedReceipts()
    private(set) var process: AppProcess
    private(set) var callIds: [CallID] = []
    private(set) var pushed: Set<CallID> = []
    private(set) var processes: [AppProcess] = []
    /// Whether the process or the system lost calls: then not each completion is called.
    private(set) var hasLostCalls = false
    private var random: Seeded
    private var plan: [(at: Date, what: @MainActor () -> Void)] = []

    init(seed: UInt64) async {
        random = Seeded(seed: seed)
        server = ModelServer(clock: clock)
        process = AppProcess(server: server, receipts: receipts, clock: clock)
        processes = [process]
        setUp()
        await drain()
    }

    private var provider: CXProvider? { CXProvider.live }

    private func setUp() {
        system.behaviour.systemVersion = random.chance(50) ? (26, 4) : (18, 0)
        system.behaviour.audio = random.chance(80) ? .afterFulfill : random.chance(50) ? .beforeFulfill : .never
        system.behaviour.answersReportsElsewhere = random.chance(10)
        if random.chance(8) { system.behaviour.reportError = [0, 3, 4, 6].randomElement(using: &random) }
        if random.chance(20) { holdReports() }
        if random.chance(15) { process.app.failure = MediaFailure() }
        if random.chance(10) { server.hasLogin = false }
        if random.chance(20) { server.losesEveryNthAnswer = 3 }
        if random.chance(25) { loseNetwork() }
        if random.chance(25) { clock.error = random.seconds(-600...600) }
        if random.chance(10) { after(random.seconds(1...60)) { self.killProcess() } }
        if random.chance(5) { after(random.seconds(1...60)) { self.loseCalls() } }
        for _ in 0..<Self.calls { planCall() }
    }

    private func holdReports() {
        let (start, length) = (random.seconds(0...30), random.seconds(1...20))
        after(start) { self.system.behaviour.holdsReports = true }
        after(start + length) {
            self.system.behaviour.holdsReports = false
            self.system.releaseHeld()
        }
    }

    private func loseNetwork() {
        let (start, length) = (random.seconds(0...60), random.seconds(2...60))
        after(start) { self.server.isReachable = false }
        after(start + length) { self.server.isReachable = true }
    }

    private func killProcess() {
        hasLostCalls = true
        // The system ends the calls of a process that is gone, and a push launches the app again.
        provider?.invalidate()
        process = AppProcess(server: server, receipts: receipts, clock: clock)
        processes.append(process)
    }

    private func loseCalls() {
        hasLostCalls = true
        provider?.reset()
    }

    private func planCall() {
        let callId = CallID()
        callIds.append(callId)
        let start = random.seconds(0...30)
        after(start) { self.server.begin(callId) }
        planPushes(callId, start)
        planOthers(callId, start)
        planUser(callId, start)
    }

    private func planPushes(_ callId: CallID, _ start: Double) {
        if random.chance(8) { return }
        let delay = random.chance(15) ? random.seconds(2...80) : random.seconds(0...1)
        after(start + delay) { self.push(callId) }
        if random.chance(15) { after(start + delay + random.seconds(0...40)) { self.push(callId) } }
    }

    private func push(_ callId: CallID) {
        guard let call = server.calls[callId], let registry = PKPushRegistry.live else { return }
        pushed.insert(callId)
        let left = call.expiresAt.timeIntervalSince(clock.rightNow)
        let isUseless = left <= 0 || call.reason != nil
        registry.deliver(
            voipPayload(callId, now: clock.rightNow, expiresIn: left),
            mustReport: !isUseless || random.chance(50))
    }

    /// The caller, and other phones of the callee.
    private func planOthers(_ callId: CallID, _ start: Double) {
        let at = start + random.seconds(0...60)
        switch Int.random(in: 0..<100, using: &random) {
        case ..<30: after(at) { self.settle(callId, .cancelled, .remoteEnded) }
        case ..<45: after(at) { self.settle(callId, .answered, .answeredElsewhere) }
        case ..<55: after(at) { self.settle(callId, .declined, .declinedElsewhere) }
        case ..<60: after(at) { self.settle(callId, .failed, .failed) }
        default: break
        }
        if random.chance(40) { after(start + random.seconds(5...80)) { self.settle(callId, .ended, .remoteEnded) } }
    }

    private func settle(_ callId: CallID, _ state: CallState, _ reason: EndedReason) {
        server.settle(callId, state, reason)
        guard random.chance(20), let call = server.calls[callId], call.reason != nil else { return }
        // The background push that says so (docs/calls.md, `pushWhenRingingStops`).
        process.desk.center.receive(
            stopped: CallStatus(callId: callId, state: call.state, endedReason: call.reason))
    }

    private func planUser(_ callId: CallID, _ start: Double) {
        if random.chance(40) { after(start + random.seconds(0...60)) { self.answer(callId) } }
        if random.chance(20) { after(start + random.seconds(0...60)) { self.provider?.userEnds(callId) } }
        if random.chance(30) { after(start + random.seconds(10...90)) { self.process.desk.hangUp(callId) } }
        if random.chance(5) { after(start + random.seconds(0...30)) { self.process.desk.refuseAsBusy(callId) } }
    }

    private func answer(_ callId: CallID) {
        guard let provider, let action = provider.userAnswers(callId), random.chance(20) else { return }
        after(random.seconds(0...10)) { provider.timeOut(action) }
    }

    private func after(_ seconds: Double, _ what: @escaping @MainActor () -> Void) {
        plan.append((clock.rightNow.addingTimeInterval(seconds), what))
    }

    /// Lives through everything, and then through enough time for all that is late.
    func live() async {
        for _ in 0..<Int(120 / Self.stepSeconds) {
            clock.advance(seconds: Self.stepSeconds)
            let due = plan.filter { $0.at <= clock.rightNow }.sorted { $0.at < $1.at }
            plan.removeAll { $0.at <= clock.rightNow }
            for happening in due { happening.what() }
            await drain()
        }
        server.isReachable = true
        // Calls that go on are hung up by their user. Everything else ends by itself.
        await drain {
            self.clock.advance(seconds: 5)
            for callId in self.callIds where self.provider?.isConnected(callId) == true {
                self.process.desk.hangUp(callId)
            }
            return self.callIds.allSatisfy { self.provider?.isLive($0) != true } && self.process.desk.calls.isEmpty
        }
    }
}
