#if os(iOS) || os(Linux)
    import RingpostCore
    import UserNotifications

    /// What the user did with a notification, for the app to act on.
    public struct OpenedNotification: Sendable, Hashable {
        public enum Action: Sendable, Hashable {
            case opened
            case dismissed
            /// Identifier of an action of the app's category.
            case named(String)

            init(_ identifier: String) {
                switch identifier {
                case UNNotificationDefaultActionIdentifier: self = .opened
                case UNNotificationDismissActionIdentifier: self = .dismissed
                default: self = .named(identifier)
                }
            }
        }

        public var push: PushContent
        public var action: Action
        /// What the user wrote into the notification.
        public var replyText: String?

        /// `ext` of the message or call: where the app routes to.
        public var ext: JSON? {
            switch push {
            case .message(let message): message.ext
            case .ring(let ring): ring.ext
            default: nil
            }
        }
    }

    /// Buttons under a notification. `category` of a message names it.
    public struct NotificationCategory: Sendable, Hashable {
        public struct Action: Sendable, Hashable {
            public var identifier: String
            public var title: String
            /// Placeholder of a text field. nil: a plain button.
            public var replyPlaceholder: String?
            public var opensApp: Bool
            public var isDestructive: Bool

            public init(
                _ identifier: String, title: String, replyPlaceholder: String? = nil, opensApp: Bool = false,
                isDestructive: Bool = false
            ) {
                self.identifier = identifier
                self.title = title
                self.replyPlaceholder = replyPlaceholder
                self.opensApp = opensApp
                self.isDestructive = isDestructive
            }
        }

        public var identifier: String
        public var actions: [Action]
        /// Whether the app hears of notifications that the user clears.
        public var reportsDismissal: Bool

        public init(_ identifier: String, actions: [Action], reportsDismissal: Bool = false) {
            self.identifier = identifier
            self.actions = actions
            self.reportsDismissal = reportsDismissal
        }

        var category: UNNotificationCategory {
            UNNotificationCategory(
                identifier: identifier, actions: actions.map(\.action), intentIdentifiers: [],
                options: reportsDismissal ? [.customDismissAction] : [])
        }
    }

    extension NotificationCategory.Action {
        fileprivate var action: UNNotificationAction {
            var options: UNNotificationActionOptions = []
            if opensApp { options.insert(.foreground) }
            if isDestructive { options.insert(.destructive) }
            guard let replyPlaceholder else {
                return UNNotificationAction(identifier: identifier, title: title, options: options)
            }
            return UNTextInputNotificationAction(
                identifier: identifier, title: title, options: options, textInputButtonTitle: title,
                textInputPlaceholder: replyPlaceholder)
        }
    }
#endif
