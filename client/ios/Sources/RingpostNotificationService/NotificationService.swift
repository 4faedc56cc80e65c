#if os(iOS) || os(Linux)
    import RingpostCore
    import UserNotifications

    /// Completes a message's notification before iOS shows it: a text that did not go through Apple, its picture, its
    /// sender as a person, the badge, and the receipts `delivered` and `shown`.
    ///
    /// Subclass it in the notification service extension, and override `settings`. iOS runs it for pushes with
    /// `mutable-content`, which Ringpost sets where it is needed.
    open class NotificationService: UNNotificationServiceExtension, @unchecked Sendable {
        /// nil: no receipts are sent, and no badge is counted.
        open var settings: NotificationServiceSettings? { nil }

        /// The text of a message whose push carries none of it (`contentFree`), such as from your own server.
        /// - Returns: nil for a message whose push says everything.
        open func text(of message: MessagePush) async -> NotificationText? { nil }

        /// Where pictures come from.
        open var pictures: any PictureSource { URLSessionPictures() }

        private let lock = NSLock()
        private var current: NotificationDelivery?

        open override func didReceive(
            _ request: UNNotificationRequest,
            withContentHandler contentHandler: @escaping (UNNotificationContent) -> Void
        ) {
            let delivery = NotificationDelivery(request, contentHandler, receipts: settings.map(SharedReceipts.queue))
            lock.withLock { current = delivery }
            Task {
                await self.complete(delivery)
                await delivery.settle()
            }
        }

        /// iOS calls it on another thread when about 30 seconds are over. What there is by then is shown.
        open override func serviceExtensionTimeWillExpire() {
            lock.withLock { current }?.deliver()
        }

        private func complete(_ delivery: NotificationDelivery) async {
            switch delivery.push {
            case .message(let message): await complete(message, delivery)
            case .recall(let messageId, _): await withdraw(messageId)
            default: break
            }
            delivery.deliver()
        }

        private func complete(_ message: MessagePush, _ delivery: NotificationDelivery) async {
            await delivery.note(.delivered)
            delivery.count(settings.map { BadgeCounter(store: $0.store) })
            if let text = await text(of: message) { delivery.change { text.put(into: $0) } }
            async let picture = picture(message.image)
            async let avatar = avatar(message.sender?.avatarUrl)
            if let picture = await picture { delivery.attach(picture) }
            if let sender = message.sender { delivery.show(sender, of: message, avatar: await avatar) }
        }

        private func picture(_ address: String?) async -> URL? {
            guard let url = address.flatMap(URL.init(string:)), url.scheme == "https" else { return nil }
            return try? await pictures.file(from: url, limitBytes: 10 << 20)
        }

        private func avatar(_ address: String?) async -> Data? {
            guard let url = address.flatMap(URL.init(string:)), url.scheme == "https",
                let file = try? await pictures.file(from: url, limitBytes: 1 << 20)
            else { return nil }
            defer { try? FileManager.default.removeItem(at: file) }
            return try? Data(contentsOf: file)
        }

        /// A text that says that a message was taken back has come in its place. Other notifications of the message go.
        private func withdraw(_ messageId: String) async {
            let recall = PushContent.recall(messageId: messageId, conversationId: nil)
            await withCheckedContinuation { done in
                let center = UNUserNotificationCenter.current()
                center.getDeliveredNotifications { delivered in
                    let shown = delivered.map {
                        ShownNotification(
                            identifier: $0.request.identifier,
                            content: PushContent(payload: $0.request.content.userInfo, arrivedAt: $0.date))
                    }
                    let identifiers = Withdrawal.identifiers(in: shown, after: recall)
                    UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: identifiers)
                    done.resume()
                }
            }
        }
    }

    /// A text that takes the place of the push's.
    public struct NotificationText: Sendable, Hashable {
        /// nil leaves what the push says.
        public var title: String?
        public var subtitle: String?
        public var body: String?

        public init(title: String? = nil, subtitle: String? = nil, body: String? = nil) {
            self.title = title
            self.subtitle = subtitle
            self.body = body
        }

        func put(into content: UNMutableNotificationContent) {
            if let title { content.title = title }
            if let subtitle { content.subtitle = subtitle }
            // iOS shows the push as it came when there is no text at all.
            if let body, !body.isEmpty { content.body = body }
        }
    }
#endif
