import Foundation
import Testing

@testable import RingpostCore

@MainActor @Suite struct CallCenterTests {
    let clock = TestClock()
    let server = FakeCallServer()
    let receipts = NotedReceipts()
    let screen = FakeScreen()
    let media = FakeMedia()
    let center: CallCenter

    init() {
        center = CallCenter(server: server, receipts: receipts, clock: clock)
        center.screen = screen
        center.media = media
    }

    func push(_ payload: [AnyHashable: Any] = voipPayload(), mustReport: Bool = true) -> () -> Int {
        var completions = 0
        center.receive(voipPayload: payload, mustReport: mustReport) { completions += 1 }
        return { completions }
    }

    func asked(_ count: Int) async throws { try await until("\(count) requests") { server.asked.count >= count } }

    // MARK: Pushes

    @Test func aPushIsReportedBeforeItsHandlerReturnsAndCompletedOnce() {
        // Act
        let completions = push()

        // Assess
        #expect(screen.log == ["report Alice"])
        #expect(completions() == 1)
    }

    @Test func theCompletionOfAPushWaitsForItsReport() {
        // Prepare
        screen.result = nil

        // Act
        let completions = push()
        let before = completions()
        screen.finishReport(.shown)

        // Assess
        #expect(before == 0)
        #expect(completions() == 1)
    }

    @Test func twoPushesOfOneCallAreCompletedOnceEach() {
        // Prepare
        screen.result = nil

        // Act
        let first = push()
        let second = push()
        screen.finishReport(.shown)
        screen.finishReport(.alreadyShown)

        // Assess
        #expect(first() == 1)
        #expect(second() == 1)
        #expect(screen.log == ["report Alice", "report Alice"])
    }

    @Test func aPushWithoutACallIsReportedEndedAndCompleted() {
        // Act
        let completions = push(["aps": [:]])

        // Assess
        #expect(screen.log == ["report Unknown", "end failed"])
        #expect(completions() == 1)
    }

    // MARK: Late pushes and wrong clocks

    /// By the clock of the phone the ring time was over when the push came. It may be wrong.
    let late = voipPayload(changing: ["sentAt": 1_795_780_700, "expiresAt": 1_795_780_760])

    @Test(arguments: [-86_400.0, -600, 600, 86_400])
    func aCallRingsForItsTimeWhateverThePhonesClockShows(errorSeconds: TimeInterval) async throws {
        // Prepare
        clock.setDate(wrongBy: errorSeconds)

        // Act
        _ = push(voipPayload(changing: ["expiresAt": 1_795_780_830]))
        try await until("both timers") { clock.waits.count == 2 }

        // Assess
        #expect(clock.waits[1] == 30)
        #expect(screen.log == ["report Alice"])
        clock.advance(seconds: 30)
        try await until("the end") { screen.log == ["report Alice", "end unanswered"] }
    }

    @Test func aDateThatIsSetWhileTheCallIsReportedChangesNoDeadline() async throws {
        // Prepare
        screen.result = nil
        _ = push()

        // Act
        clock.setDate(wrongBy: -600)
        screen.finishReport(.shown)

        // Assess
        try await until("both timers") { clock.waits.count == 2 }
        #expect(clock.waits[1] == 60)
    }

    @Test(arguments: [
        (StatusAnswer.ringOver, "end unanswered"),
        (.status(CallStatus(callId: callId(), state: .timedOut, endedReason: .unanswered)), "end unanswered"),
        (.status(CallStatus(callId: callId(), state: .answered, endedReason: .answeredElsewhere)), "end answeredElsewhere"),
    ])
    func aLatePushIsReportedAndEndsForTheReasonOfTheServer(answer: StatusAnswer, end: String) async throws {
        // Prepare
        server.answers(answer)

        // Act
        let completions = push(late)

        // Assess
        #expect(completions() == 1)
        try await until("the end") { screen.log == ["report Alice", end] }
        #expect(server.asked == ["ring ticket-of-the-ring"])
    }

    @Test func aLatePushThatNeedsNoReportShowsNothingOnceTheServerHasSaidThatItIsLate() async throws {
        for answer in [
            StatusAnswer.ringOver, .status(CallStatus(callId: callId(), state: .cancelled, endedReason: .remoteEnded)),
            .status(CallStatus(callId: callId(), state: .ended)),
        ] {
            // Prepare
            let receipts = NotedReceipts()
            let center = CallCenter(server: server, receipts: receipts, clock: clock)
            let screen = FakeScreen()
            center.screen = screen
            server.answers(answer)
            var completions = 0

            // Act
            center.receive(voipPayload: late, mustReport: false) { completions += 1 }
            let before = completions

            // Assess
            try await until("the receipt") { receipts.noted == ["callReportNotRequired ticket-of-the-ring"] }
            #expect(screen.log == [])
            #expect(before == 0)
            #expect(completions == 1)
        }
    }

    @Test(arguments: [
        StatusAnswer.status(CallStatus(callId: callId(), state: .ringing)), .none(retryAfterSeconds: nil), .unknownTicket,
    ])
    func aPushThatOnlySeemsLateRings(answer: StatusAnswer) async throws {
        // Prepare
        server.answers(answer)

        // Act
        let completions = push(late, mustReport: false)

        // Assess
        try await until("the report") { screen.log == ["report Alice"] }
        try await until("the completion") { completions() == 1 }
        try await until("both timers") { clock.waits.count == 2 }
        #expect(clock.waits[1] == 60)
    }

    @Test func thePushThatComesTwiceRingsOnceAlthoughItSeemsLate() async throws {
        // Act
        let first = push(late, mustReport: false)
        let second = push(late, mustReport: false)

        // Assess
        try await until("the completions") { first() == 1 && second() == 1 }
        #expect(screen.log == ["report Alice"])
    }

    @Test func aLatePushThatTheServerKeepsNoCallForRings() async throws {
        // Act
        _ = push(voipPayload(changing: ["sentAt": 1_795_780_700, "expiresAt": 1_795_780_730, "ticket": nil]), mustReport: false)

        // Assess
        #expect(screen.log == ["report Alice"])
        try await until("the deadline") { clock.waits == [30] }
    }

    // MARK: Receipts

    @Test func theReceiptFollowsTheReport() async throws {
        // Act
        _ = push()

        // Assess
        try await until("the receipt") { receipts.noted == ["callReported ticket-of-the-ring"] }
    }

    // MARK: Asking

    @Test func theTicketIsAskedAtOnceAndThenInGrowingIntervals() async throws {
        // Act
        _ = push()
        try await asked(1)
        var waits: [TimeInterval] = []
        for number in 2...8 {
            try await until("the next wait") { clock.waits.count == 2 }
            waits.append(clock.waits[0])
            clock.advance(seconds: clock.waits[0])
            try await asked(number)
        }

        // Assess
        #expect(Set(server.asked) == ["ring ticket-of-the-ring"])
        #expect(waits.first == 1)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 + 0.001 })
        #expect(waits.max()! <= 3.001)
    }

    @Test func theReasonOfTheServerEndsTheRingAndTheQuestions() async throws {
        // Prepare
        server.answers(.status(CallStatus(callId: callId(), state: .answered, endedReason: .answeredElsewhere)))

        // Act
        _ = push()

        // Assess
        try await until("the end") { screen.log == ["report Alice", "end answeredElsewhere"] }
        try await until("no timer is left") { clock.waits == [] }
        #expect(media.log == ["disconnect"])
    }

    @Test func theScreenShowsWhatTheCallerHasChangedOnce() async throws {
        // Prepare
        let changed = StatusAnswer.status(CallStatus(callId: callId(), state: .ringing, callerName: "Alice B."))
        server.answers(changed, changed)

        // Act
        _ = push()
        try await asked(1)
        try await until("the wait before the second question") { clock.waits.count == 2 }
        clock.advance(seconds: clock.waits[0])
        try await asked(2)
        try await until("the wait before the third question") { clock.waits.count == 2 }

        // Assess
        #expect(screen.log == ["report Alice", "update Alice B."])
        #expect(center.call(callId())?.update.callerName == "Alice B.")
    }

    @Test func aTicketThatTheServerDoesNotKnowIsReplacedByTheLogin() async throws {
        // Prepare
        server.answers(
            .unknownTicket, .status(CallStatus(callId: callId(), state: .cancelled, endedReason: .remoteEnded)))

        // Act
        _ = push()

        // Assess
        try await until("the end") { screen.log == ["report Alice", "end remoteEnded"] }
        #expect(server.asked == ["ring ticket-of-the-ring", "call"])
    }

    @Test func aRingWhoseTicketIsOverIsUnanswered() async throws {
        // Prepare
        server.answers(.ringOver)

        // Act
        _ = push()

        // Assess
        try await until("the end") { screen.log == ["report Alice", "end unanswered"] }
    }

    @Test func aServerThatAsksForPatienceGetsIt() async throws {
        // Prepare
        server.answers(.none(retryAfterSeconds: 17))

        // Act
        _ = push()
        try await until("the wait") { clock.waits.count == 2 }

        // Assess
        #expect(clock.waits[0] == 17)
    }

    @Test func theRingEndsByTheClockWhateverTheNetworkDoes() async throws {
        // Prepare
        for _ in 0..<100 { server.answers(.none(retryAfterSeconds: nil)) }

        // Act
        _ = push()
        try await until("both timers") { clock.waits.count == 2 }
        clock.advance(seconds: 60)

        // Assess
        try await until("the end") { screen.log == ["report Alice", "end unanswered"] }
        try await until("no timer is left") { clock.waits == [] }
    }

    @Test func noCallRingsForLongerThanAMinute() async throws {
        // Act
        _ = push(voipPayload(changing: ["expiresAt": 1_795_780_800 + 600]))

        // Assess
        try await until("both timers") { clock.waits.count == 2 }
        #expect(clock.waits[1] == 60)
    }

    // MARK: The user

    @Test func anAnswerIsSaidConnectedAndThenFulfilled() async throws {
        // Act
        _ = push()
        center.happen(.answerRequested(callId()))

        // Assess
        try await until("the answer") { screen.log == ["report Alice", "fulfill answer"] }
        #expect(media.log == ["connect Alice"])
        #expect(server.asked.contains("answer"))
    }

    @Test func anAnswerIsTriedThreeTimesAndThenFails() async throws {
        // Prepare
        server.outcomes(of: .answer, .unknown, .unknown, .unknown)

        // Act
        _ = push()
        center.happen(.answerRequested(callId()))
        for seconds in [1.0, 2.0] {
            try await until("the wait before the next try") { clock.waits.contains { abs($0 - seconds) < 0.01 } }
            clock.advance(seconds: seconds)
        }

        // Assess
        try await until("the end") { screen.log == ["report Alice", "fail answer", "end failed"] }
        try await until("the server hears of it") { server.asked.contains("end") }
        #expect(server.asked.filter { $0 == "answer" }.count == 3)
    }

    @Test func aCallThatGetsNoSoundEndsAsFailed() async throws {
        // Prepare
        media.fails = true

        // Act
        _ = push()
        center.happen(.answerRequested(callId()))

        // Assess
        try await until("the end") { screen.log == ["report Alice", "fail answer", "end failed"] }
        try await until("the server hears of it") { server.asked.contains("end") }
    }

    @Test func aDeclineIsRepeatedUntilTheServerTakesIt() async throws {
        // Prepare
        server.outcomes(of: .decline, .unknown, .unknown)

        // Act
        _ = push()
        center.happen(.endRequested(callId()))
        for seconds in [1.0, 2.0] {
            try await until("the wait") { clock.waits.contains { abs($0 - seconds) < 0.01 } }
            clock.advance(seconds: seconds)
        }

        // Assess
        try await until("three tries") { server.asked.filter { $0 == "decline" }.count == 3 }
        #expect(screen.log == ["report Alice", "fulfill end"])
    }

    @Test func inACallTheLoginIsAsked() async throws {
        // Prepare
        _ = push()
        center.happen(.answerRequested(callId()))
        try await until("the answer") { screen.log.last == "fulfill answer" }

        // Act
        try await until("a question by login") {
            clock.advance(seconds: 1)
            return server.asked.contains("call")
        }
        server.answers(.status(CallStatus(callId: callId(), state: .ended, endedReason: .remoteEnded)))

        // Assess
        try await until("the end") {
            clock.advance(seconds: 1)
            return screen.log.last == "end remoteEnded"
        }
    }

    @Test func aResetEndsTheSound() async throws {
        // Prepare
        _ = push()
        center.happen(.answerRequested(callId()))
        try await until("the answer") { screen.log.last == "fulfill answer" }

        // Act
        center.happen(.reset)

        // Assess
        #expect(media.log == ["connect Alice", "disconnect"])
        #expect(screen.log == ["report Alice", "fulfill answer"])
        try await until("the server hears of it") { server.asked.contains("end") }
    }
}
