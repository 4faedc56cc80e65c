import Foundation
@_spi(Host) import LiveCommunicationKit
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone
import Testing

@testable import RingpostKit

extension PhoneTests {
    /// LiveCommunicationKit, in place of CallKit.
    @MainActor @Suite struct ConversationTests {
        @Test func aPushIsReportedBeforeItsHandlerEndsOnBothGenerationsOfIOS() async {
            for version in [(17, 4), (26, 4)] {
                let phone = await ConversationPhone { $0.systemVersion = version }
                let callId = await phone.push()
                #expect(
                    phone.system.events.prefix(5) == [
                        .pushDelivered(1), .callReported(callId), .ringStarted(callId), .pushHandlerReturned(1),
                        .pushCompleted(1),
                    ])
                #expect(phone.system.kills == [])
                #expect(phone.app.log == ["rings Alice"])
            }
        }

        @Test func aLatePushIsReportedAndEnds() async {
            let phone = await ConversationPhone()
            phone.server.ring = .ringOver
            let callId = await phone.push(expiresIn: -1)
            await drain { !phone.manager.rings(callId) }
            #expect(phone.system.kills == [])
            #expect(!phone.manager.rings(callId))
            #expect(phone.system.events.contains(.callEnded(callId, reason: 3)))
        }

        @Test func eachEndOfTheServersIsAReasonOfLiveCommunicationKits() async {
            for reason in EndedReason.allCases {
                let phone = await ConversationPhone()
                let callId = await phone.push()
                phone.say(callId, .ended, reason)
                #expect(phone.system.events.contains(.callEnded(callId, reason: reason.rawValue)))
                #expect(!phone.manager.rings(callId))
            }
        }

        @Test func aPushThatComesTwiceRingsOnceAndAReportThatFailsCountsForNothing() async {
            let phone = await ConversationPhone()
            let callId = await phone.push()
            _ = await phone.push(callId)
            #expect(phone.manager.rings(callId))
            await drain { phone.receipts.noted.count == 1 }

            let refusing = await ConversationPhone { $0.reportError = 1 }
            _ = await refusing.push()
            #expect(refusing.receipts.noted == [])
            #expect(refusing.desk.calls.isEmpty)
        }

        @Test func anAnswerOnTheAppsScreenIsAnActionOfTheSystems() async {
            let phone = await ConversationPhone()
            let callId = await phone.push()
            phone.desk.answer(callId)
            await drain { phone.system.events.contains(.actionPerformed("answer", callId)) }
            #expect(!phone.manager.rings(callId))
        }

        @Test func anAnswerConnectsAndAudioRunsWhileTheSystemSaysSo() async {
            let phone = await ConversationPhone()
            let callId = await phone.connectedCall()
            #expect(phone.server.told == ["answer \(callId)"])
            await drain { phone.app.isAudioRunning }
            phone.manager.userPerforms(EndConversationAction(conversationUUID: callId))
            await drain { phone.app.ends[callId] != nil }
            #expect(phone.app.ends[callId] == [nil])
            #expect(phone.system.events.contains(.actionFulfilled("end", callId)))
            await drain { !phone.app.isAudioRunning }
        }

        @Test func muteAndPauseReachTheAppAndOtherActionsFail() async {
            let phone = await ConversationPhone()
            let callId = await phone.connectedCall()
            phone.manager.userPerforms(MuteConversationAction(conversationUUID: callId, isMuted: true))
            phone.manager.userPerforms(PauseConversationAction(conversationUUID: callId, isPaused: true))
            phone.manager.userPerforms(ConversationAction(conversationUUID: callId))
            await drain { phone.system.events.contains(.actionFailed("action", callId)) }
            #expect(phone.app.log.filter { $0.hasSuffix("true") } == ["muted true", "held true"])
        }

        @Test func anAnswerThatTakesTooLongEndsTheCall() async {
            let phone = await ConversationPhone()
            phone.app.holdsMedia = true
            let callId = await phone.push()
            let join = JoinConversationAction(conversationUUID: callId)
            phone.manager.userPerforms(join)
            await drain { phone.app.log.contains("connect") }
            phone.manager.timeOut(join)
            await drain { phone.app.ends[callId] != nil }
            #expect(phone.app.ends[callId] == [.failed])
            phone.app.releaseMedia()
            await drain()
            #expect(!phone.system.events.contains(.actionAnsweredAgain("answer", callId)))
        }

        @Test func theUsersOwnCallIsPlacedAndConnected() async {
            let phone = await ConversationPhone()
            let callId = phone.desk.call(CallUpdate(handle: CallHandle(value: "bob"), callerName: "Bob"))
            await drain { phone.app.log.contains("place bob") }
            await drain { phone.desk.center.call(callId) != nil }
            phone.say(callId, .answered)
            #expect(phone.system.events.contains(.outgoingConnecting(callId)))
            #expect(phone.system.events.contains(.outgoingConnected(callId)))
        }

        @Test func aResetOfTheSystemEndsAllCalls() async {
            let phone = await ConversationPhone()
            let callId = await phone.connectedCall()
            phone.manager.reset()
            await drain { phone.app.ends[callId] != nil }
            #expect(phone.desk.calls.isEmpty)
        }

        @Test func theTokenReachesTheAppAndItsInvalidationDoes() async {
            let phone = await ConversationPhone()
            phone.registry.updateToken(Data([1]))
            phone.registry.invalidateToken()
            await drain()
            #expect(phone.app.tokens == [Data([1]), nil])
        }

        @Test func aChangeOfTheAppReachesTheScreen() async {
            let phone = await ConversationPhone()
            let callId = await phone.push()
            phone.desk.update(callId, CallUpdate(handle: CallHandle(value: "alice"), callerName: "Alice B."))
            #expect(phone.system.events.contains(.callUpdated(callId)))
        }

        @Test func aChangeOfTheCallerReachesTheScreenOnce() async {
            // Prepare
            let phone = await ConversationPhone()
            let callId = await phone.push()
            let changed = CallStatus(callId: callId, state: .ringing, callerName: "Alice B.", hasVideo: false)

            // Act
            for _ in 0..<2 { phone.desk.center.happen(.status(callId, changed)) }

            // Assess
            let update = phone.manager.update(of: callId)
            #expect(update?.members?.first?.displayName == "Alice B.")
            #expect(update?.capabilities?.contains(.video) == false)
            #expect(phone.system.events.filter { $0 == .callUpdated(callId) }.count == 1)
        }
    }
}
