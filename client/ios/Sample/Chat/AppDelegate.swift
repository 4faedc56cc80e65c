// AppDelegate.swift
import RingpostKit
import UIKit
import UserNotifications

final class AppDelegate: UIResponder, UIApplicationDelegate {
    let chat = Chat()

    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // Before this returns: iOS launches the app for a push, and the tap that launched it comes next.
        UNUserNotificationCenter.current().delegate = self
        chat.launched()
        return true
    }

    func application(
        _ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data
    ) {
        chat.ringpost.alertTokenChanged(deviceToken)
    }

    func application(
        _ application: UIApplication, didReceiveRemoteNotification userInfo: [AnyHashable: Any],
        fetchCompletionHandler completionHandler: @escaping @MainActor @Sendable (UIBackgroundFetchResult) -> Void
    ) {
        chat.ringpost.notifications.receive(userInfo, done: completionHandler)
    }
}

extension AppDelegate: UNUserNotificationCenterDelegate {
    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, willPresent notification: UNNotification,
        withCompletionHandler completionHandler: @escaping (UNNotificationPresentationOptions) -> Void
    ) {
        // iOS calls its delegate on the main queue.
        let options = MainActor.assumeIsolated { chat.ringpost.notifications }.presentation(of: notification)
        completionHandler(options)
    }

    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void
    ) {
        let opened = MainActor.assumeIsolated { chat.ringpost.notifications }.open(response)
        MainActor.assumeIsolated { chat.open(opened) }
        completionHandler()
    }
}
