import Foundation

/// The user's numbers, as the app and its Call Directory extension share them: a file in the App Group, which the app writes.
public struct CallDirectoryFile: Codable, Sendable, Equatable {
    static let name = "ringpost-call-directory.json"

    /// Numbers with their country code, without `+`.
    public var blocked: Set<Int64> = []
    public var labels: [Int64: String] = [:]
    /// Where the server's answer ended.
    public var cursor: String?
    /// Counts the answers that were taken in.
    public var version = 0
    /// What has led from the version before to this one. Nil: nothing smaller than the whole directory has.
    public var change: DirectoryChanges?

    public init() {}

    public static func load(from store: any KeptStore) throws -> CallDirectoryFile {
        try store.loadValue(name) ?? CallDirectoryFile()
    }

    func save(to store: any KeptStore) throws { try store.saveValue(self, as: Self.name) }

    /// Takes in an answer of `GET /v1/call-directory`: removals first, then additions.
    mutating func take(_ changes: DirectoryChanges) {
        let isEmpty = changes.blocking == DirectoryChanges.Numbers() && changes.identification == DirectoryChanges.Entries()
        cursor = changes.cursor
        if changes.incremental && isEmpty { return }
        if !changes.incremental { (blocked, labels) = ([], [:]) }
        for number in changes.blocking.remove.compactMap(Int64.init) { blocked.remove(number) }
        for number in changes.identification.remove.compactMap(Int64.init) { labels[number] = nil }
        for number in changes.blocking.add.compactMap(Int64.init) { blocked.insert(number) }
        for entry in changes.identification.add {
            if let number = Int64(entry.number) { labels[number] = entry.label }
        }
        version += 1
        change = changes.incremental ? changes : nil
    }
}
