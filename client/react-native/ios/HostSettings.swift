import Foundation
import RingpostKit

/// What the config plugin writes into the app's Info.plist, at `Ringpost`. It is read there, because a push may launch the
/// app long before JavaScript could say it.
struct HostSettings: Equatable {
    var apiURL: URL
    var appGroup: String
    var unknownCaller = "Unknown"
    /// What rings in mainland China, where App Review refuses CallKit.
    var inChina = CallSystem.alerts

    init(apiURL: URL, appGroup: String) {
        self.apiURL = apiURL
        self.appGroup = appGroup
    }

    /// - Returns: nil when the config plugin has not run.
    init?(infoPlist: [String: Any]) {
        guard let apiURL = (infoPlist["apiUrl"] as? String).flatMap(URL.init(string:)),
            let appGroup = infoPlist["appGroup"] as? String
        else { return nil }
        self.init(apiURL: apiURL, appGroup: appGroup)
        if let name = infoPlist["unknownCaller"] as? String { unknownCaller = name }
        if infoPlist["inChina"] as? String == "liveCommunicationKit" { inChina = .liveCommunicationKit }
    }
}

/// Ringpost's settings are missing, so there is nothing that the module could do.
struct NotSetUp: LocalizedError {
    var errorDescription: String? {
        "Ringpost's settings are not in Info.plist. "
            + "Add the plugin ringpost-react-native to app.json, run expo prebuild, and build the app again."
    }
}
