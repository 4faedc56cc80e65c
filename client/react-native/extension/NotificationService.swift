import Foundation
import RingpostNotificationService

/// Attaches pictures, shows senders as persons, and reports what was delivered and shown. It reads its settings from its
/// Info.plist, where the config plugin has written them.
final class ExpoNotificationService: NotificationService, @unchecked Sendable {
    override var settings: NotificationServiceSettings? {
        let plist = Bundle.main.object(forInfoDictionaryKey: "Ringpost") as? [String: Any]
        guard let apiURL = (plist?["apiUrl"] as? String).flatMap(URL.init(string:)),
            let store = store(plist?["appGroup"] as? String)
        else { return nil }
        return NotificationServiceSettings(apiURL: apiURL, store: store)
    }

    /// The folder that the app shares with its extension.
    private func store(_ appGroup: String?) -> FileStore? {
        #if canImport(Darwin)
            return appGroup.flatMap { FileStore(appGroup: $0) }
        #else
            return appGroup.map { FileStore(folder: FileManager.default.temporaryDirectory.appendingPathComponent($0)) }
        #endif
    }
}
