#if os(iOS) || os(Linux)
    import RingpostCore
    import UIKit
    import UserNotifications

    /// Notifications of messages, and of calls that ring by alerts. The app's own delegate of `UNUserNotificationCenter`
    /// stays the delegate, and calls these methods.
    public final class Notifications: Sendable {
        private let receipts: ReceiptQueue
        private let badge: BadgeCounter?
        private let unknownCaller: String
        /// Takes the end of a ring that a background push brings.
        private let ringStopped: @MainActor @Sendable (CallStatus) -> Void

        /// - Parameter badge: counted by the app's notification service extension. nil: the phone does not count.
        public init(
            receipts: ReceiptQueue, badge: BadgeCounter? = nil, unknownCaller: String = "Unknown",
            ringStopped: @escaping @MainActor @Sendable (CallStatus) -> Void
        ) {
            self.receipts = receipts
            self.badge = badge
            self.unknownCaller = unknownCaller
            self.ringStopped = ringStopped
        }

        private var center: UNUserNotificationCenter { .current() }

        private func read(_ notification: UNNotification) -> PushContent {
            PushContent(
                payload: notification.request.content.userInfo, arrivedAt: notification.date, unknownCaller: unknownCaller)
        }

        // MARK: Asking

        /// Asks the user, once: iOS remembers the answer.
        public func requestPermission(_ options: UNAuthorizationOptions = [.alert, .badge, .sound]) async -> Bool {
            await withCheckedContinuation { done in
                center.requestAuthorization(options: options) { isGranted, _ in done.resume(returning: isGranted) }
            }
        }

        /// What the user has allowed, in the words of a registration; `denied` also if no alert may be shown anywhere. nil: a
        /// status that this kit does not know.
        public func permission() async -> String? {
            await withCheckedContinuation { done in
                center.getNotificationSettings { settings in
                    let status = settings.authorizationStatus
                    let alerts = [settings.alertSetting, settings.lockScreenSetting, settings.notificationCenterSetting]
                    let showsNothing = alerts.allSatisfy { $0 == .disabled }
                    let permission: String? =
                        switch status {
                        case .authorized where showsNothing, .ephemeral where showsNothing, .provisional where showsNothing:
                            "denied"
                        case .authorized: "authorized"
                        case .ephemeral: "ephemeral"
                        case .provisional: "provisional"
                        case .denied: "denied"
                        // A later iOS may have more of them.
                        default: status == .notDetermined ? "notDetermined" : nil
                        }
                    done.resume(returning: permission)
                }
            }
        }

        /// Adds categories to those that the app has. Setting them alone would replace all.
        public func add(_ categories: [NotificationCategory]) async {
            let names = categories.map(\.identifier)
            await withCheckedContinuation { done in
                center.getNotificationCategories { known in
                    let others = known.filter { !names.contains($0.identifier) }
                    UNUserNotificationCenter.current().setNotificationCategories(
                        others.union(categories.map(\.category)))
                    done.resume()
                }
            }
        }

        // MARK: While the app is in front

        /// For `userNotificationCenter(_:willPresent:withCompletionHandler:)`.
        /// - Parameter usual: what to do with a message that says nothing about it.
        public func presentation(
            of notification: UNNotification, usual: UNNotificationPresentationOptions = [.banner, .list, .sound, .badge]
        ) -> UNNotificationPresentationOptions {
            switch read(notification) {
            case .message(let message):
                let options = message.showsInForeground.map { $0 ? [.banner, .list, .sound, .badge] : [] } ?? usual
                if options.contains(.banner) { note(.shown, message) }
                return options
            case .badge: return [.badge]
            case .recall: return [.list]
            case .ring, .missedCall, .stoppedRing, .other: return usual
            }
        }

        // MARK: When the user acts

        /// For `userNotificationCenter(_:didReceive:withCompletionHandler:)`: reports that a message was opened, and reads
        /// what it is.
        public func open(_ response: UNNotificationResponse) -> OpenedNotification {
            let push = read(response.notification)
            let isDismissed = response.actionIdentifier == UNNotificationDismissActionIdentifier
            if case .message(let message) = push, !isDismissed { note(.tapped, message) }
            return OpenedNotification(
                push: push, action: OpenedNotification.Action(response.actionIdentifier),
                replyText: (response as? UNTextInputNotificationResponse)?.userText)
        }

        private func note(_ event: ReceiptEvent, _ message: MessagePush) {
            let at = Date()
            Task { [receipts] in
                await receipts.note(event, messageId: message.messageId, ticket: message.receiptTicket, at: at)
            }
        }

        // MARK: In the background

        /// For `application(_:didReceiveRemoteNotification:fetchCompletionHandler:)`. Withdraws what was taken back, and
        /// ends a ring that is over.
        /// - Parameter done: called exactly once.
        /// - Returns: what the push was about, for the app: `wakeInBackground` messages have their `ext` in it.
        @MainActor @discardableResult public func receive(
            _ userInfo: [AnyHashable: Any], done: @escaping @MainActor @Sendable (UIBackgroundFetchResult) -> Void
        ) -> PushContent {
            let push = PushContent(payload: userInfo, arrivedAt: Date(), unknownCaller: unknownCaller)
            if let callId = Withdrawal.reportedCall(in: userInfo) {
                withdraw({ Withdrawal.identifiers(in: $0, ofRing: callId) }) { done(.newData) }
                return push
            }
            switch push {
            case .stoppedRing(let status):
                ringStopped(status)
                withdraw({ Withdrawal.identifiers(in: $0, after: push) }) { done(.newData) }
            case .recall:
                withdraw({ Withdrawal.identifiers(in: $0, after: push) }) { done(.newData) }
            case .badge(let count):
                // The user has read on another phone. iOS has set the icon, and the extension counts on from there.
                badge?.set(count)
                done(.newData)
            case .message, .ring, .missedCall, .other:
                done(.noData)
            }
            return push
        }

        private func withdraw(
            _ choose: @escaping @Sendable ([ShownNotification]) -> [String],
            _ done: @escaping @MainActor @Sendable () -> Void
        ) {
            center.getDeliveredNotifications { [self] delivered in
                let shown = delivered.map { notification in
                    ShownNotification(identifier: notification.request.identifier, content: read(notification))
                }
                let identifiers = choose(shown)
                UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: identifiers)
                DispatchQueue.main.async { MainActor.assumeIsolated { done() } }
            }
        }

        // MARK: The app's icon

        /// Sets the number on this phone. `PresenceReporter.setUnreadCount` sets it on the user's other ones.
        public func setBadge(_ count: Int) {
            badge?.set(count)
            center.setBadgeCount(count, withCompletionHandler: nil)
        }

        /// The user has seen them all.
        public func clear() { center.removeAllDeliveredNotifications() }
    }
#endif
