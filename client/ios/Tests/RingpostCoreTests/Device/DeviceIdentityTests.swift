import Foundation
import Testing

@testable import RingpostCore

@Suite struct DeviceIdentityTests {
    @Test func theIDIsMadeOnceAndKept() {
        // Prepare
        let store = MemoryStore()

        // Act
        let first = DeviceIdentity(store: store).deviceId()
        let second = DeviceIdentity(store: store).deviceId()

        // Assess
        #expect(first?.isEmpty == false)
        #expect(second == first)
    }

    @Test func beforeTheFirstUnlockNoNewIDIsMade() {
        // Prepare
        let store = MemoryStore()
        let known = DeviceIdentity(store: store).deviceId()

        // Act
        store.isLocked = true
        let locked = DeviceIdentity(store: store).deviceId()
        store.isLocked = false

        // Assess
        #expect(locked == nil)
        #expect(DeviceIdentity(store: store).deviceId() == known)
    }
}

@Suite struct FileStoreTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringpost-\(UUID().uuidString)")

    @Test func whatIsSavedIsLoadedByTheNextOne() throws {
        // Prepare
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileStore(folder: folder).save(Data("kept".utf8), as: "a.json")

        // Act
        let next = FileStore(folder: folder)

        // Assess
        #expect(try next.load("a.json") == Data("kept".utf8))
        #expect(try next.load("b.json") == nil)
    }

    @Test func aLockedFileDoesNotCountAsMissing() throws {
        // Prepare: a folder in the place of the file can be read by nobody.
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("a.json"), withIntermediateDirectories: true)

        // Act and assess
        #expect(throws: StoreIsLocked.self) { try FileStore(folder: folder).load("a.json") }
    }
}
