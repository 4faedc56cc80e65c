#if os(iOS) || os(Linux)
    import RingpostCore
    import UIKit

    /// Time that iOS gives the app after the user has declined or hung up on the lock screen. Without it the server would
    /// hear of it when the app is opened next.
    @MainActor final class BackgroundTime {
        private var tasks: [String: UIBackgroundTaskIdentifier] = [:]

        func begin(_ action: CallAction, _ callId: CallID) {
            let name = Self.name(action, callId)
            guard tasks[name] == nil else { return }
            tasks[name] = UIApplication.shared.beginBackgroundTask(withName: name) { [weak self] in
                self?.end(name)
            }
        }

        func end(_ action: CallAction, _ callId: CallID) { end(Self.name(action, callId)) }

        private func end(_ name: String) {
            if let task = tasks.removeValue(forKey: name) { UIApplication.shared.endBackgroundTask(task) }
        }

        private static func name(_ action: CallAction, _ callId: CallID) -> String { "\(action.rawValue) \(callId)" }
    }
#endif
