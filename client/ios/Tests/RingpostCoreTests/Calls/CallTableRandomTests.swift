import Foundation
import Testing

@testable import RingpostCore

/// Thousands of lives of calls in every order of events, against a system that notes each broken rule.
@Suite struct CallTableRandomTests {
    static let lives: UInt64 = 10_000

    @Test func noOrderOfEventsBreaksARuleOfTheSystem() {
        for seed in 0..<Self.lives where Life(seed: seed, isLogged: false).problems != [] {
            let life = Life(seed: seed, isLogged: true)
            Issue.record("seed \(seed): \(life.problems) after \(life.log.joined(separator: "\n"))")
            return
        }
    }
}

private struct Life {
    var table = CallTable()
    var system = SystemCalls()
    var log: [String] = []
    var problems: [String] = []
    var asked: [CallID] = []
    var connecting: [CallID] = []
    var watched: Set<CallID> = []

    let ids = [callId(1), callId(2)]
    let isLogged: Bool

    /// From the first push until nothing is under way any more.
    init(seed: UInt64, isLogged: Bool) {
        self.isLogged = isLogged
        var random = SeededRandom(seed: seed)
        let steps = Int.random(in: 5...40, using: &random)
        for _ in 0..<steps { step(&random) }
        settle()
    }

    mutating func step(_ random: inout SeededRandom) {
        let id = ids.randomElement(using: &random)!
        switch Int.random(in: 0..<14, using: &random) {
        case 0, 1: push(id, random: &random)
        case 2, 3: happen(system.finishReport(Bool.random(using: &random) ? .shown : .filtered))
        case 4: happen(system.finishReport(.shown))
        case 5: happen(system.answer(id))
        case 6: happen(system.end(id))
        case 7: happen(system.timeOutAnswer(id))
        case 8: happen(.status(id, CallStatus(callId: id, state: .ended, endedReason: EndedReason.allCases.randomElement(using: &random))))
        case 9: happen(.deadlinePassed(id))
        case 10 where !asked.isEmpty:
            let outcome = [ActionOutcome.taken, .tooLate(nil), .tooLate(.remoteEnded), .unknown].randomElement(using: &random)!
            happen(.serverAnswered(asked.removeFirst(), .answer, outcome))
        case 11 where !connecting.isEmpty:
            let next = connecting.removeFirst()
            happen(Bool.random(using: &random) ? .connected(next) : .connectFailed(next))
        case 12 where Int.random(in: 0..<6, using: &random) == 0: happen(system.reset())
        case 13:
            let name = ["Alice", "Alice B."].randomElement(using: &random)!
            happen(.status(id, CallStatus(callId: id, state: .ringing, callerName: name)))
        default: break
        }
    }

    mutating func push(_ id: CallID, random: inout SeededRandom) {
        let isReadable = Int.random(in: 0..<8, using: &random) > 0
        let mustReport = Int.random(in: 0..<6, using: &random) > 0
        let ring = ring(id)
        if !mustReport && Bool.random(using: &random) {
            happen(.pushedTooLate(ring, .unanswered))
            return
        }
        let reading = isReadable ? RingReading.ring(ring) : .unreadable(RingpostCoreTests.ring(CallID(), ticket: nil), problem: "")
        let effects = happen(.pushed(reading, mustReport: mustReport))
        let isReported = effects.contains { if case .report = $0 { true } else { false } }
        if mustReport && !isReported { problems.append("a push was not reported in its handler") }
    }

    @discardableResult mutating func happen(_ event: CallEvent?) -> [CallEffect] {
        guard let event else { return [] }
        let effects = table.handle(event)
        if isLogged { log.append("\(short(event)) → \(effects.map(short))") }
        for effect in effects {
            system.take(effect)
            switch effect {
            case .tellServer(let id, .answer): asked.append(id)
            case .connect(let id): connecting.append(id)
            case .watch(let id): watched.insert(id)
            case .unwatch(let id): watched.remove(id)
            default: break
            }
        }
        problems = problems.filter { !$0.hasPrefix("the system") } + system.broken.map { "the system saw \($0)" }
        return effects
    }

    /// All that is under way comes to an end, and every deadline passes.
    mutating func settle() {
        while let event = system.finishReport(.shown) { happen(event) }
        while !asked.isEmpty { happen(.serverAnswered(asked.removeFirst(), .answer, .unknown)) }
        while !connecting.isEmpty { happen(.connectFailed(connecting.removeFirst())) }
        for id in ids {
            happen(.deadlinePassed(id))
            happen(.status(id, CallStatus(callId: id, state: .ended, endedReason: .remoteEnded)))
        }
        if !system.shown.isEmpty { problems.append("a call stays on the screen") }
        if !system.openAnswers.isEmpty { problems.append("an answer action stays open") }
        if !system.openEnds.isEmpty { problems.append("an end action stays open") }
        if !watched.isEmpty { problems.append("a call is still watched") }
        if !table.entries.isEmpty { problems.append("a call is never forgotten") }
    }
}

/// Without what is the same in every life.
private func short(_ value: some Sendable) -> String {
    "\(value)".replacing("RingpostCore.", with: "").replacing("0B0F2A8E-6C1D-4F5E-9A37-00000000000", with: "#")
        .replacing(#/CallUpdate\(handle.*?DTMF: true\)/#, with: "…")
}
