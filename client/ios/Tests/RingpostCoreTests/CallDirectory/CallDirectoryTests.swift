import Foundation
import Testing

@testable import RingpostCore

@Suite struct CallDirectoryTests {
    let store = MemoryStore()
    let server = FakeDirectory()
    let system = FakeSystemDirectory()

    func sync() -> CallDirectorySync {
        CallDirectorySync(server: server, store: store) { [system, store] in try system.load(from: store) }
    }

    func answer(
        _ cursor: String, incremental: Bool = true, block: [String] = [], unblock: [String] = [],
        name: [(String, String)] = [], unname: [String] = []
    ) -> DirectoryChanges {
        DirectoryChanges(
            blocking: .init(add: block, remove: unblock),
            identification: .init(add: name.map { .init(number: $0, label: $1) }, remove: unname),
            cursor: cursor, incremental: incremental)
    }

    @Test func theFirstLoadBringsEverythingInOrder() async throws {
        // Prepare
        server.answers(
            answer("c1", incremental: false, block: ["4930", "14155552671"], name: [("8613800138000", "Courier")]))

        // Act
        try await sync().sync()

        // Assess
        #expect(
            system.loads == [[.addBlocking(4930), .addBlocking(14_155_552_671), .addIdentification(8_613_800_138_000, label: "Courier")]])
    }

    @Test func aChangeIsLoadedByItself() async throws {
        // Prepare
        server.answers(
            answer("c1", incremental: false, name: [("8613800138000", "Courier")]),
            answer("c2", block: ["1"], name: [("8613800138000", "Cook")], unname: ["8613800138000"]))
        let sync = sync()
        try await sync.sync()

        // Act
        try await sync.sync()

        // Assess
        #expect(server.cursors == [nil, "c1"])
        #expect(
            system.loads.last
                == [.removeIdentification(8_613_800_138_000), .addBlocking(1), .addIdentification(8_613_800_138_000, label: "Cook")])
    }

    @Test func withoutAChangeNothingIsLoaded() async throws {
        // Prepare
        server.answers(answer("c1", incremental: false, block: ["1"]), answer("c2"))
        let sync = sync()
        try await sync.sync()

        // Act
        try await sync.sync()

        // Assess
        #expect(system.loads.count == 1)
        #expect(try CallDirectoryFile.load(from: store).cursor == "c2")
    }

    @Test func whenTheSystemLoadsByItselfNothingIsAddedTwice() async throws {
        // Prepare
        server.answers(answer("c1", incremental: false, block: ["1"]), answer("c2", block: ["2"]))
        let sync = sync()
        try await sync.sync()
        try await sync.sync()

        // Act
        try system.load(from: store)

        // Assess
        #expect(system.loads.last == [])
    }

    @Test func afterALoadThatFailedEverythingIsBrought() async throws {
        // Prepare
        server.answers(
            answer("c1", incremental: false, block: ["1"]), answer("c2", block: ["2"]), answer("c3", block: ["3"]))
        let sync = sync()
        try await sync.sync()
        system.failures = 1
        await #expect(throws: FakeSystemDirectory.Failed.self) { try await sync.sync() }

        // Act
        try await sync.sync()

        // Assess
        #expect(system.blocked == [1, 2, 3])
        #expect(system.loads[1] == [.removeAllBlocking, .removeAllIdentification, .addBlocking(1), .addBlocking(2)])
    }

    @Test func aSystemThatHasLostItsListGetsEverything() async throws {
        // Prepare
        server.answers(answer("c1", incremental: false, block: ["1"]), answer("c2", block: ["2"]))
        let sync = sync()
        try await sync.sync()
        system.isIncremental = false

        // Act
        try await sync.sync()

        // Assess
        #expect(system.loads.last == [.addBlocking(1), .addBlocking(2)])
    }

    @Test func aCursorThatTheServerHasForgottenStartsAnew() async throws {
        // Prepare
        server.answers(answer("c1", incremental: false, block: ["1"]), answer("c9", incremental: false, block: ["9"]))
        let sync = sync()
        try await sync.sync()
        server.refuses(refusal(400, "unknown_cursor"))

        // Act
        try await sync.sync()

        // Assess
        #expect(server.cursors == [nil, "c1", nil])
        #expect(system.blocked == [9])
    }

    @Test func textThatIsNotANumberIsLeftOut() async throws {
        // Prepare
        server.answers(answer("c1", incremental: false, block: ["1", "x"]), answer("c2", block: ["3", "2"], unblock: ["y"]))
        let sync = sync()

        // Act
        try await sync.sync()
        try await sync.sync()

        // Assess
        #expect(system.loads == [[.addBlocking(1)], [.addBlocking(2), .addBlocking(3)]])
    }
}

final class FakeDirectory: CallDirectoryServer, @unchecked Sendable {
    private let lock = NSLock()
    private var next: [DirectoryChanges] = []
    private var refusals: [RingpostError] = []
    private var asked: [String?] = []

    var cursors: [String?] { lock.withLock { asked } }

    func answers(_ answers: DirectoryChanges...) { lock.withLock { next += answers } }
    func refuses(_ error: RingpostError) { lock.withLock { refusals.append(error) } }

    func directoryChanges(since cursor: String?) async throws(RingpostError) -> DirectoryChanges {
        let (refusal, answer) = lock.withLock {
            asked.append(cursor)
            if !refusals.isEmpty { return (Optional(refusals.removeFirst()), DirectoryChanges?.none) }
            return (nil, next.removeFirst())
        }
        if let refusal { throw refusal }
        return answer!
    }
}

/// The system with the extension: it keeps what was loaded, and takes numbers only as it documents.
final class FakeSystemDirectory: @unchecked Sendable {
    struct Failed: Error {}
    private(set) var loads: [[CallDirectoryStep]] = []
    private(set) var blocked: Set<Int64> = []
    var failures = 0
    var isIncremental = true
    private var hasLoaded = false

    func load(from store: MemoryStore) throws {
        if failures > 0 {
            failures -= 1
            throw Failed()
        }
        let file = try CallDirectoryFile.load(from: store)
        let steps = CallDirectoryLoad.steps(
            for: file, loadedVersion: CallDirectoryLoad.loadedVersion(in: store), isIncremental: isIncremental && hasLoaded)
        if !(isIncremental && hasLoaded) { blocked = [] }
        for step in steps { try take(step) }
        loads.append(steps)
        hasLoaded = true
        try CallDirectoryLoad.saveLoadedVersion(file.version, in: store)
    }

    private func take(_ step: CallDirectoryStep) throws {
        switch step {
        case .removeAllBlocking: blocked = []
        case .removeBlocking(let number): if blocked.remove(number) == nil { throw Failed() }
        case .addBlocking(let number): if !blocked.insert(number).inserted { throw Failed() }
        case .removeAllIdentification, .removeIdentification, .addIdentification: break
        }
    }
}
