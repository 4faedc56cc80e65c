// NotificationService.swift
import Foundation
import RingpostNotificationService

/// The notification service extension: pictures, senders as persons, receipts.
final class ChatNotificationService: NotificationService, @unchecked Sendable {
    override var settings: NotificationServiceSettings? {
        NotificationServiceSettings(
            apiURL: URL(string: "https://abc123.execute-api.eu-central-1.amazonaws.com")!, store: ExtensionFiles.shared)
    }

    /// Only for messages with `contentFree`, whose text your own server has.
    override func text(of message: MessagePush) async -> NotificationText? { nil }
}
