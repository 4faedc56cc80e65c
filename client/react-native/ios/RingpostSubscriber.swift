import ExpoModulesCore
import RingpostKit
import UserNotifications

/// Hears of the app's launch before JavaScript is there, as PushKit demands.
public final class RingpostSubscriber: ExpoAppDelegateSubscriber {
    private var tapReceiver: TapReceiver?

    public func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        if RingpostHost.current == nil {
            let plist = Bundle.main.object(forInfoDictionaryKey: "Ringpost") as? [String: Any]
            RingpostHost.current = HostSettings(infoPlist: plist ?? [:]).map { RingpostHost($0) }
        }
        guard let host = RingpostHost.current else { return true }
        let center = UNUserNotificationCenter.current()
        // Another library's delegate stays, such as that of expo-notifications. It hands taps on to JavaScript itself.
        if center.delegate == nil {
            let receiver = TapReceiver(host)
            tapReceiver = receiver
            center.delegate = receiver
        }
        host.launched()
        return true
    }

    public func application(
        _ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data
    ) {
        RingpostHost.current?.ringpost.alertTokenChanged(deviceToken)
    }

    public func application(
        _ application: UIApplication, didReceiveRemoteNotification userInfo: [AnyHashable: Any],
        fetchCompletionHandler completionHandler: @escaping @MainActor @Sendable (UIBackgroundFetchResult) -> Void
    ) {
        guard let host = RingpostHost.current else { return completionHandler(.noData) }
        host.ringpost.notifications.receive(userInfo, done: completionHandler)
    }
}

/// The delegate of the notification centre, where the app has no other.
@MainActor private final class TapReceiver: NSObject, UNUserNotificationCenterDelegate {
    private let host: RingpostHost

    init(_ host: RingpostHost) { self.host = host }

    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, willPresent notification: UNNotification,
        withCompletionHandler completionHandler: @escaping (UNNotificationPresentationOptions) -> Void
    ) {
        // iOS calls its delegate on the main queue.
        let notifications = MainActor.assumeIsolated { host.ringpost.notifications }
        completionHandler(notifications.presentation(of: notification))
    }

    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void
    ) {
        let opened = MainActor.assumeIsolated { host.ringpost.notifications }.open(response)
        MainActor.assumeIsolated { host.opened(opened) }
        completionHandler()
    }
}
