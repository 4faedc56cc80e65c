import Foundation

/// The number on the app's icon, counted on the phone: for messages with `badge` `{"mode": "app"}`.
///
/// The app says what is unread, and its notification service extension counts on from there. Each writes a file of its own,
/// so that neither overwrites what the other does at the same time.
public struct BadgeCounter: Sendable {
    static let appFile = "ringpost-badge.json"
    static let serviceFile = "ringpost-badge-service.json"
    /// How many messages are remembered, so that one that comes twice counts once.
    static let rememberedMessages = 500
    /// iOS may hand one process several notifications at once.
    private static let lock = NSLock()

    /// From what the app has said.
    struct Start: Codable, Equatable {
        var id: UUID
        var unreadCount: Int
    }

    /// What the extension has added.
    struct Added: Codable, Equatable {
        /// The start that it is added to. nil: the app has not said anything yet.
        var start: UUID?
        var count = 0
        /// Of notifications that were added: a later one with the same identifier takes the place of the earlier.
        var identifiers: [String] = []
        /// Oldest first.
        var messageIds: [String] = []
    }

    private let store: any KeptStore

    /// - Parameter store: the folder that the app and its extension share.
    public init(store: any KeptStore) { self.store = store }

    /// The app's part: what the user has not read.
    public func set(_ unreadCount: Int) {
        // Before the first unlock nobody reads anything.
        try? store.saveValue(Start(id: UUID(), unreadCount: unreadCount), as: Self.appFile)
    }

    /// - Returns: nil on a phone that has not counted any message.
    public func counted() -> Int? {
        guard let start = try? load(), let added = try? loadAdded() else { return nil }
        return number(start, added)
    }

    /// The extension's part: one more, unless the phone has counted this message, or one whose place it takes.
    /// - Parameter identifier: of the notification.
    /// - Returns: the new number. nil before the first unlock, when nobody knows it.
    public func count(messageId: String, identifier: String) -> Int? {
        Self.lock.withLock {
            guard let start = try? load(), var added = try? loadAdded() ?? Added() else { return nil }
            if added.start != start.value?.id {
                added = Added(start: start.value?.id, messageIds: added.messageIds)
            }
            guard !added.messageIds.contains(messageId) else { return number(start, added) }
            added.messageIds = (added.messageIds + [messageId]).suffix(Self.rememberedMessages)
            if !added.identifiers.contains(identifier) {
                added.identifiers.append(identifier)
                added.count += 1
            }
            guard (try? store.saveValue(added, as: Self.serviceFile)) != nil else { return nil }
            return number(start, added)
        }
    }

    private struct Loaded { var value: Start? }

    private func load() throws -> Loaded { Loaded(value: try store.loadValue(Self.appFile)) }

    private func loadAdded() throws -> Added? { try store.loadValue(Self.serviceFile) }

    private func number(_ start: Loaded, _ added: Added) -> Int {
        (start.value?.unreadCount ?? 0) + (added.start == start.value?.id ? added.count : 0)
    }
}
