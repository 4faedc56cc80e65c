import Foundation

/// One step of loading the directory into the system.
public enum CallDirectoryStep: Sendable, Hashable {
    case removeAllBlocking
    case removeAllIdentification
    case removeBlocking(Int64)
    case removeIdentification(Int64)
    case addBlocking(Int64)
    case addIdentification(Int64, label: String)
}

/// What the extension loads, and in which order: removals first, then additions with the numbers ascending, each once.
public enum CallDirectoryLoad {
    static let name = "ringpost-call-directory-loaded.json"

    /// - Parameters:
    ///   - loadedVersion: of the file that the system has loaded; nil when none is known.
    ///   - isIncremental: the system keeps what it has, and takes changes alone.
    public static func steps(
        for file: CallDirectoryFile, loadedVersion: Int?, isIncremental: Bool
    ) -> [CallDirectoryStep] {
        guard isIncremental else { return everything(in: file) }
        if loadedVersion == file.version { return [] }
        guard let change = file.change, loadedVersion == file.version - 1 else {
            return [.removeAllBlocking, .removeAllIdentification] + everything(in: file)
        }
        return steps(for: change)
    }

    /// The version that the extension has loaded. It writes this file, and the app the other one.
    public static func loadedVersion(in store: any KeptStore) -> Int? { try? store.loadValue(name) }

    public static func saveLoadedVersion(_ version: Int, in store: any KeptStore) throws {
        try store.saveValue(version, as: name)
    }

    private static func everything(in file: CallDirectoryFile) -> [CallDirectoryStep] {
        file.blocked.sorted().map { .addBlocking($0) }
            + file.labels.sorted { $0.key < $1.key }.map { .addIdentification($0.key, label: $0.value) }
    }

    private static func steps(for change: DirectoryChanges) -> [CallDirectoryStep] {
        let entries = change.identification.add.compactMap { entry in Int64(entry.number).map { ($0, entry.label) } }
        return numbers(change.blocking.remove).map { .removeBlocking($0) }
            + numbers(change.identification.remove).map { .removeIdentification($0) }
            + numbers(change.blocking.add).map { .addBlocking($0) }
            + entries.sorted { $0.0 < $1.0 }.map { .addIdentification($0.0, label: $0.1) }
    }

    private static func numbers(_ texts: [String]) -> [Int64] { Set(texts.compactMap { Int64($0) }).sorted() }
}
