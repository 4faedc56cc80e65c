// Stand-in for the few parts of Apple's UIKit that the kit uses.
@_exported import Foundation
@_exported import UserNotifications
import SimulatedPhone

public enum UIBackgroundFetchResult: UInt, Sendable {
    case newData = 0
    case noData = 1
    case failed = 2
}

public struct UIBackgroundTaskIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static let invalid = UIBackgroundTaskIdentifier(rawValue: 0)
}

@MainActor open class UIApplication: NSObject {
    public enum State: Int, Sendable {
        case active = 0
        case inactive = 1
        case background = 2
    }

    public static let shared = UIApplication()
    nonisolated public static let protectedDataDidBecomeAvailableNotification =
        Notification.Name("UIApplicationProtectedDataDidBecomeAvailable")
    nonisolated public static let didBecomeActiveNotification = Notification.Name("UIApplicationDidBecomeActive")
    nonisolated public static let didEnterBackgroundNotification =
        Notification.Name("UIApplicationDidEnterBackground")

    public var applicationState = State.background
    public private(set) var isRegisteredForRemoteNotifications = false
    private var tasks: [UIBackgroundTaskIdentifier: (@MainActor @Sendable () -> Void)?] = [:]
    private var lastTask = 0

    nonisolated public override init() {}

    open func registerForRemoteNotifications() { isRegisteredForRemoteNotifications = true }
    open func unregisterForRemoteNotifications() { isRegisteredForRemoteNotifications = false }
    public var isProtectedDataAvailable: Bool { SimulatedPhone.current.behaviour.isProtectedDataAvailable }

    public func beginBackgroundTask(
        withName name: String?, expirationHandler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier {
        lastTask += 1
        let identifier = UIBackgroundTaskIdentifier(rawValue: lastTask)
        tasks[identifier] = .some(expirationHandler)
        return identifier
    }

    public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) { tasks[identifier] = nil }

    /// How many background tasks the app has not ended.
    @_spi(Host) public var openTasks: Int { tasks.count }

    /// The time in the background is up.
    @_spi(Host) public func expireBackgroundTasks() {
        for handler in tasks.values { handler?() }
        if !tasks.isEmpty { SimulatedPhone.current.kill(.backgroundTaskNotEnded) }
        tasks = [:]
    }
}

@MainActor open class UIResponder: NSObject {
    nonisolated public override init() {}
}

extension UIApplication {
    public struct LaunchOptionsKey: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}

@MainActor public protocol UIApplicationDelegate: NSObjectProtocol {
    // Optional in Apple's framework.
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool
    func application(
        _ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Data)
    func application(
        _ application: UIApplication, didReceiveRemoteNotification userInfo: [AnyHashable: Any],
        fetchCompletionHandler completionHandler: @escaping @MainActor @Sendable (UIBackgroundFetchResult) -> Void)
}
