// Stand-in for the parts of Flutter's framework for iOS that docs/flutter.md uses.
@_exported import UIKit

public protocol FlutterBinaryMessenger: NSObjectProtocol {}

public protocol FlutterPluginRegistrar: NSObjectProtocol {
    func messenger() -> any FlutterBinaryMessenger
}

public protocol FlutterPluginRegistry: NSObjectProtocol {
    func registrar(forPlugin pluginKey: String) -> (any FlutterPluginRegistrar)?
}

/// The delegate of an app that Flutter has made.
@MainActor open class FlutterAppDelegate: UIResponder, UIApplicationDelegate, @preconcurrency FlutterPluginRegistry {
    private let engine = Engine()

    open func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        true
    }

    open func application(
        _ application: UIApplication, didRegisterForRemoteNotificationsWithDeviceToken deviceToken: Foundation.Data
    ) {}

    open func application(
        _ application: UIApplication, didReceiveRemoteNotification userInfo: [AnyHashable: Any],
        fetchCompletionHandler completionHandler: @escaping @MainActor @Sendable (UIBackgroundFetchResult) -> Void
    ) {
        completionHandler(.noData)
    }

    open func registrar(forPlugin pluginKey: String) -> (any FlutterPluginRegistrar)? { engine }

    private final class Engine: NSObject, FlutterPluginRegistrar, FlutterBinaryMessenger {
        func messenger() -> any FlutterBinaryMessenger { self }
    }
}

public final class FlutterMethodCall: NSObject {
    public let method: String
    public let arguments: Any?

    public init(methodName method: String, arguments: Any?) {
        self.method = method
        self.arguments = arguments
    }
}

public typealias FlutterResult = (Any?) -> Void
public typealias FlutterMethodCallHandler = (FlutterMethodCall, @escaping FlutterResult) -> Void

nonisolated(unsafe) public let FlutterMethodNotImplemented = NSObject()

/// A channel whose other end is Dart.
public final class FlutterMethodChannel: NSObject {
    nonisolated(unsafe) private static var open: [String: FlutterMethodChannel] = [:]
    private var handler: FlutterMethodCallHandler?

    public init(name: String, binaryMessenger messenger: any FlutterBinaryMessenger) {
        super.init()
        Self.open[name] = self
    }

    public func setMethodCallHandler(_ handler: FlutterMethodCallHandler?) { self.handler = handler }

    /// Dart calls a method. - Returns: what its future completes with.
    @_spi(Host) public static func invoke(_ channel: String, _ method: String, _ arguments: Any?) -> Any? {
        var answer: Any?
        open[channel]?.handler?(FlutterMethodCall(methodName: method, arguments: arguments)) { answer = $0 }
        return answer
    }
}
