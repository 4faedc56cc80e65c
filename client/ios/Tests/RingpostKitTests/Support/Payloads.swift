import Foundation
@_spi(Host) import UserNotifications

/// The payload of a message's alert (docs/messages.md).
func messagePayload(
    _ messageId: String = "m1", ticket: String? = "t1", changing: (inout [String: Any]) -> Void = { _ in }
) -> [AnyHashable: Any] {
    var ringpost: [String: Any] = ["messageId": messageId, "conversationId": "user:alice"]
    ringpost["receipt"] = ticket
    changing(&ringpost)
    return [
        "aps": ["alert": ["title": "Alice", "body": "Alice:hi"], "mutable-content": 1] as [String: Any],
        "ringpost": ringpost, "ext": ["chat": "alice"],
    ]
}

func request(_ userInfo: [AnyHashable: Any], identifier: String = "n1") -> UNNotificationRequest {
    let content = UNMutableNotificationContent()
    let alert = (userInfo["aps"] as? [String: Any])?["alert"] as? [String: String]
    content.title = alert?["title"] ?? ""
    content.body = alert?["body"] ?? ""
    content.userInfo = userInfo
    return UNNotificationRequest(identifier: identifier, content: content, trigger: UNPushNotificationTrigger())
}

func notification(
    _ userInfo: [AnyHashable: Any], identifier: String = "n1", arrivedAt: Date = Date()
) -> UNNotification {
    UNNotification(request: request(userInfo, identifier: identifier), date: arrivedAt)
}
