@_exported import UIKit

/// Expo makes one of each subscriber at launch, and hands on to it what iOS says to the app's delegate.
open class BaseExpoAppDelegateSubscriber: UIResponder {
    public required override init() {}
}

public protocol ExpoAppDelegateSubscriberProtocol: UIApplicationDelegate {}

public typealias ExpoAppDelegateSubscriber = BaseExpoAppDelegateSubscriber & ExpoAppDelegateSubscriberProtocol
