@_spi(Host) import CallKit
import Foundation
import RingpostCore
import SimulatedPhone
import Testing

@testable import RingpostKit

extension PhoneTests { @MainActor @Suite struct CallKitActionTests {
    // MARK: Answering

    @Test func anAnswerIsFulfilledWhenMediaIsUpAndNotBefore() async {
        let phone = await CallKitPhone()
        phone.app.holdsMedia = true
        let callId = phone.push()
        await drain()
        phone.provider.userAnswers(callId)
        await drain { phone.app.log.contains("connect") }
        #expect(await phone.hasTold(["answer \(callId)"]))
        #expect(!phone.system.events.contains(.actionFulfilled("answer", callId)))
        phone.app.releaseMedia()
        await drain { phone.provider.isConnected(callId) }
        }

    @Test func audioStartsWhenTheSystemActivatesItAndTheAppActivatesNothing() async {
        for timing in [PhoneBehaviour.AudioTiming.afterFulfill, .beforeFulfill] {
            let phone = await CallKitPhone { $0.audio = timing }
            let callId = await phone.connectedCall(hasVideo: true)
            #expect(phone.app.isAudioRunning)
            #expect(!phone.system.events.contains { if case .audioSetActive = $0 { true } else { false } })
            #expect(phone.system.events.contains(
                    .audioCategory(
                        category: "AVAudioSessionCategoryPlayAndRecord", mode: "AVAudioSessionModeVideoChat")))
            phone.say(callId, .ended, .remoteEnded)
            await drain()
            #expect(!phone.app.isAudioRunning)
        }
    }

    @Test func anAnswerOnTheAppsScreenIsAnActionOfTheSystems() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.desk.answer(callId)
        await drain { phone.provider.isConnected(callId) }
        #expect(phone.system.events.contains(.actionFulfilled("answer", callId)))
        phone.desk.answer(CallID())
        await drain()
        #expect(phone.system.kills == [])
    }

    @Test func noAudioStartsOnAPhoneThatNeverActivatesIt() async {
        let phone = await CallKitPhone { $0.audio = .never }
        _ = await phone.connectedCall()
        #expect(!phone.app.isAudioRunning)
    }

    @Test func anAnswerThatComesTooLateEndsWithTheServersReason() async {
        let phone = await CallKitPhone()
        phone.server.outcome = .tooLate(.answeredElsewhere)
        let callId = await phone.connectedCall()
        #expect(phone.reasons(callId) == [4])
        #expect(phone.system.events.filter { $0 == .actionFailed("answer", callId) }.count == 1)
        #expect(!phone.app.log.contains("connect"))
    }

    @Test func anAnswerWithoutNetworkEndsAsFailed() async {
        let phone = await CallKitPhone()
        phone.server.outcome = .unknown
        let callId = await phone.answeredCall()
        // The answer is tried again for some seconds.
        await drain {
            phone.clock.advance(seconds: 1)
            return phone.app.ends[callId] != nil
        }
        #expect(phone.reasons(callId) == [1])
        #expect(phone.system.events.contains(.actionFailed("answer", callId)))
    }

    @Test func anAnswerWhoseMediaFailsEndsAsFailedAndHangsUp() async {
        let phone = await CallKitPhone()
        phone.app.failure = MediaFailure()
        let callId = await phone.connectedCall()
        #expect(phone.reasons(callId) == [1])
        #expect(await phone.hasTold(["answer \(callId)", "end \(callId)"]))
        #expect(phone.app.ends[callId] == [.failed])
    }

    @Test func anAnswerThatTakesTooLongIsNotAnsweredAgain() async {
        let phone = await CallKitPhone()
        phone.app.holdsMedia = true
        let callId = phone.push()
        await drain()
        let action = phone.provider.userAnswers(callId)!
        await drain { phone.app.log.contains("connect") }
        phone.provider.timeOut(action)
        await drain { phone.app.ends[callId] != nil }
        phone.app.releaseMedia()
        await drain()
        #expect(!phone.system.events.contains(.actionAnsweredAgain("answer", callId)))
        #expect(phone.app.ends[callId] == [.failed])
        #expect(await phone.hasTold(["answer \(callId)", "end \(callId)"]))
        #expect(phone.desk.calls == [])
    }

    @Test func anAnswerInTheMomentInWhichItsTimeIsUpEndsTheCall() async {
        let phone = await CallKitPhone()
        phone.app.holdsMedia = true
        let callId = phone.push()
        await drain()
        let action = phone.provider.userAnswers(callId)!
        await drain { phone.app.log.contains("connect") }
        phone.app.releaseMedia()
        phone.provider.timeOut(action)
        await drain()
        #expect(phone.app.ends[callId] == [.failed])
        #expect(phone.desk.calls.isEmpty)
    }

    @Test func aHangUpWhileTheAnswerIsOnItsWayReachesTheServer() async {
        let phone = await CallKitPhone()
        phone.server.outcome = nil
        let callId = phone.push()
        await drain()
        phone.provider.userAnswers(callId)
        #expect(await phone.hasTold(["answer \(callId)"]))
        phone.provider.userEnds(callId)
        await drain { phone.server.told.contains("end \(callId)") }
        phone.server.outcome = .taken
        phone.server.answer(callId, with: .taken)
        await drain { phone.server.told.count == 3 }
        #expect(phone.server.told.last == "end \(callId)")
        #expect(!phone.app.log.contains("connect"))
        #expect(phone.app.ends[callId] == [nil])
        #expect(phone.reasons(callId) == [])
        #expect(!phone.system.events.contains(.actionDropped("answer", callId)))
    }

    @Test func theOtherSidesEndWhileMediaComesUpFailsTheAnswerWithItsReason() async {
        let phone = await CallKitPhone()
        phone.app.holdsMedia = true
        let callId = phone.push()
        await drain()
        phone.provider.userAnswers(callId)
        await drain { phone.app.log.contains("connect") }
        phone.say(callId, .ended, .remoteEnded)
        await drain()
        #expect(phone.reasons(callId) == [2])
        phone.app.releaseMedia()
        await drain()
        #expect(phone.system.events.filter { $0 == .actionFailed("answer", callId) }.count == 1)
        #expect(!phone.system.events.contains(.actionAnsweredAgain("answer", callId)))
    }

    // MARK: Ending

    @Test func aDeclineTellsTheServerAndReportsNothing() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.provider.userEnds(callId)
        await drain()
        #expect(await phone.hasTold(["decline \(callId)"]))
        #expect(phone.system.events.contains(.actionFulfilled("end", callId)))
        #expect(phone.reasons(callId) == [])
        #expect(phone.app.ends[callId] == [nil])
    }

    @Test func aHangUpTellsTheServerAndStopsAudio() async {
        let phone = await CallKitPhone()
        let callId = await phone.connectedCall()
        phone.provider.userEnds(callId)
        await drain()
        #expect(await phone.hasTold(["answer \(callId)", "end \(callId)"]))
        #expect(phone.reasons(callId) == [])
        #expect(!phone.app.isAudioRunning)
    }

    @Test func anEndOfACallThatNobodyKnowsIsFulfilled() async {
        let phone = await CallKitPhone()
        let action = CXEndCallAction(call: UUID())
        phone.provider.userPerforms(action)
        await drain()
        #expect(phone.system.events.contains(.actionFulfilled("end", action.callUUID)))
    }

    @Test func anAnswerOfACallThatNobodyKnowsFails() async {
        let phone = await CallKitPhone()
        let action = CXAnswerCallAction(call: UUID())
        phone.provider.userPerforms(action)
        await drain()
        #expect(phone.system.events.contains(.actionFailed("answer", action.callUUID)))
    }

    @Test func aHangUpInTheAppGoesThroughTheSystem() async {
        let phone = await CallKitPhone()
        let callId = await phone.connectedCall()
        phone.desk.hangUp(callId)
        await drain()
        #expect(phone.system.events.contains(.actionFulfilled("end", callId)))
        #expect(await phone.hasTold(["answer \(callId)", "end \(callId)"]))
    }

    @Test func aCallOnAPhoneThatIsBusyEndsHereAndTellsTheServer() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.desk.refuseAsBusy(callId)
        await drain()
        #expect(await phone.hasTold(["busy \(callId)"]))
        #expect(phone.reasons(callId).count == 1)
    }

    // MARK: In the call

    @Test func muteHoldAndTonesReachTheApp() async {
        let phone = await CallKitPhone()
        let callId = await phone.connectedCall()
        phone.provider.userPerforms(CXSetMutedCallAction(call: callId, muted: true))
        phone.provider.userPerforms(CXSetHeldCallAction(call: callId, onHold: true))
        phone.provider.userPerforms(CXPlayDTMFCallAction(call: callId, digits: "42#", type: .singleTone))
        await drain()
        #expect(phone.app.log.suffix(3) == ["muted true", "held true", "tones 42#"])
        for name in ["mute", "hold", "dtmf"] {
            #expect(phone.system.events.contains(.actionFulfilled(name, callId)), "\(name)")
        }
    }

    @Test func whatTheCallDoesNotSupportFails() async {
        let phone = await CallKitPhone()
        let callId = phone.push {
            $0["supportsHolding"] = false
            $0["supportsDTMF"] = false
        }
        await drain()
        phone.provider.userPerforms(CXSetHeldCallAction(call: callId, onHold: true))
        phone.provider.userPerforms(CXPlayDTMFCallAction(call: callId, digits: "1", type: .singleTone))
        phone.provider.userPerforms(CXSetGroupCallAction(call: callId, callUUIDToGroupWith: nil))
        await drain()
        for name in ["hold", "dtmf", "group"] {
            #expect(phone.system.events.contains(.actionFailed(name, callId)), "\(name)")
        }
    }

    @Test func aMuteInTheAppThatComesBackAsAnActionIsNoSecondMute() async {
        let phone = await CallKitPhone()
        let callId = await phone.connectedCall()
        phone.desk.mute(callId, isMuted: true)
        await drain()
        #expect(phone.system.events.contains(.actionFulfilled("mute", callId)))
        #expect(phone.app.log.filter { $0 == "muted true" }.count == 1)
    }

    @Test func anUpdateOfTheCallerReachesTheScreen() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.desk.update(callId, CallUpdate(handle: CallHandle(value: "alice"), callerName: "Alice B."))
        #expect(phone.provider.update(of: callId)?.localizedCallerName == "Alice B.")
    }

    @Test func whatTheCallerChangesReachesTheScreenOnceWhileItRingsAndInTheCall() async {
        // Prepare
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()

        // Act
        for _ in 0..<2 { phone.say(callId, .ringing, callerName: "Alice B.", hasVideo: true) }
        let ringing = phone.provider.update(of: callId)
        phone.provider.userAnswers(callId)
        await drain { phone.provider.isConnected(callId) }
        phone.say(callId, .answered, callerName: "Alice C.", handle: CallHandle(type: .phoneNumber, value: "123"))
        let inCall = phone.provider.update(of: callId)
        let known = phone.desk.calls.first?.update
        phone.say(callId, .ended, .remoteEnded, callerName: "Alice D.")

        // Assess
        #expect(ringing?.localizedCallerName == "Alice B.")
        #expect(ringing?.hasVideo == true)
        #expect(inCall?.localizedCallerName == "Alice C.")
        #expect(inCall?.remoteHandle?.type == .phoneNumber)
        #expect(inCall?.remoteHandle?.value == "123")
        #expect(inCall?.hasVideo == true)
        #expect(known?.callerName == "Alice C.")
        #expect(phone.system.events.filter { $0 == .callUpdated(callId) }.count == 2)
        #expect(!phone.system.events.contains(.updateIgnored(callId)))
    }

    // MARK: Reset

    @Test func aResetOfTheSystemEndsAllCallsWithoutAnswers() async {
        let phone = await CallKitPhone()
        let connected = await phone.connectedCall()
        phone.app.holdsMedia = true
        let answering = phone.push()
        await drain()
        phone.provider.userAnswers(answering)
        await drain { phone.app.log.filter { $0 == "connect" }.count == 2 }
        let ringing = phone.push()
        await drain()
        let before = phone.system.events.count
        phone.provider.reset()
        await drain()
        #expect(phone.desk.calls == [])
        for callId in [connected, answering, ringing] { #expect(phone.app.ends[callId] == [.failed]) }
        await drain { phone.server.told.filter { $0.hasPrefix("end") }.sorted() == ["end \(connected)", "end \(answering)"].sorted() }
        #expect(!phone.system.events.dropFirst(before).contains {
                switch $0 {
                case .actionFulfilled, .actionFailed, .callEnded, .endIgnored: true
                default: false
                }
            })
        #expect(phone.desk.calls.isEmpty)
    }
}
}
