import Foundation

/// What the kit keeps between two runs of the app.
public protocol KeptStore: Sendable {
    /// - Returns: nil when nothing was saved under this name.
    /// - Throws: `StoreIsLocked` before the first unlock after a restart of the phone. What is there must not be overwritten then.
    func load(_ name: String) throws -> Data?
    func save(_ data: Data, as name: String) throws
}

/// The phone has not been unlocked since it was started, so the app's files and its keychain are closed.
public struct StoreIsLocked: Error, Sendable {
    public init() {}
}

/// One file for each name. An app and its extensions share a folder in their App Group, and each writes files of its own.
public struct FileStore: KeptStore {
    private let folder: URL

    public init(folder: URL) { self.folder = folder }

    public func load(_ name: String) throws -> Data? {
        let file = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do { return try Data(contentsOf: file) } catch { throw StoreIsLocked() }
    }

    public func save(_ data: Data, as name: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        #if os(iOS)
            // Readable from the first unlock on, also while the phone is locked: a push may start the app then.
            let options: Data.WritingOptions = [.atomic, .completeFileProtectionUntilFirstUserAuthentication]
        #else
            let options: Data.WritingOptions = .atomic
        #endif
        try data.write(to: folder.appendingPathComponent(name), options: options)
    }
}

extension KeptStore {
    /// - Throws: `StoreIsLocked`. A file that cannot be read as `T` counts as none: it is of another version.
    func loadValue<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T? {
        guard let data = try load(name) else { return nil }
        return try? RingpostJSON.decoder().decode(type, from: data)
    }

    func saveValue(_ value: some Encodable, as name: String) throws {
        try save(RingpostJSON.encoder().encode(value), as: name)
    }
}
