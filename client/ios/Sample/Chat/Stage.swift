// Stage.swift
import Foundation
import RingpostKit

/// Which Ringpost the app speaks to, and what it needs to know of the app.
enum Stage {
    static let appId = "com.example.chat"
    static let appGroup = "group.com.example.chat"
    /// `ApiUrl`, which `cdk deploy` prints; for the phone lab `http://127.0.0.1:4700`.
    static let apiURL = URL(string: "https://abc123.execute-api.eu-central-1.amazonaws.com")!

    static func settings(login: Login) -> RingpostSettings {
        var settings = RingpostSettings(
            apiURL: apiURL, appId: appId, files: sharedFiles, keychain: keychain,
            token: { refused in try await login.token(insteadOf: refused) })
        settings.unknownCaller = NSLocalizedString("Unknown caller", comment: "a call without a name")
        return settings
    }

    /// The app and its extensions read and write here.
    static var sharedFiles: FileStore {
        #if canImport(Darwin)
            if let files = FileStore(appGroup: appGroup) { return files }
        #endif
        return FileStore(folder: FileManager.default.temporaryDirectory.appendingPathComponent("Ringpost"))
    }

    static var keychain: any KeptStore {
        #if canImport(Security)
            return KeychainStore()
        #else
            return sharedFiles
        #endif
    }
}
