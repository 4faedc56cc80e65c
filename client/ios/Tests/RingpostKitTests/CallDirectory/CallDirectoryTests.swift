@_spi(Host) import CallKit
import Foundation
import RingpostCallDirectory
import RingpostCore
import RingpostKit
import SimulatedPhone
import Testing

extension PhoneTests {
    @MainActor @Suite struct CallDirectoryTests {
        @Test func theFirstLoadBringsEverythingInOrder() async throws {
            let phone = DirectoryPhone()
            phone.server.answer = changes(block: ["14155552671", "8613800138000"], name: ["33123456789": "Marie"])
            try await phone.sync.sync()
            #expect(phone.system.store.blocked == [14_155_552_671, 8_613_800_138_000])
            #expect(phone.system.store.labels == [33_123_456_789: "Marie"])
        }

        @Test func aChangeIsLoadedAlone() async throws {
            let phone = DirectoryPhone()
            phone.server.answer = changes(block: ["14155552671"], name: ["33123456789": "Marie"])
            try await phone.sync.sync()
            phone.server.answer = changes(
                block: ["8613800138000"], unblock: ["14155552671"], name: ["33123456789": "Marie B."],
                unname: ["33123456789"], cursor: "2", incremental: true)
            try await phone.sync.sync()
            #expect(phone.system.store.blocked == [8_613_800_138_000])
            #expect(phone.system.store.labels == [33_123_456_789: "Marie B."])
            #expect(phone.system.loads == ["whole", "incremental"])
        }

        @Test func aLoadThatFailsIsFollowedByOneThatBringsEverything() async throws {
            let phone = DirectoryPhone()
            phone.server.answer = changes(block: ["14155552671"])
            try await phone.sync.sync()
            phone.system.isInterrupted = true
            phone.server.answer = changes(block: ["8613800138000"], cursor: "2", incremental: true)
            await #expect(throws: (any Error).self) { try await phone.sync.sync() }
            phone.system.isInterrupted = false
            phone.server.answer = changes(cursor: "2", incremental: true)
            try await phone.sync.sync()
            #expect(phone.system.store.blocked == [14_155_552_671, 8_613_800_138_000])
        }

        @Test func aSystemThatHasLostItsListGetsEverything() async throws {
            let phone = DirectoryPhone()
            phone.server.answer = changes(block: ["14155552671"], name: ["33123456789": "Marie"])
            try await phone.sync.sync()
            phone.system.store = DirectoryStore()
            phone.system.isIncremental = false
            phone.server.answer = changes(block: ["8613800138000"], cursor: "2", incremental: true)
            try await phone.sync.sync()
            #expect(phone.system.store.blocked == [14_155_552_671, 8_613_800_138_000])
            #expect(phone.system.store.labels == [33_123_456_789: "Marie"])
        }

        @Test func withoutItsFolderTheExtensionLeavesTheSystemsListAlone() {
            let context = CXCallDirectoryExtensionContext(isIncremental: true, store: DirectoryStore())
            CallDirectoryExtension().beginRequest(with: context)
            #expect(context.cancellation is CallDirectoryIsClosed)
            #expect(context.completions == 0)
        }

        @Test func theAppReadsWhetherTheExtensionIsOn() async {
            let phone = DirectoryPhone()
            let reload = CallDirectoryReload(extensionId: "com.example.chat.directory")
            for (status, isEnabled) in [(.enabled, true), (.disabled, false), (.unknown, nil)]
                as [(CXCallDirectoryManager.EnabledStatus, Bool?)]
            {
                CXCallDirectoryManager.sharedInstance.status = status
                #expect(await reload.isEnabled() == isEnabled)
            }
            reload.openSettings()
            #expect(phone.phone.events.contains(.directory("settings")))
        }
    }
}

/// The directory from the server's answer to CallKit's list.
@MainActor private final class DirectoryPhone {
    let phone = SimulatedPhone.reset()
    let server = DirectoryServer()
    let system: DirectorySystem
    let sync: CallDirectorySync

    init() {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("directory-\(UUID())")
        let store = FileStore(folder: folder)
        let system = DirectorySystem(store: store)
        self.system = system
        CXCallDirectoryManager.sharedInstance.onReload = { _ in try system.run() }
        let reload = CallDirectoryReload(extensionId: "com.example.chat.directory")
        sync = CallDirectorySync(server: server, store: store, reload: { try await reload() })
    }
}

/// CallKit, as far as it runs the extension and keeps what it loads.
private final class DirectorySystem: @unchecked Sendable {
    private let shared: FileStore
    var store = DirectoryStore()
    var isIncremental: Bool?
    var isInterrupted = false
    private(set) var loads: [String] = []

    init(store: FileStore) { shared = store }

    func run() throws {
        let incremental = isIncremental ?? !loads.isEmpty
        loads.append(incremental ? "incremental" : "whole")
        let context = CXCallDirectoryExtensionContext(isIncremental: incremental, store: store)
        context.isExpiring = isInterrupted
        Extension(shared).beginRequest(with: context)
        if isInterrupted { throw CXErrorCodeCallDirectoryManagerError(.loadingInterrupted) }
        guard let result = context.result else { throw context.error ?? .init(.unknown) }
        store = result
    }

    private final class Extension: CallDirectoryExtension {
        private let shared: FileStore
        init(_ shared: FileStore) { self.shared = shared }
        override var store: (any KeptStore)? { shared }
    }
}

private final class DirectoryServer: CallDirectoryServer, @unchecked Sendable {
    var answer = changes()
    func directoryChanges(since cursor: String?) async throws(RingpostError) -> DirectoryChanges { answer }
}

private func changes(
    block: [String] = [], unblock: [String] = [], name: [String: String] = [:], unname: [String] = [],
    cursor: String = "1", incremental: Bool = false
) -> DirectoryChanges {
    let entries = name.sorted { $0.key < $1.key }.map { ["number": $0.key, "label": $0.value] }
    let answer: [String: Any] = [
        "blocking": ["add": block, "remove": unblock], "identification": ["add": entries, "remove": unname],
        "cursor": cursor, "incremental": incremental,
    ]
    let data = try! JSONSerialization.data(withJSONObject: answer)
    return try! RingpostJSON.decoder().decode(DirectoryChanges.self, from: data)
}
