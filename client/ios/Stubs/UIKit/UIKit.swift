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
    public weak var delegate: (any UIApplicationDelegate)?
    public private(set) var isRegisteredForRemoteNotifications = false
    private var tasks: [UIBackgroundTaskIdentifier: (@MainActor @Sendable () -> Void)?] = [:]
    private var lastTask = 0
    /// The phone whose tasks these are. The application outlives it, because there is one in a process.
    private var phone = SimulatedPhone.current

    nonisolated public override init() {}

    open func registerForRemoteNotifications() { isRegisteredForRemoteNotifications = true }
    open func unregisterForRemoteNotifications() { isRegisteredForRemoteNotifications = false }
    public var isProtectedDataAvailable: Bool { SimulatedPhone.current.behaviour.isProtectedDataAvailable }

    public func beginBackgroundTask(
        withName name: String?, expirationHandler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier {
        forgetEarlierPhone()
        lastTask += 1
        let identifier = UIBackgroundTaskIdentifier(rawValue: lastTask)
        tasks[identifier] = .some(expirationHandler)
        return identifier
    }

    public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) { tasks[identifier] = nil }

    /// How many background tasks the app has not ended.
    @_spi(Host) public var openTasks: Int {
        forgetEarlierPhone()
        return tasks.count
    }

    private func forgetEarlierPhone() {
        guard phone !== SimulatedPhone.current else { return }
        phone = .current
        tasks = [:]
    }

    /// The time in the background is up.
    @_spi(Host) public func expireBackgroundTasks() {
        forgetEarlierPhone()
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
