import Foundation
import Testing

@testable import RingpostCore

@Suite struct CallTableTests {
    let id = callId()
    let pushed = CallEvent.pushed(.ring(ring()), mustReport: true)

    /// A table to which all of this has happened.
    func table(after events: CallEvent...) -> CallTable {
        var table = CallTable()
        for event in events { _ = table.handle(event) }
        return table
    }

    func effects(of event: CallEvent, after events: CallEvent...) -> [CallEffect] {
        var table = CallTable()
        for event in events { _ = table.handle(event) }
        return table.handle(event)
    }

    // MARK: Pushes

    @Test func aPushIsReportedInItsOwnHandler() {
        #expect(effects(of: pushed) == [.report(id, callUpdate())])
    }

    @Test func theReceiptAndTheQuestionsFollowTheReport() {
        #expect(
            effects(of: .reportFinished(id, .shown), after: pushed)
                == [.sendReceipt(id, .callReported), .watch(id)])
    }

    @Test func aPushThatComesTwiceIsReportedTwiceUnderOneID() {
        #expect(effects(of: pushed, after: pushed) == [.report(id, callUpdate())])
    }

    @Test func theSecondReportOfACallChangesNothing() {
        #expect(
            effects(
                of: .reportFinished(id, .alreadyShown), after: pushed, .reportFinished(id, .shown), pushed) == [])
    }

    @Test func aPushThatComesAgainWhileTheFirstIsReportedLeavesTheCallWatched() {
        // Act
        let shown = effects(of: .reportFinished(id, .shown), after: pushed, pushed)
        let again = effects(of: .reportFinished(id, .alreadyShown), after: pushed, pushed, .reportFinished(id, .shown))

        // Assess
        #expect(shown == [.sendReceipt(id, .callReported), .watch(id)])
        #expect(again == [])
    }

    @Test func anUnreadablePushIsReportedAndEndsAsFailed() {
        // Prepare
        let unreadable = CallEvent.pushed(.unreadable(ring(ticket: nil), problem: "no callId"), mustReport: true)

        // Act
        let then = effects(of: .reportFinished(id, .shown), after: unreadable)

        // Assess
        #expect(effects(of: unreadable) == [.report(id, callUpdate())])
        #expect(then == [.reportEnd(id, .failed)])
    }

    @Test func aPushAfterTheEndOfItsCallIsReportedAndEndsWithTheSameReason() {
        // Prepare
        let over = CallEvent.status(id, CallStatus(callId: id, state: .answered, endedReason: .answeredElsewhere))

        // Act
        let first = effects(of: pushed, after: pushed, .reportFinished(id, .shown), over)
        let then = effects(
            of: .reportFinished(id, .shown), after: pushed, .reportFinished(id, .shown), over, pushed)

        // Assess
        #expect(first == [.report(id, callUpdate())])
        #expect(then == [.sendReceipt(id, .callReported), .reportEnd(id, .answeredElsewhere)])
    }

    @Test func aPushOfACallThatIsOverNeedsNoReportWhereIOSSaysSo() {
        // Prepare
        let late = CallEvent.pushedTooLate(ring(), .answeredElsewhere)

        // Act
        let again = effects(of: .reportFinished(id, .shown), after: late, pushed)

        // Assess
        #expect(effects(of: late) == [.sendReceipt(id, .callReportNotRequired)])
        #expect(again == [.sendReceipt(id, .callReported), .reportEnd(id, .answeredElsewhere)])
    }

    @Test func aCallThatRingsAlreadyIsNotTooLate() {
        #expect(effects(of: .pushedTooLate(ring(), .unanswered), after: pushed) == [])
    }

    @Test func aCallThatRingsIsShownEvenWhereIOSAsksForNoReport() {
        #expect(effects(of: .pushed(.ring(ring()), mustReport: false)) == [.report(id, callUpdate())])
    }

    @Test func aFilteredCallCountsAsReportedAndRingsNoMore() {
        // Act
        let then = effects(of: .reportFinished(id, .filtered), after: pushed)
        let late = effects(of: .deadlinePassed(id), after: pushed, .reportFinished(id, .filtered))

        // Assess
        #expect(then == [.sendReceipt(id, .callReported)])
        #expect(late == [])
    }

    @Test func aCallThatTheSystemRefusesHasNoEndToReport() {
        #expect(effects(of: .reportFinished(id, .refused(code: 1)), after: pushed) == [])
    }

    /// A failed answer ends the call for CallKit, and it keeps the first reason.
    @Test func anEndDoesNotWaitForTheReportOfASecondPush() {
        // Prepare
        let over = CallEvent.status(id, CallStatus(callId: id, state: .ended, endedReason: .remoteEnded))
        var table = table(after: pushed, .reportFinished(id, .shown), .answerRequested(id), pushed)

        // Act
        let end = table.handle(over)
        let then = table.handle(.reportFinished(id, .alreadyShown))

        // Assess
        #expect(end == [.failAnswer(id), .unwatch(id), .reportEnd(id, .remoteEnded)])
        #expect(then == [])
        #expect(table.entries.isEmpty)
    }

    @Test func aSecondPushThatTheSystemTakesForANewCallEndsForTheSameReason() {
        // Prepare
        let over = CallEvent.status(id, CallStatus(callId: id, state: .ended, endedReason: .answeredElsewhere))

        // Act
        let then = effects(of: .reportFinished(id, .shown), after: pushed, .reportFinished(id, .shown), pushed, over)

        // Assess
        #expect(then == [.reportEnd(id, .answeredElsewhere)])
    }

    @Test func anEndWaitsForTheReport() {
        // Prepare
        let cancelled = CallEvent.status(id, CallStatus(callId: id, state: .cancelled, endedReason: .remoteEnded))

        // Act
        let first = effects(of: cancelled, after: pushed)
        let then = effects(of: .reportFinished(id, .shown), after: pushed, cancelled)

        // Assess
        #expect(first == [.unwatch(id)])
        #expect(then == [.sendReceipt(id, .callReported), .reportEnd(id, .remoteEnded)])
    }

    // MARK: The user

    @Test func anAnswerIsFulfilledOnceTheAppIsInTheCall() {
        // Prepare
        var table = table(after: pushed, .reportFinished(id, .shown))

        // Act
        let asked = table.handle(.answerRequested(id))
        let taken = table.handle(.serverAnswered(id, .answer, .taken))
        let connected = table.handle(.connected(id))

        // Assess
        #expect(asked == [.tellServer(id, .answer)])
        #expect(taken == [.connect(id)])
        #expect(connected == [.fulfillAnswer(id)])
    }

    @Test func anAnswerThatComesTooLateFailsAndEndsWithTheReasonOfTheServer() {
        #expect(
            effects(
                of: .serverAnswered(id, .answer, .tooLate(.remoteEnded)),
                after: pushed, .reportFinished(id, .shown), .answerRequested(id))
                == [.failAnswer(id), .unwatch(id), .reportEnd(id, .remoteEnded)])
    }

    @Test func anAnswerWithoutAServerFailsAndTakesBackWhatTheServerMayHaveTaken() {
        #expect(
            effects(
                of: .serverAnswered(id, .answer, .unknown),
                after: pushed, .reportFinished(id, .shown), .answerRequested(id))
                == [.failAnswer(id), .unwatch(id), .reportEnd(id, .failed), .tellServer(id, .end)])
    }

    @Test func aCallThatTheAppCannotConnectEndsAsFailedOnBothSides() {
        #expect(
            effects(
                of: .connectFailed(id),
                after: pushed, .reportFinished(id, .shown), .answerRequested(id), .serverAnswered(id, .answer, .taken))
                == [.failAnswer(id), .unwatch(id), .reportEnd(id, .failed), .tellServer(id, .end)])
    }

    @Test func anAnswerActionThatTimedOutIsNotAnsweredAgain() {
        #expect(
            effects(of: .answerTimedOut(id), after: pushed, .reportFinished(id, .shown), .answerRequested(id))
                == [.unwatch(id), .reportEnd(id, .failed), .tellServer(id, .end)])
    }

    @Test func anAnswerInTheMomentInWhichItsTimeIsUpEndsTheCall() {
        #expect(
            effects(
                of: .answerTimedOut(id),
                after: pushed, .reportFinished(id, .shown), .answerRequested(id), .serverAnswered(id, .answer, .taken),
                .connected(id))
                == [.unwatch(id), .reportEnd(id, .failed), .tellServer(id, .end)])
    }

    @Test func theServerHearsTheEndOfACallThatItAnsweredTooLateForItsUser() {
        #expect(
            effects(
                of: .serverAnswered(id, .answer, .taken),
                after: pushed, .reportFinished(id, .shown), .answerRequested(id), .endRequested(id))
                == [.tellServer(id, .end)])
    }

    @Test func theUsersOwnEndIsToldToTheServerAndNotReported() {
        #expect(
            effects(of: .endRequested(id), after: pushed, .reportFinished(id, .shown))
                == [.unwatch(id), .tellServer(id, .decline), .fulfillEnd(id)])
    }

    @Test func nothingIsReportedAfterTheUsersOwnEnd() {
        // Prepare
        let declined = CallEvent.status(id, CallStatus(callId: id, state: .declined, endedReason: .declinedElsewhere))

        // Assess
        #expect(effects(of: declined, after: pushed, .reportFinished(id, .shown), .endRequested(id)) == [])
        #expect(effects(of: .deadlinePassed(id), after: pushed, .reportFinished(id, .shown), .endRequested(id)) == [])
    }

    @Test func anEndActionOfAnUnknownCallIsFulfilled() {
        #expect(effects(of: .endRequested(id)) == [.fulfillEnd(id)])
    }

    @Test func theUserOfASecondCallIsBusyForItsCaller() {
        #expect(
            effects(of: .refusedAsBusy(id), after: pushed, .reportFinished(id, .shown))
                == [.tellServer(id, .busy), .unwatch(id), .reportEnd(id, .unanswered)])
    }

    // MARK: The end

    @Test(arguments: EndedReason.allCases)
    func theServersReasonIsReportedOnce(reason: EndedReason) {
        // Prepare
        var table = table(after: pushed, .reportFinished(id, .shown))
        let over = CallEvent.status(id, CallStatus(callId: id, state: .ended, endedReason: reason))

        // Act
        let first = table.handle(over)
        let second = table.handle(over)

        // Assess
        #expect(first == [.unwatch(id), .reportEnd(id, reason)])
        #expect(second == [])
    }

    @Test func theRingingEndsByTheClockAlone() {
        #expect(
            effects(of: .deadlinePassed(id), after: pushed, .reportFinished(id, .shown))
                == [.unwatch(id), .reportEnd(id, .unanswered)])
    }

    @Test func theClockEndsNoCallThatIsBeingAnswered() {
        #expect(
            effects(of: .deadlinePassed(id), after: pushed, .reportFinished(id, .shown), .answerRequested(id)) == [])
    }

    @Test func aResetDropsAllCallsAndAnswersNoAction() {
        #expect(
            effects(of: .reset, after: pushed, .reportFinished(id, .shown), .answerRequested(id))
                == [.unwatch(id), .tellServer(id, .end)])
    }

    @Test func aCallThatIsReportedAcrossAResetEndsWithItsReport() {
        #expect(
            effects(of: .reportFinished(id, .shown), after: pushed, .reset)
                == [.sendReceipt(id, .callReported), .reportEnd(id, .failed)])
    }

    // MARK: What the caller changes

    /// The server's answer after the caller has changed the call.
    func changed(_ name: String? = nil, _ handle: CallHandle? = nil, hasVideo: Bool? = nil) -> CallEvent {
        .status(id, CallStatus(callId: id, state: .ringing, callerName: name, handle: handle, hasVideo: hasVideo))
    }

    @Test func whatTheCallerChangesIsShownOncePerChange() {
        // Prepare
        var table = table(after: pushed, .reportFinished(id, .shown))
        let handle = CallHandle(type: .phoneNumber, value: "123")

        // Act
        let unchanged = table.handle(changed("Alice", CallHandle(value: "alice"), hasVideo: false))
        let name = table.handle(changed("Alice B."))
        let again = table.handle(changed("Alice B."))
        let others = table.handle(changed("Alice B.", handle, hasVideo: true))

        // Assess
        #expect(unchanged == [])
        #expect(name == [.update(id, callUpdate(callerName: "Alice B."))])
        #expect(again == [])
        #expect(others == [.update(id, CallUpdate(handle: handle, callerName: "Alice B.", hasVideo: true))])
    }

    @Test func aChangeWithoutAValueShowsNothingElse() {
        #expect(effects(of: changed("", CallHandle(value: "")), after: pushed, .reportFinished(id, .shown)) == [])
    }

    @Test func aCallThatIsNotShownIsNotUpdated() {
        // Act
        let reporting = effects(of: changed("Alice B."), after: pushed)
        let own = effects(of: changed("Bob B."), after: .placed(id, callUpdate(callerName: "Alice")))
        let over = effects(
            of: changed("Alice B."), after: pushed, .reportFinished(id, .shown), .deadlinePassed(id))

        // Assess
        #expect(reporting == [])
        #expect(own == [])
        #expect(over == [])
    }

    @Test func anEndIsReportedWithoutAChangeBefore() {
        // Prepare
        let over = CallStatus(callId: id, state: .cancelled, endedReason: .remoteEnded, callerName: "Alice B.")

        // Act
        let then = effects(of: .status(id, over), after: pushed, .reportFinished(id, .shown))

        // Assess
        #expect(then == [.unwatch(id), .reportEnd(id, .remoteEnded)])
    }

    @Test func aPushThatComesAgainShowsTheChange() {
        #expect(
            effects(of: pushed, after: pushed, .reportFinished(id, .shown), changed("Alice B."))
                == [.report(id, callUpdate(callerName: "Alice B."))])
    }

    // MARK: Others

    @Test func aMessageThatRingsTellsTheServerNothing() {
        // Prepare
        var table = CallTable()
        _ = table.handle(.pushed(.ring(ring(ticket: nil)), mustReport: true))

        // Act
        let shown = table.handle(.reportFinished(id, .shown))
        let answered = table.handle(.answerRequested(id))
        let ended = table.handle(.endRequested(id))

        // Assess
        #expect(shown == [.watch(id)])
        #expect(answered == [.connect(id)])
        #expect(ended == [.failAnswer(id), .unwatch(id), .fulfillEnd(id)])
    }

    @Test func theUsersOwnCallIsConnectedWhenTheOtherSideAnswers() {
        // Prepare
        var table = CallTable()

        // Act
        let placed = table.handle(.placed(id, callUpdate()))
        let answered = table.handle(.status(id, CallStatus(callId: id, state: .answered)))
        let over = table.handle(.status(id, CallStatus(callId: id, state: .ended, endedReason: .remoteEnded)))

        // Assess
        #expect(placed == [.watch(id)])
        #expect(answered == [.reportConnected(id)])
        #expect(over == [.unwatch(id), .reportEnd(id, .remoteEnded)])
    }

    @Test func theUsersOwnCallIsTakenBackWhileItRings() {
        #expect(
            effects(of: .endRequested(id), after: .placed(id, callUpdate()))
                == [.unwatch(id), .tellServer(id, .cancel), .fulfillEnd(id)])
    }
}
