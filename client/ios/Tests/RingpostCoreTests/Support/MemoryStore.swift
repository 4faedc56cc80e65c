import Foundation

@testable import RingpostCore

/// Keeps in memory, and can be closed as before the first unlock of a phone.
final class MemoryStore: KeptStore, @unchecked Sendable {
    private let lock = NSLock()
    private var saved: [String: Data] = [:]
    private var closed = false

    var isLocked: Bool {
        get { lock.withLock { closed } }
        set { lock.withLock { closed = newValue } }
    }

    func load(_ name: String) throws -> Data? {
        try lock.withLock {
            if closed { throw StoreIsLocked() }
            return saved[name]
        }
    }

    func save(_ data: Data, as name: String) throws {
        try lock.withLock {
            if closed { throw StoreIsLocked() }
            saved[name] = data
        }
    }
}
