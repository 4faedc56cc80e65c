@_spi(Host) import CallKit
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone
import Testing

@testable import RingpostKit

extension PhoneTests { @MainActor @Suite struct IncomingCallTests {
    @Test func aPushIsReportedBeforeItsHandlerReturnsOnBothGenerationsOfIOS() async {
        for version in [(16, 0), (26, 3), (26, 4), (27, 1)] {
            let phone = await CallKitPhone { $0.systemVersion = version }
            let callId = phone.push()
            await drain()
            #expect(phone.system.events.prefix(4) == [.pushDelivered(1), .callReported(callId), .ringStarted(callId), .pushHandlerReturned(1)])
            #expect(phone.system.kills == [])
            #expect(phone.system.events.filter { $0 == .pushCompleted(1) }.count == 1)
            #expect(phone.provider.rings(callId))
        }
    }

    @Test func theScreenShowsWhatThePayloadSays() async throws {
        let phone = await CallKitPhone()
        let callId = phone.push(hasVideo: true) {
            $0["handle"] = ["type": "phoneNumber", "value": "+8613800138000"]
            $0["supportsHolding"] = false
            $0["supportsDTMF"] = false
            $0["supportsGrouping"] = true
        }
        await drain()
        let update = try #require(phone.provider.update(of: callId))
        #expect(update.remoteHandle == CXHandle(type: .phoneNumber, value: "+8613800138000"))
        #expect(update.localizedCallerName == "Alice")
        #expect(update.hasVideo)
        #expect(!update.supportsHolding)
        #expect(!update.supportsDTMF)
        #expect(update.supportsGrouping)
        #expect(!update.supportsUngrouping)
        #expect(phone.app.log == ["rings Alice"])
    }

    @Test func aReportIsSentByTicketOnceAndTheCallIsWatched() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        #expect(await phone.hasReported(["callReported ticket-of-\(callId.uuidString.prefix(8))"]))
        #expect(phone.desk.center.call(callId) != nil)
    }

    @Test func aPayloadThatNobodyCanReadIsReportedAndEndsAsFailed() async throws {
        let payloads: [[AnyHashable: Any]] = [
            [:], ["callId": 7], ["callId": "not a UUID"], ["aps": ["alert": "x"]], [7: "x"], ["date": Date()],
        ]
        for payload in payloads {
            let phone = await CallKitPhone()
            phone.registry.deliver(payload)
            await drain()
            #expect(phone.system.kills == [])
            let callId = try #require(phone.provider.knownCalls.first)
            #expect(phone.reasons(callId) == [1])
            #expect(phone.provider.update(of: callId)?.localizedCallerName == "Unknown")
            #expect(phone.app.log == [])
        }
    }

    @Test func aLatePushIsReportedAndEndsAsUnanswered() async {
        let phone = await CallKitPhone()
        phone.server.ring = .ringOver
        let callId = phone.push(expiresIn: -1)
        await drain { phone.reasons(callId) != [] }
        #expect(phone.system.kills == [])
        #expect(phone.reasons(callId) == [3])
        #expect(!phone.provider.rings(callId))
        #expect(phone.desk.center.call(callId) == nil)
    }

    @Test func aLatePushOfACallThatHasEndedEndsWithTheSameReason() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.say(callId, .answered, .answeredElsewhere)
        await drain()
        phone.push(callId)
        await drain()
        #expect(phone.reasons(callId) == [4, 4])
        #expect(!phone.provider.rings(callId))
        #expect(phone.system.kills == [])
    }

    @Test func aPushThatComesTwiceRingsOnce() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        phone.push(callId)
        await drain()
        #expect(phone.provider.rings(callId))
        #expect(phone.system.kills == [])
        await drain { phone.receipts.noted.count == 1 }
        #expect(phone.system.events.filter { if case .pushCompleted = $0 { true } else { false } }.count == 2)
        phone.say(callId, .cancelled, .remoteEnded)
        await drain()
        #expect(phone.reasons(callId) == [2])
    }

    @Test func whereIOSDemandsNoReportALatePushShowsNothingAndSaysSo() async {
        let phone = await CallKitPhone()
        phone.server.ring = .ringOver
        phone.push(expiresIn: -1, mustReport: false)
        await drain { phone.receipts.noted.map { $0.prefix(21) } == ["callReportNotRequired"] }
        #expect(phone.system.reports == 0)
        #expect(phone.system.kills == [])
        #expect(phone.system.events.contains(.pushCompleted(1)))
    }

    @Test(arguments: [-600.0, 600]) func aWrongClockChangesNoRing(errorSeconds: TimeInterval) async {
        let phone = await CallKitPhone()
        phone.clock.error = errorSeconds
        let callId = phone.push(sentAt: phone.clock.rightNow, mustReport: false)
        await drain { phone.provider.rings(callId) }
        phone.clock.advance(seconds: 59)
        await drain()
        #expect(phone.provider.rings(callId))
        phone.clock.advance(seconds: 1)
        await drain { phone.reasons(callId) == [3] }
    }

    @Test func whereIOSDemandsNoReportALiveCallRingsAllTheSame() async {
        let phone = await CallKitPhone()
        let callId = phone.push(mustReport: false)
        await drain()
        #expect(phone.provider.rings(callId))
    }

    @Test func anEndThatComesWhileTheReportIsPendingWaitsForIt() async {
        let phone = await CallKitPhone { $0.holdsReports = true }
        let callId = phone.push()
        await drain()
        phone.say(callId, .cancelled, .remoteEnded)
        await drain()
        #expect(phone.reasons(callId) == [])
        phone.system.releaseHeld()
        await drain()
        #expect(phone.reasons(callId) == [2])
        #expect(!phone.provider.rings(callId))
    }

    @Test func aCallThatTheUsersFocusHidesCountsAsReportedAndIsLeftAlone() async {
        for code in [3, 4, 5, 7] {
            let phone = await CallKitPhone { $0.reportError = code }
            let callId = phone.push()
            await drain()
            await drain { phone.receipts.noted.count == 1 }
            #expect(phone.desk.center.call(callId) == nil)
            #expect(phone.desk.calls == [])
            #expect(phone.app.log == [])
        }
    }

    @Test func aCallThatTheSystemRefusesIsNotReported() async {
        for code in [0, 1, 6] {
            let phone = await CallKitPhone { $0.reportError = code }
            phone.push()
            await drain()
            #expect(phone.receipts.noted == [], "\(code)")
            #expect(phone.desk.calls == [])
            #expect(phone.system.events.contains(.pushCompleted(1)))
        }
    }

    @Test func anAnswerToAReportThatComesOnAnotherQueueIsTaken() async {
        let phone = await CallKitPhone { $0.answersReportsElsewhere = true }
        phone.push()
        await drain()
        await drain { phone.receipts.noted.count == 1 }
    }

    @Test func eachEndOfTheServersIsTheReasonOfCallKits() async {
        for reason in EndedReason.allCases {
            let phone = await CallKitPhone()
            let callId = phone.push()
            await drain()
            phone.say(callId, .ended, reason)
            await drain()
            #expect(phone.reasons(callId) == [reason.rawValue])
            #expect(phone.app.ends[callId] == [reason])
            #expect(phone.desk.center.call(callId) == nil)
        }
    }

    @Test func theDeadlineEndsTheRing() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.clock.advance(seconds: 60)
        await drain { phone.reasons(callId) != [] }
        #expect(phone.reasons(callId) == [3])
    }
}
}
