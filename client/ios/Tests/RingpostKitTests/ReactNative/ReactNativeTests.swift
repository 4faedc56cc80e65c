@_spi(Host) import CallKit
@_spi(Host) import ExpoModulesCore
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import RingpostKit
import SimulatedPhone
import Testing
import UIKit
@_spi(Host) import UserNotifications

@testable import RingpostExpoExtension
@testable import RingpostReactNative

extension PhoneTests {
    /// The native half of client/react-native.
    @MainActor @Suite struct ReactNativeTests {
        @Test func aPushRingsBeforeJavaScriptRunsAndJavaScriptHearsOfItInItsOrder() async throws {
            let phone = ExpoPhone().launch()
            let callId = phone.push()
            await drain { phone.provider.rings(callId) }
            phone.host.ringpost.calls.center.receive(
                stopped: CallStatus(callId: callId, state: .answered, endedReason: .answeredElsewhere))
            await drain { phone.provider.isOver(callId) }
            await phone.startJavaScript()
            await drain { phone.event("ended") != nil }
            #expect(phone.system.kills == [])
            #expect(phone.kinds.filter { $0 == "ring" || $0 == "ended" } == ["ring", "ended"])
            #expect(phone.event("ended")?["reason"]?.doubleValue == 4)
            let call = try #require(phone.event("ring")?["call"])
            #expect(call["callId"]?.stringValue == callId.uuidString.lowercased())
            #expect(call["callerName"]?.stringValue == "Alice")
            #expect(call["expiresAtMs"]?.doubleValue == (phone.clock.now().timeIntervalSince1970 + 60) * 1000)
        }

        @Test func anAnswerOnTheAppsScreenConnectsWhenJavaScriptHasMedia() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let callId = phone.push()
            await drain { phone.event("ring") != nil }
            let problem = try await phone.call("answerCall", callId.uuidString)
            #expect(problem == .null)
            await drain { phone.request("connect") != nil }
            #expect(!phone.provider.isConnected(callId))
            try await phone.settle("connect")
            await phone.isInCall(callId)
            #expect(phone.server.requests.contains { $0.hasSuffix("/answer") })
            try await phone.call("endCall", callId.uuidString)
            await drain { phone.event("ended") != nil }
            #expect(phone.event("ended")?["reason"] == nil)
        }

        @Test func aCallWithoutMediaEndsAsFailed() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let callId = phone.push()
            await drain { phone.event("ring") != nil }
            phone.provider.userAnswers(callId)
            await drain { phone.request("connect") != nil }
            let requestId = try #require(phone.request("connect")?["requestId"]?.stringValue)
            try await phone.call("failRequest", requestId, "no microphone")
            await drain { phone.event("ended") != nil }
            #expect(phone.event("ended")?["reason"]?.doubleValue == 1)
            #expect(phone.provider.isOver(callId))
        }

        @Test func javaScriptThatNeverAnswersHasATimeLimit() async throws {
            let phone = ExpoPhone().launch()
            let asked = Task { try await phone.host.requests.ask("connect", withinSeconds: 30) }
            await drain { phone.clock.sleeping > 0 }
            phone.clock.advance(seconds: 31)
            await #expect(throws: JavaScriptFailure.noAnswer) { try await asked.value }
        }

        @Test func aCallOfTheUsersIsPlacedByJavaScript() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let given = try await phone.call("startCall", ["handle": "bob", "name": "Bob"], true)
            let callId = try #require(CallID(uuidString: given.stringValue ?? ""))
            await drain { phone.request("place") != nil }
            let call = try #require(phone.request("place")?["call"])
            #expect(call["callId"] == given)
            #expect(call["hasVideo"]?.boolValue == true)
            #expect(call["expiresAtMs"] == nil)
            try await phone.settle("place")
            // The kit knows of the call once it asks about it.
            await drain { phone.server.requests.contains { $0.hasPrefix("GET /v1/calls/") } }
            phone.host.ringpost.calls.center.receive(stopped: CallStatus(callId: callId, state: .answered))
            await drain { phone.event("answered") != nil }
        }

        @Test func theRegistrationAsksJavaScriptForATokenAndSaysHowItStands() async throws {
            let phone = ExpoPhone(hasConsent: false).launch()
            #expect(PKPushRegistry.live == nil)
            await phone.startJavaScript()
            let granted = try await phone.call("agree")
            #expect(granted == true)
            #expect(PKPushRegistry.live != nil)
            try await phone.call("signIn", "bob")
            phone.subscriber.application(.shared, didRegisterForRemoteNotificationsWithDeviceToken: Data([0xCD]))
            await drain { phone.request("token") != nil }
            #expect(phone.request("token")?["isRefused"] == false)
            await drain { phone.server.requests.contains { $0.hasPrefix("PUT /v1/devices/") } }
            await drain { phone.event("registration")?["registration"]?["state"] == "registered" }
            let status = try await phone.call("getStatus")
            #expect(status["hasConsent"] == true)
            #expect(status["permission"] == "authorized")
            #expect(status["callSystem"] == "callKit")
        }

        @Test func aPhoneThatWasNotUnlockedYetIsReadyForAPush() async {
            let phone = ExpoPhone(hasConsent: false) { $0.isProtectedDataAvailable = false }.launch()
            let callId = phone.push()
            await drain { phone.provider.rings(callId) }
            #expect(phone.system.kills == [])
        }

        @Test func afterAReloadTheNewJavaScriptHearsAndTheOldOneDoesNot() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let old = try #require(phone.javaScript)
            await phone.startJavaScript()
            let before = old.bodies(of: "ringpost").count
            phone.push()
            await drain { phone.event("ring") != nil }
            #expect(old.bodies(of: "ringpost").count == before)
        }

        @Test func aTapOnARingByAnAlertIsAnsweredByTheApp() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let callId = CallID()
            tap(ringAlert(callId, now: phone.clock.now()))
            await drain { phone.event("opened") != nil }
            let answer = Task { try await phone.call("answerCall", callId.uuidString) }
            try await phone.settle("connect")
            #expect(try await answer.value == .null)
            #expect(phone.server.requests.contains { $0.hasSuffix("/answer") })
            #expect(phone.event("audio")?["isActive"] == true)

            // The system does not know the call, so the app ends it, too.
            try await phone.call("endCall", callId.uuidString)
            #expect(phone.server.requests.contains { $0.hasSuffix("/end") })
            #expect(phone.event("ended")?["callId"]?.stringValue == callId.uuidString.lowercased())
            #expect(phone.event("ended")?["reason"] == nil)
            #expect(phone.event("audio")?["isActive"] == false)
        }

        @Test func aTapOnARingByAnAlertMayBeDeclined() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let callId = CallID()
            tap(ringAlert(callId, now: phone.clock.now()))
            await drain { phone.event("opened") != nil }
            try await phone.call("endCall", callId.uuidString)
            #expect(phone.server.requests.contains { $0.hasSuffix("/decline") })
        }

        @Test func anAnswerThatTheServerDoesNotTakeSaysWhy() async throws {
            let phone = ExpoPhone().launch()
            phone.token = nil
            await phone.startJavaScript()
            let callId = CallID()
            tap(ringAlert(callId, now: phone.clock.now()))
            await drain { phone.event("opened") != nil }
            #expect(try await phone.call("answerCall", callId.uuidString)["code"] == "no_token")
        }

        @Test func aTapOnAMessageLeadsToItsConversation() async throws {
            let phone = ExpoPhone().launch()
            tap(messagePayload())
            await phone.startJavaScript()
            let opened = try #require(phone.event("opened")?["notification"])
            #expect(opened["action"] == "opened")
            #expect(opened["push"]?["about"] == "message")
            #expect(opened["push"]?["conversationId"] == "user:alice")
            #expect(opened["push"]?["ext"]?["chat"] == "alice")
        }

        @Test func everyEventIsJSON() async throws {
            let phone = ExpoPhone().launch()
            await phone.startJavaScript()
            let callId = phone.push()
            await drain { phone.event("ring") != nil }
            phone.provider.userAnswers(callId)
            try await phone.settle("connect")
            await phone.isInCall(callId)
            try await phone.call("setMuted", callId.uuidString, true)
            try await phone.call("setHeld", callId.uuidString, true)
            phone.provider.userEnds(callId)
            await drain { phone.event("audio")?["isActive"] == false }
            #expect(phone.events.count == phone.javaScript?.bodies(of: "ringpost").count)
            #expect(Set(phone.kinds).isSuperset(of: ["ring", "request", "muted", "held", "ended", "audio"]))
        }

        @Test func withoutItsSettingsTheModuleSaysWhatToDo() async throws {
            RingpostHost.current = nil
            let subscriber = RingpostSubscriber()
            #expect(subscriber.application(.shared, didFinishLaunchingWithOptions: nil))
            let javaScript = JavaScript(RingpostModule.self)
            javaScript.listen()
            await drain()
            await #expect(throws: NotSetUp.self) { try await javaScript.call("getStatus") }
            #expect(NotSetUp().errorDescription?.contains("expo prebuild") == true)
        }

        @Test func theConfigPluginsSettingsAreReadFromInfoPlist() throws {
            let settings = try #require(
                HostSettings(infoPlist: [
                    "apiUrl": "https://stage.example.com", "appGroup": "group.chat", "unknownCaller": "Anonyme",
                    "inChina": "liveCommunicationKit",
                ]))
            #expect(settings.unknownCaller == "Anonyme")
            #expect(settings.inChina == .liveCommunicationKit)
            #expect(HostSettings(infoPlist: ["apiUrl": "https://stage.example.com"]) == nil)
        }

        @Test func theExtensionWithoutSettingsShowsMessagesAsTheyCame() {
            #expect(ExpoNotificationService().settings == nil)
        }

        @Test func whatWaitsForJavaScriptIsBounded() {
            let outbox = JavaScriptOutbox()
            for index in 0...JavaScriptOutbox.capacity { outbox.send("tones", ["digits": .int(Int64(index))]) }
            var heard: [[String: JSON]] = []
            outbox.open(ObjectIdentifier(outbox)) { heard.append($0) }
            #expect(heard.count == JavaScriptOutbox.capacity)
            #expect(heard.first?["digits"] == .int(1))
        }
    }
}

/// The alert of a call on a phone without CallKit (docs/calls.md).
private func ringAlert(_ callId: CallID, now: Date) -> [AnyHashable: Any] {
    var ringpost: [String: Any] = ["isRing": true]
    for case (let key as String, let value) in voipPayload(callId, now: now) where key != "aps" { ringpost[key] = value }
    return ["aps": ["alert": ["title": "Alice"]], "ringpost": ringpost]
}

/// The user taps a notification.
@MainActor private func tap(_ userInfo: [AnyHashable: Any]) {
    let center = UNUserNotificationCenter.current()
    center.delegate?.userNotificationCenter(
        center, didReceive: UNNotificationResponse(notification: notification(userInfo))) {}
}
