import Foundation
import SimulatedPhone
import Testing

/// All tests that use the simulated phone: one at a time, because there is one phone.
@Suite(.serialized) enum PhoneTests {}

/// Lets everything happen that is under way on the main queue and in the simulated system.
/// Waits for no time, only for work.
@MainActor func drain() async {
    var idleRounds = 0
    while idleRounds < 5 {
        await withCheckedContinuation { continuation in
            DispatchQueue.main.async { continuation.resume() }
        }
        idleRounds = SimulatedPhone.current.isIdle ? idleRounds + 1 : 0
    }
}

/// Drains until what must happen has happened, also on other threads.
@MainActor func drain(_ file: String = #fileID, _ line: Int = #line, until isTrue: () -> Bool) async {
    let deadline = Date(timeIntervalSinceNow: 120)
    while !isTrue() {
        await drain()
        if Date() > deadline {
            Issue.record("\(file):\(line) waited for what never happened")
            return
        }
    }
}
