@_spi(Host) import CallKit
import Foundation
@_spi(Host) import LiveCommunicationKit
@_spi(Host) import PushKit
import RingpostCore
import RingpostKit
import SimulatedPhone
import Testing
@_spi(Host) import UIKit

extension PhoneTests {
    @MainActor @Suite struct RingpostTests {
        @Test func aUserWhoHasAgreedIsRegisteredWithBothTokens() async throws {
            let phone = AppPhone()
            await phone.ringpost.giveConsent()
            await phone.ringpost.signIn(userId: "bob")
            #expect(UIApplication.shared.isRegisteredForRemoteNotifications)
            PKPushRegistry.live?.updateToken(Data([0xAB, 0x01]))
            phone.ringpost.alertTokenChanged(Data([0xCD]))
            await drain { phone.lastRegistration?["tokens"]?["voip"] != nil && phone.lastRegistration?["tokens"]?["alert"] != nil }
            let body = try #require(phone.lastRegistration)
            #expect(body["tokens"]?["voip"]?["token"]?.stringValue == "ab01")
            #expect(body["tokens"]?["alert"]?["token"]?.stringValue == "cd")
            #expect(body["appId"]?.stringValue == "com.example.chat")
            #expect(body["platform"]?.stringValue == "phone")
        }

        @Test func nothingLeavesThePhoneBeforeItsUserHasAgreed() async {
            let phone = AppPhone()
            await phone.ringpost.signIn(userId: "bob")
            phone.ringpost.alertTokenChanged(Data([0xCD]))
            await drain()
            #expect(phone.server.requests == [])
            #expect(PKPushRegistry.live == nil)
        }

        @Test func anInvalidTokenIsTakenBack() async {
            let phone = AppPhone()
            await phone.ringpost.giveConsent()
            await phone.ringpost.signIn(userId: "bob")
            PKPushRegistry.live?.updateToken(Data([0xAB]))
            await drain { phone.lastRegistration != nil }
            PKPushRegistry.live?.invalidateToken()
            await drain { phone.server.requests.contains { $0.hasPrefix("DELETE") && $0.hasSuffix("tokens/voip") } }
        }

        @Test func aPushRingsAndADeclineHasTimeInTheBackground() async {
            let phone = AppPhone()
            phone.ringpost.start()
            let callId = UUID()
            PKPushRegistry.live?.deliver(voipPayload(callId, now: Date()))
            await drain { CXProvider.live?.rings(callId) == true }
            await drain { phone.app.log.contains("rings Alice") }
            phone.server.isHeld = true
            CXProvider.live?.userEnds(callId)
            await drain { UIApplication.shared.openTasks == 1 }
            phone.server.isHeld = false
            await drain { UIApplication.shared.openTasks == 0 }
            #expect(phone.server.requests.contains { $0.hasSuffix("decline") })
        }

        @Test func aBackgroundTaskEndsWhenItsTimeIsUp() async {
            let phone = AppPhone()
            phone.ringpost.start()
            let callId = UUID()
            PKPushRegistry.live?.deliver(voipPayload(callId, now: Date()))
            await drain { phone.app.log.contains("rings Alice") }
            phone.server.isHeld = true
            CXProvider.live?.userEnds(callId)
            await drain { UIApplication.shared.openTasks == 1 }
            UIApplication.shared.expireBackgroundTasks()
            #expect(phone.system.kills == [])
            phone.server.isHeld = false
        }

        @Test func anAppWithLiveCommunicationKitRingsByIt() async {
            let phone = AppPhone { $0.callSystem = .liveCommunicationKit }
            phone.ringpost.start()
            let callId = UUID()
            PKPushRegistry.live?.deliver(voipPayload(callId, now: Date()))
            await drain { ConversationManager.live?.rings(callId) == true }
            #expect(CXProvider.live == nil)
        }

        @Test func anAppThatRingsByAlertsHasNoVoIPToken() {
            let phone = AppPhone { $0.callSystem = .alerts }
            phone.ringpost.start()
            #expect(PKPushRegistry.live == nil)
        }

        @Test func callKitIsNotUsedInMainlandChinaNorWhereThePhoneDoesNotSay() {
            for territory in ["CN", "chn", nil, ""] {
                #expect(CallSystem.recommended(territory: territory) == .alerts)
                #expect(
                    CallSystem.recommended(territory: territory, isInChina: .liveCommunicationKit)
                        == .liveCommunicationKit)
            }
            for territory in ["US", "HK"] { #expect(CallSystem.recommended(territory: territory) == .callKit) }
        }

        @Test func theBackgroundEndsARing() async {
            let phone = AppPhone()
            phone.ringpost.start()
            let callId = UUID()
            PKPushRegistry.live?.deliver(voipPayload(callId, now: Date()))
            await drain { phone.app.log.contains("rings Alice") }
            phone.ringpost.notifications.receive([
                "ringpost": ["callId": callId.uuidString, "state": "answered", "endedReason": 4] as [String: Any]
            ]) { _ in }
            await drain { CXProvider.live?.isOver(callId) == true }
            #expect(phone.app.ends[callId] == [.answeredElsewhere])
        }

        @Test func theAppInFrontSaysSoAndSetsItsBadge() async {
            let phone = AppPhone()
            phone.ringpost.start()
            NotificationCenter.default.post(name: UIApplication.didBecomeActiveNotification, object: nil)
            await drain { phone.server.requests.contains { $0.hasSuffix("presence") } }
            phone.ringpost.setUnreadCount(3)
            #expect(phone.system.events.contains(.badge(3)))
            NotificationCenter.default.post(name: UIApplication.didEnterBackgroundNotification, object: nil)
            await drain { phone.lastPresence?["state"]?.stringValue == "background" }
        }

        @Test func aPhoneThatCountsSaysWhatItsIconShowed() async {
            let phone = AppPhone()
            phone.ringpost.start()
            NotificationCenter.default.post(name: UIApplication.didBecomeActiveNotification, object: nil)
            await drain { phone.lastPresence != nil }
            _ = phone.badge.count(messageId: "m1", identifier: "m1")
            phone.ringpost.setUnreadCount(0)
            await drain { phone.lastPresence?["unreadCount"]?.doubleValue == 0 }
            #expect(phone.lastPresence?["previousUnreadCount"]?.doubleValue == 1)
            #expect(phone.badge.count(messageId: "m2", identifier: "m2") == 1)
            await phone.ringpost.signOut()
            #expect(phone.badge.counted() == 0)
        }
    }
}

/// A phone with the kit in an app, against a server that takes everything.
@MainActor private final class AppPhone {
    let system = SimulatedPhone.reset()
    let server = NotedServer()
    let app = RecordingApp()
    let ringpost: Ringpost
    let badge: BadgeCounter

    init(_ configure: (inout RingpostSettings) -> Void = { _ in }) {
        UIApplication.shared.unregisterForRemoteNotifications()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("app-\(UUID())")
        let store = FileStore(folder: folder)
        badge = BadgeCounter(store: store)
        var settings = RingpostSettings(
            apiURL: URL(string: "https://stage.example.com")!, appId: "com.example.chat", files: store,
            keychain: store, token: { _ in "token" })
        settings.callSystem = .callKit
        settings.transport = server
        configure(&settings)
        ringpost = Ringpost(settings, app: app)
    }

    var lastRegistration: JSON? { last { $0.hasPrefix("PUT /v1/devices/") && !$0.hasSuffix("presence") } }
    var lastPresence: JSON? { last { $0.hasSuffix("presence") } }

    private func last(_ isWanted: (String) -> Bool) -> JSON? {
        server.requests.last(where: isWanted).flatMap { server.body(of: $0) }
    }
}
