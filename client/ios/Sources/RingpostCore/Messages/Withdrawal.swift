import Foundation

/// A notification that the phone shows.
public struct ShownNotification: Sendable, Hashable {
    /// `UNNotificationRequest.identifier`.
    public var identifier: String
    public var content: PushContent

    public init(identifier: String, content: PushContent) {
        self.identifier = identifier
        self.content = content
    }
}

/// Which notifications go when a push says that something is over.
public enum Withdrawal {
    /// - Parameter push: the background push that came.
    /// - Returns: identifiers for `removeDeliveredNotifications(withIdentifiers:)`.
    public static func identifiers(in shown: [ShownNotification], after push: PushContent) -> [String] {
        shown.filter { isOver($0.content, after: push) }.map(\.identifier)
    }

    /// The call whose ring alerts go, because this phone has reported it to CallKit meanwhile.
    /// - Parameter payload: of a background push.
    public static func reportedCall(in payload: [AnyHashable: Any]) -> CallID? {
        guard let ringpost = JSON(payload: payload)?["ringpost"], ringpost["reported"]?.boolValue == true else { return nil }
        return ringpost["callId"]?.stringValue.flatMap(CallID.init(uuidString:))
    }

    /// - Returns: identifiers for `removeDeliveredNotifications(withIdentifiers:)`. The missed call stays.
    public static func identifiers(in shown: [ShownNotification], ofRing callId: CallID) -> [String] {
        shown.filter { notification in
            if case .ring(let ring) = notification.content { ring.callId == callId } else { false }
        }.map(\.identifier)
    }

    private static func isOver(_ shown: PushContent, after push: PushContent) -> Bool {
        switch (shown, push) {
        case (.message(let message), .recall(let messageId, _)): message.messageId == messageId
        // The missed call stays: it has taken the place of the ring.
        case (.ring(let ring), .stoppedRing(let status)): ring.callId == status.callId
        default: false
        }
    }
}
