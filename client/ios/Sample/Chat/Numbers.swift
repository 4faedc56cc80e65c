// Numbers.swift
import RingpostKit

/// Numbers that the user blocks or names.
struct Numbers {
    let ringpost: Ringpost
    private let reload = CallDirectoryReload(extensionId: "com.example.chat.directory")

    @MainActor init(ringpost: Ringpost) { self.ringpost = ringpost }

    /// After a change, after each login, and when the account was switched.
    @MainActor func sync() async throws {
        let reload = reload
        let sync = CallDirectorySync(server: ringpost.api, store: Stage.sharedFiles, reload: { try await reload() })
        try await sync.sync()
    }

    /// false: show the user the way to Settings, with `reload.openSettings()`.
    func isOn() async -> Bool? { await reload.isEnabled() }
}
