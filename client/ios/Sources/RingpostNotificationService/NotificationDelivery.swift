#if os(iOS) || os(Linux)
    import Intents
    import RingpostCore
    import UserNotifications

    /// One notification on its way through the extension. iOS gets it back exactly once.
    final class NotificationDelivery: @unchecked Sendable {
        let push: PushContent
        private let lock = NSLock()
        private let identifier: String
        private let original: UNNotificationContent
        private let content: UNMutableNotificationContent
        /// With the sender as a person. Nothing may change it after that.
        private var personal: UNNotificationContent?
        private var handler: ((UNNotificationContent) -> Void)?
        private let receipts: ReceiptQueue?
        private var shown: Task<Void, Never>?

        init(
            _ request: UNNotificationRequest, _ handler: @escaping (UNNotificationContent) -> Void,
            receipts: ReceiptQueue?
        ) {
            identifier = request.identifier
            original = request.content
            content = request.content.mutableCopy() as? UNMutableNotificationContent ?? UNMutableNotificationContent()
            push = PushContent(payload: request.content.userInfo, arrivedAt: Date())
            self.handler = handler
            self.receipts = receipts
        }

        /// Changes nothing once iOS has the notification.
        func change(_ work: (UNMutableNotificationContent) -> Void) {
            lock.withLock { if handler != nil { work(content) } }
        }

        /// Sets the badge of a message that the phone counts.
        func count(_ badge: BadgeCounter?) {
            guard case .message(let message) = push, message.isCountedByPhone,
                let count = badge?.count(messageId: message.messageId, identifier: identifier)
            else { return }
            change { $0.badge = NSNumber(value: count) }
        }

        /// - Parameter file: it is moved. A file that iOS cannot show is left out.
        func attach(_ file: URL) {
            change { content in
                guard let attachment = try? UNNotificationAttachment(identifier: "picture", url: file) else { return }
                content.attachments = [attachment]
            }
        }

        /// Makes it a communication notification. Without the capability, or when iOS refuses, it stays a plain one.
        func show(_ sender: MessagePush.Sender, of message: MessagePush, avatar: Data?) {
            lock.withLock {
                guard handler != nil else { return }
                let intent = message.intent(from: sender, text: content.body, avatar: avatar)
                let interaction = INInteraction(intent: intent, response: nil)
                interaction.direction = .incoming
                interaction.donate(completion: nil)
                personal = try? content.updating(from: intent)
            }
        }

        /// Hands the notification back, for the first call.
        func deliver() {
            let (handler, content): (((UNNotificationContent) -> Void)?, UNNotificationContent) = lock.withLock {
                defer { self.handler = nil }
                return (self.handler, personal ?? self.content)
            }
            guard let handler else { return }
            noteShown()
            handler(content.title.isEmpty && content.body.isEmpty ? original : content)
        }

        // MARK: Receipts

        func note(_ event: ReceiptEvent) async {
            guard case .message(let message) = push, let receipts else { return }
            await receipts.note(event, messageId: message.messageId, ticket: message.receiptTicket, at: Date())
        }

        private func noteShown() {
            let task = Task { await self.note(.shown) }
            lock.withLock { shown = task }
        }

        /// Waits until the receipts were tried. What iOS cuts off is on disk, and goes with the next push.
        func settle() async {
            await lock.withLock { shown }?.value
            await receipts?.settle()
        }
    }

    extension MessagePush {
        fileprivate func intent(from sender: Sender, text: String, avatar: Data?) -> INSendMessageIntent {
            let person = INPerson(
                personHandle: INPersonHandle(value: sender.userId, type: .unknown), nameComponents: nil,
                displayName: sender.name, image: avatar.map(INImage.init(imageData:)), contactIdentifier: nil,
                customIdentifier: sender.userId)
            return INSendMessageIntent(
                // A group: without anybody else in it iOS would show a message between two.
                recipients: groupName == nil ? nil : [person],
                outgoingMessageType: .outgoingMessageText, content: text,
                speakableGroupName: groupName.map(INSpeakableString.init(spokenPhrase:)),
                conversationIdentifier: conversationId?.rawValue, serviceName: nil, sender: person, attachments: nil)
        }
    }
#endif
