import SimulatedPhone
import Synchronization

/// The centre of one simulated phone. Answers come on a queue of its own, as Apple's do.
public final class UNUserNotificationCenter: NSObject, @unchecked Sendable {
    private static let centers = Mutex<[ObjectIdentifier: UNUserNotificationCenter]>([:])
    private let lock = NSLock()
    private let queue = DispatchQueue(label: "UserNotifications' own")
    private let phone = SimulatedPhone.current
    private var shown: [UNNotification] = []
    private var categories: Set<UNNotificationCategory> = []
    private var status = UNAuthorizationStatus.notDetermined
    public weak var delegate: (any UNUserNotificationCenterDelegate)?

    public class func current() -> UNUserNotificationCenter {
        let phone = SimulatedPhone.current
        return centers.withLock { centers in
            if let center = centers[ObjectIdentifier(phone)] { return center }
            let center = UNUserNotificationCenter()
            // The centre holds its phone, so no later phone takes this identity.
            centers[ObjectIdentifier(phone)] = center
            return center
        }
    }

    public func requestAuthorization(
        options: UNAuthorizationOptions = [], completionHandler: @escaping @Sendable (Bool, (any Error)?) -> Void
    ) {
        let allowed = phone.behaviour.allowsNotifications
        lock.withLock { status = allowed ? .authorized : .denied }
        phone.deliver(on: queue) { completionHandler(allowed, nil) }
    }

    public func getNotificationSettings(
        completionHandler: @escaping @Sendable (UNNotificationSettings) -> Void
    ) {
        phone.deliver(on: queue) {
            let status = self.lock.withLock { self.status }
            completionHandler(UNNotificationSettings(status, showsAlerts: self.phone.behaviour.showsAlerts))
        }
    }

    public func setNotificationCategories(_ categories: Set<UNNotificationCategory>) {
        lock.withLock { self.categories = categories }
    }

    public func getNotificationCategories(
        completionHandler: @escaping @Sendable (Set<UNNotificationCategory>) -> Void
    ) {
        phone.deliver(on: queue) { completionHandler(self.lock.withLock { self.categories }) }
    }

    public func getDeliveredNotifications(completionHandler: @escaping @Sendable ([UNNotification]) -> Void) {
        phone.deliver(on: queue) { completionHandler(self.lock.withLock { self.shown }) }
    }

    public func removeDeliveredNotifications(withIdentifiers identifiers: [String]) {
        let removed = lock.withLock {
            defer { shown.removeAll { identifiers.contains($0.request.identifier) } }
            return shown.filter { identifiers.contains($0.request.identifier) }
        }
        for notification in removed {
            phone.record(.notificationRemoved(identifier: notification.request.identifier))
        }
    }

    public func removeAllDeliveredNotifications() {
        removeDeliveredNotifications(withIdentifiers: lock.withLock { shown.map(\.request.identifier) })
    }

    public func setBadgeCount(_ newBadgeCount: Int, withCompletionHandler: (@Sendable ((any Error)?) -> Void)? = nil) {
        phone.record(.badge(newBadgeCount))
        withCompletionHandler?(nil)
    }
}

// What the system and the user do. Tests reach it by `@_spi(Host) import UserNotifications`.
@_spi(Host) extension UNUserNotificationCenter {
    /// Shows a notification in Notification Center; one with the same identifier gives way.
    public func show(_ request: UNNotificationRequest) {
        lock.withLock {
            shown.removeAll { $0.request.identifier == request.identifier }
            shown.append(UNNotification(request: request))
        }
        phone.record(.notificationShown(identifier: request.identifier))
    }

    public var shownIdentifiers: [String] { lock.withLock { shown.map(\.request.identifier) } }
    public var knownCategories: Set<UNNotificationCategory> { lock.withLock { categories } }
}
