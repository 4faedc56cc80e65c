import Foundation
import RingpostCore
import RingpostKit
import SimulatedPhone
import Testing
import UIKit
@_spi(Host) import UserNotifications

extension PhoneTests {
    @MainActor @Suite struct NotificationTests {
        // MARK: In front

        @Test func aMessageSaysWhetherItIsShownWhileTheAppIsInFront() async {
            let phone = NotificationPhone()
            let shown = phone.notifications.presentation(
                of: notification(messagePayload("m1") { $0["foreground"] = "show" }), usual: [])
            let hidden = phone.notifications.presentation(
                of: notification(messagePayload("m2") { $0["foreground"] = "hide" }))
            let usual = phone.notifications.presentation(of: notification(messagePayload("m3")), usual: [.list])
            #expect(shown == [.banner, .list, .sound, .badge])
            #expect(hidden == [])
            #expect(usual == [.list])
            await drain { phone.server.requests == ["POST /v1/receipts/t1 shown"] }
        }

        @Test func aBadgeAndARecallMakeNoNoiseInFront() {
            let phone = NotificationPhone()
            #expect(phone.notifications.presentation(of: notification(["aps": ["badge": 3]])) == [.badge])
            #expect(phone.notifications.presentation(of: notification(recall("m1"))) == [.list])
        }

        // MARK: Taps

        @Test func aTapIsReportedAndRoutesByExt() async {
            let phone = NotificationPhone()
            let opened = phone.notifications.open(UNNotificationResponse(notification: notification(messagePayload())))
            #expect(opened.action == .opened)
            #expect(opened.ext?["chat"]?.stringValue == "alice")
            guard case .message(let message) = opened.push else {
                Issue.record("not a message")
                return
            }
            #expect(message.messageId == "m1")
            await drain { phone.server.requests == ["POST /v1/receipts/t1 tapped"] }
        }

        @Test func aReplyBringsItsTextAndADismissalIsNoTap() async {
            let phone = NotificationPhone()
            let reply = UNTextInputNotificationResponse(
                notification: notification(messagePayload("m1")), actionIdentifier: "reply", userText: "on my way")
            let opened = phone.notifications.open(reply)
            #expect(opened.action == .named("reply"))
            #expect(opened.replyText == "on my way")
            let dismissal = UNNotificationResponse(
                notification: notification(messagePayload("m2", ticket: "t2")),
                actionIdentifier: UNNotificationDismissActionIdentifier)
            #expect(phone.notifications.open(dismissal).action == .dismissed)
            await drain { phone.server.requests.contains("POST /v1/receipts/t1 tapped") }
            // A later tap leaves after whatever the dismissal would have sent.
            let later = notification(messagePayload("m3", ticket: "t3"))
            _ = phone.notifications.open(UNNotificationResponse(notification: later))
            await drain { phone.server.requests.contains("POST /v1/receipts/t3 tapped") }
            #expect(phone.server.requests == ["POST /v1/receipts/t1 tapped", "POST /v1/receipts/t3 tapped"])
        }

        @Test func aTapOnARingBringsItsCall() {
            let phone = NotificationPhone()
            var call = voipPayload(UUID(), now: Date())
            call["ringpost"] = nil
            let opened = phone.notifications.open(
                UNNotificationResponse(notification: notification(["ringpost": call, "ext": ["room": "r1"]])))
            guard case .ring(let ring) = opened.push else {
                Issue.record("not a ring")
                return
            }
            #expect(ring.update.callerName == "Alice")
            #expect(opened.ext?["room"]?.stringValue == "r1")
        }

        @Test(arguments: [-600.0, 0, 600])
        func theRingTimeOfAnAlertCountsFromItsArrival(errorSeconds: TimeInterval) throws {
            let phone = NotificationPhone()
            let arrivedAt = Date(timeIntervalSinceNow: -40)
            var call = voipPayload(UUID(), now: arrivedAt.addingTimeInterval(errorSeconds))
            call["ringpost"] = nil
            let opened = phone.notifications.open(
                UNNotificationResponse(notification: notification(["ringpost": call], arrivedAt: arrivedAt)))
            guard case .ring(let ring) = opened.push else {
                Issue.record("not a ring")
                return
            }
            #expect(abs(ring.expiresAt.timeIntervalSince(arrivedAt) - 60) < 0.001)
        }

        // MARK: Background

        @Test func aRecallRemovesTheNotificationOfItsMessage() async {
            let phone = NotificationPhone()
            phone.center.show(request(messagePayload("m1"), identifier: "a"))
            phone.center.show(request(messagePayload("m2"), identifier: "b"))
            phone.receive(recall("m1"))
            await drain { phone.results == [.newData] }
            #expect(phone.center.shownIdentifiers == ["b"])
        }

        @Test func theEndOfARingReachesTheCallAndRemovesItsAlert() async {
            let phone = NotificationPhone()
            let callId = UUID()
            var call = voipPayload(callId, now: Date())
            call["ringpost"] = nil
            phone.center.show(request(["ringpost": call], identifier: "ring"))
            let missed: [String: Any] = ["callId": callId.uuidString, "missedCall": true, "from": "alice"]
            phone.center.show(request(["ringpost": missed], identifier: "missed"))
            phone.receive([
                "aps": ["content-available": 1],
                "ringpost": ["callId": callId.uuidString, "state": "cancelled", "endedReason": 2] as [String: Any],
            ])
            await drain { phone.results == [.newData] }
            #expect(phone.center.shownIdentifiers == ["missed"])
            #expect(phone.stopped == [CallStatus(callId: callId, state: .cancelled, endedReason: .remoteEnded)])
        }

        @Test func aReportedRingLosesItsAlertAndRingsOn() async {
            let phone = NotificationPhone()
            let callId = UUID()
            for (id, identifier) in [(callId, "insured"), (UUID(), "other")] {
                var call = voipPayload(id, now: Date())
                call["ringpost"] = nil
                phone.center.show(request(["ringpost": call], identifier: identifier))
            }
            phone.receive([
                "aps": ["content-available": 1],
                "ringpost": ["callId": callId.uuidString.lowercased(), "reported": true] as [String: Any],
            ])
            await drain { phone.results == [.newData] }
            #expect(phone.center.shownIdentifiers == ["other"])
            #expect(phone.stopped == [])
        }

        @Test func otherPushesAreDoneAtOnce() {
            let phone = NotificationPhone()
            phone.receive(messagePayload())
            phone.receive(["aps": ["content-available": 1]])
            phone.receive([:])
            #expect(phone.results == [.noData, .noData, .noData])
        }

        // MARK: The rest

        @Test func categoriesJoinThoseOfTheApp() async throws {
            let phone = NotificationPhone()
            phone.center.setNotificationCategories([
                UNNotificationCategory(identifier: "own", actions: [], intentIdentifiers: []),
                UNNotificationCategory(identifier: "message", actions: [], intentIdentifiers: []),
            ])
            await phone.notifications.add([
                NotificationCategory(
                    "message",
                    actions: [
                        .init("reply", title: "Reply", replyPlaceholder: "Message"),
                        .init("delete", title: "Delete", opensApp: true, isDestructive: true),
                    ], reportsDismissal: true)
            ])
            #expect(Set(phone.center.knownCategories.map(\.identifier)) == ["own", "message"])
            let message = try #require(phone.center.knownCategories.first { $0.identifier == "message" })
            #expect(message.actions.first is UNTextInputNotificationAction)
            #expect(message.actions.last?.options == [.foreground, .destructive])
            #expect(message.options == [.customDismissAction])
        }

        @Test func thePermissionIsAskedForAndRead() async {
            let phone = NotificationPhone()
            #expect(await phone.notifications.permission() == "notDetermined")
            #expect(await phone.notifications.requestPermission())
            #expect(await phone.notifications.permission() == "authorized")
            let refusing = NotificationPhone { $0.allowsNotifications = false }
            #expect(await !refusing.notifications.requestPermission())
            #expect(await refusing.notifications.permission() == "denied")
            let silent = NotificationPhone { $0.showsAlerts = false }
            #expect(await silent.notifications.permission() == "notDetermined")
            #expect(await silent.notifications.requestPermission())
            #expect(await silent.notifications.permission() == "denied")
        }

        @Test func theCountContinuesFromWhatAnotherPhoneHasRead() {
            let phone = NotificationPhone()
            _ = phone.badge.count(messageId: "m1", identifier: "m1")
            phone.receive(["aps": ["badge": 0, "content-available": 1]])
            #expect(phone.results == [.newData])
            #expect(phone.badge.count(messageId: "m2", identifier: "m2") == 1)
        }

        @Test func theCountContinuesFromTheAppsBadge() {
            let phone = NotificationPhone()
            _ = phone.badge.count(messageId: "m1", identifier: "m1")
            phone.notifications.setBadge(4)
            #expect(phone.badge.count(messageId: "m2", identifier: "m2") == 5)
        }

        @Test func theBadgeIsSetAndNotificationsAreCleared() {
            let phone = NotificationPhone()
            phone.center.show(request(messagePayload(), identifier: "a"))
            phone.notifications.setBadge(3)
            phone.notifications.clear()
            #expect(phone.system.events.contains(.badge(3)))
            #expect(phone.center.shownIdentifiers == [])
        }
    }
}

@MainActor private final class NotificationPhone {
    let system: SimulatedPhone
    let server = NotedServer()
    let notifications: Notifications
    let badge: BadgeCounter
    private let heard: Heard
    private(set) var results: [UIBackgroundFetchResult] = []

    init(_ configure: (inout PhoneBehaviour) -> Void = { _ in }) {
        system = SimulatedPhone.reset()
        configure(&system.behaviour)
        let heard = Heard()
        self.heard = heard
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("notifications-\(UUID())")
        let store = FileStore(folder: folder)
        let api = APIClient(baseURL: URL(string: "https://stage.example.com")!, transport: server) { _ in "token" }
        badge = BadgeCounter(store: store)
        notifications = Notifications(
            receipts: ReceiptQueue(server: api, store: store, identity: DeviceIdentity(store: store)), badge: badge,
            ringStopped: { heard.stopped.append($0) })
    }

    var center: UNUserNotificationCenter { .current() }
    var stopped: [CallStatus] { heard.stopped }

    func receive(_ userInfo: [AnyHashable: Any]) {
        notifications.receive(userInfo) { [weak self] in self?.results.append($0) }
    }
}

@MainActor private final class Heard { var stopped: [CallStatus] = [] }

private func recall(_ messageId: String) -> [AnyHashable: Any] {
    [
        "aps": ["content-available": 1],
        "ringpost": ["messageId": messageId, "conversationId": "user:alice", "recalled": true] as [String: Any],
    ]
}
