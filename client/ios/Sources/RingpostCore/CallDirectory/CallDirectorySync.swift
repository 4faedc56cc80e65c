import Foundation

/// What the directory asks of the server.
public protocol CallDirectoryServer: Sendable {
    func directoryChanges(since cursor: String?) async throws(RingpostError) -> DirectoryChanges
}

extension APIClient: CallDirectoryServer {}

/// Fetches the user's numbers for the Call Directory extension, and has the system load them.
public actor CallDirectorySync {
    private let server: any CallDirectoryServer
    private let store: any KeptStore
    private let reload: @Sendable () async throws -> Void
    private var running: Task<Void, any Error>?
    private var isWantedAgain = false

    /// - Parameters:
    ///   - store: the folder of the App Group that the extension shares.
    ///   - reload: `CXCallDirectoryManager.reloadExtension` with the extension's bundle ID.
    public init(
        server: any CallDirectoryServer, store: any KeptStore, reload: @escaping @Sendable () async throws -> Void
    ) {
        self.server = server
        self.store = store
        self.reload = reload
    }

    /// After a change of a number, after each login, and when the account was switched. Calls that come while one runs lead to
    /// one more.
    public func sync() async throws {
        if let running {
            isWantedAgain = true
            return try await running.value
        }
        let task = Task { try await self.fetchUntilCurrent() }
        running = task
        defer { running = nil }
        try await task.value
    }

    private func fetchUntilCurrent() async throws {
        repeat {
            isWantedAgain = false
            try await fetchAndLoad()
        } while isWantedAgain
    }

    private func fetchAndLoad() async throws {
        var file = try CallDirectoryFile.load(from: store)
        if CallDirectoryLoad.loadedVersion(in: store) != file.version && file.version > 0 { try await load(file) }
        let changes = try await changes(since: file.cursor)
        let before = file.version
        file.take(changes)
        try file.save(to: store)
        if file.version != before { try await load(file) }
    }

    /// A cursor that the server does not know any more is one to forget.
    private func changes(since cursor: String?) async throws(RingpostError) -> DirectoryChanges {
        do throws(RingpostError) { return try await server.directoryChanges(since: cursor) } catch {
            guard cursor != nil, error.problem?.code == "unknown_cursor" else { throw error }
            return try await server.directoryChanges(since: nil)
        }
    }

    /// The system keeps nothing of a load that failed, so the next one brings everything.
    private func load(_ file: CallDirectoryFile) async throws {
        do { try await reload() } catch {
            var whole = file
            whole.change = nil
            try whole.save(to: store)
            throw error
        }
    }
}
