@_spi(Host) import CallKit
import Foundation
import RingpostCore
import SimulatedPhone
import Testing

@testable import RingpostKit

extension PhoneTests {
    @MainActor @Suite struct RandomCallTests {
        /// 1,000 calls: taken back while they are answered, answered on other phones, lost, late and doubled pushes, no
        /// network, killed in the middle, before the first unlock.
        @Test(arguments: 0..<25) func everyCallIsReportedAndEndsOnceWithOneReason(batch: Int) async {
            for seed in 0..<10 {
                let phone = await RandomPhone(seed: UInt64(batch * 10 + seed))
                await phone.live()
                let problems = Problems(of: phone).all
                #expect(problems == [], "seed \(batch * 10 + seed)")
            }
        }
    }
}

/// What the rules forbid, found in what a phone's system has seen.
@MainActor private struct Problems {
    let phone: RandomPhone
    let events: [PhoneEvent]

    init(of phone: RandomPhone) {
        self.phone = phone
        events = phone.system.events
    }

    var all: [String] { pushes + actions + phone.callIds.flatMap { ends($0) + app($0) } }

    /// Every push is reported before its handler returns, and completed once.
    private var pushes: [String] {
        var problems = phone.system.kills.map { "killed: \($0)" }
        let completed = events.compactMap { if case .pushCompleted(let number) = $0 { number } else { nil } }
        let delivered = events.compactMap { if case .pushDelivered(let number) = $0 { number } else { nil } }
        for case .pushCompletedAgain(let number) in events { problems.append("push \(number) completed twice") }
        guard !phone.hasLostCalls else { return problems }
        if completed.sorted() != delivered.sorted() { problems.append("pushes \(delivered), completed \(completed)") }
        return problems
    }

    /// Each action gets one answer, and nobody but the system activates audio.
    private var actions: [String] {
        events.compactMap { event in
            switch event {
            case .actionAnsweredAgain(let name, _): "\(name) answered twice"
            case .actionDropped(let name, _): phone.hasLostCalls ? nil : "\(name) not answered"
            case .audioSetActive: "audio activated by the app"
            default: nil
            }
        }
    }

    /// As often as it rings it ends, for one reason, which is the server's.
    private func ends(_ callId: CallID) -> [String] {
        var problems: [String] = []
        let started = events.filter { $0 == .ringStarted(callId) }.count
        let stopped = events.filter { $0 == .ringStopped(callId) }.count
        if started != stopped { problems.append("\(callId) began to ring \(started) times and stopped \(stopped)") }

        let reasons = Set(events.compactMap { if case .callEnded(callId, let reason) = $0 { reason } else { nil } })
        // A process that was killed remembers no end.
        if reasons.count > 1 && !phone.hasLostCalls { problems.append("\(callId) ended for \(reasons)") }
        let isTimedOut = events.contains(.actionTimedOut("answer", callId))
        for case .endIgnored(callId, let reason) in events where !isTimedOut && !phone.hasLostCalls {
            problems.append("\(callId) ended again for \(reason)")
        }
        for reason in reasons where reason == 4 || reason == 5 {
            if phone.server.calls[callId]?.reason?.rawValue != reason {
                problems.append("\(callId) ended for \(reason), and the server says otherwise")
            }
        }
        return problems
    }

    /// The app hears of one end for each call that it knows.
    private func app(_ callId: CallID) -> [String] {
        phone.processes.compactMap { process in
            let ends = process.app.ends[callId] ?? []
            return ends.count > 1 && Set(ends).count > 1 ? "the app heard of \(callId)'s end as \(ends)" : nil
        } + (phone.process.desk.calls.isEmpty ? [] : ["the app still has calls"])
    }
}
