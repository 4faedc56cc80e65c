// ExtensionFiles.swift
import Foundation
import RingpostCore

/// The folder that the app shares with its extensions. Each target needs the App Groups capability.
enum ExtensionFiles {
    static var shared: FileStore {
        #if canImport(Darwin)
            if let files = FileStore(appGroup: "group.com.example.chat") { return files }
        #endif
        return FileStore(folder: FileManager.default.temporaryDirectory.appendingPathComponent("Ringpost"))
    }
}
