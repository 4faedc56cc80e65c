@_spi(Host) import CallKit
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone
import Testing
import UIKit
@_spi(Host) import UserNotifications

@testable import RingpostKit
@testable import SampleChat

/// Each optional method of a delegate, called by the system: a method whose signature is almost right compiles, and the
/// default runs in its place. LiveCommunicationKit has none: its compiler demands every method.
extension PhoneTests {
    @MainActor @Suite struct CallbackTests {
        @Test func theKitHasEveryMethodOfCallKitsButTheOnesThatItLeavesToTheSystem() async {
            // Prepare
            let phone = await CallKitPhone()
            let callId = await phone.connectedCall()

            // Act
            let start = CXStartCallAction(call: UUID(), handle: CXHandle(type: .generic, value: "bob"))
            phone.provider.userPerforms(start)
            phone.provider.userPerforms(CXSetMutedCallAction(call: callId, muted: true))
            phone.provider.userPerforms(CXSetHeldCallAction(call: callId, onHold: true))
            phone.provider.userPerforms(CXPlayDTMFCallAction(call: callId, digits: "1", type: .singleTone))
            phone.provider.userPerforms(CXSetGroupCallAction(call: callId, callUUIDToGroupWith: nil))
            await drain()
            phone.provider.userEnds(callId)
            await drain()
            phone.app.holdsMedia = true
            let late = phone.push()
            await drain()
            if let answer = phone.provider.userAnswers(late) { phone.provider.timeOut(answer) }
            await drain()
            phone.provider.reset()
            await drain()

            // Assess
            // Grouping belongs to calls that the app merges, which the kit has none of.
            #expect(Set(phone.system.defaultsRun) == ["providerDidBegin", "execute", "perform CXSetGroupCallAction"])
            let performed = phone.system.events.compactMap { event in
                if case .actionPerformed(let name, _) = event { name } else { nil }
            }
            #expect(Set(performed) == ["answer", "start", "mute", "hold", "dtmf", "group", "end"])
            #expect(phone.system.events.contains(.audioActivated))
            #expect(phone.system.events.contains(.audioDeactivated))
            #expect(phone.system.events.contains(.actionTimedOut("answer", late)))
        }

        @Test(arguments: [(18, 0), (26, 4)])
        func theReceiverOfCallKitsHasTheMethodOfEachGenerationOfIOS(major: Int, minor: Int) async {
            // Prepare
            let phone = await CallKitPhone { $0.systemVersion = (major, minor) }

            // Act
            phone.push()
            phone.registry.updateToken(Data([1]))
            phone.registry.invalidateToken()
            await drain()

            // Assess
            #expect(phone.system.defaultsRun == ["providerDidBegin"])
        }

        @Test func theReceiverOfLiveCommunicationKitsHasTheAsyncMethodOfEachGenerationOfIOS() async {
            // Prepare
            let old = await ConversationPhone { $0.systemVersion = (18, 0) }
            _ = await old.push()
            let new = await ConversationPhone { $0.systemVersion = (26, 4) }

            // Act
            _ = await new.push()
            new.registry.updateToken(Data([1]))
            new.registry.invalidateToken()
            await drain()

            // Assess
            // The system looks for the form with a completion first: a class has one form of each method.
            #expect(old.system.defaultsRun == ["push, completion"])
            #expect(new.system.defaultsRun == ["push with metadata, completion", "push, completion"])
        }

        @Test func theAppOfTheGuideHasEveryMethodOfTheNotificationCenters() {
            // Prepare
            let phone = SimulatedPhone.reset()
            UserDefaults.standard.set(true, forKey: "hasAgreedToPushes")
            let app = AppDelegate()
            _ = app.application(.shared, didFinishLaunchingWithOptions: nil)
            let center = UNUserNotificationCenter.current()

            // Act
            center.delegate?.userNotificationCenter(center, willPresent: notification(messagePayload())) { _ in }
            center.delegate?.userNotificationCenter(
                center, didReceive: UNNotificationResponse(notification: notification(messagePayload()))
            ) {}

            // Assess
            #expect(center.delegate != nil)
            #expect(phone.defaultsRun.filter { $0 != "providerDidBegin" } == [])
        }
    }
}
