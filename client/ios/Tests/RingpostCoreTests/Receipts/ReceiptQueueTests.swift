import Foundation
import Testing

@testable import RingpostCore

@Suite struct ReceiptQueueTests {
    let clock = TestClock()
    let server = FakeReceiptServer()
    let store = MemoryStore()
    let keychain = MemoryStore()

    func queue() -> ReceiptQueue {
        ReceiptQueue(server: server, store: store, identity: DeviceIdentity(store: keychain), clock: clock)
    }

    @Test func aReceiptGoesByItsTicketWithoutALogin() async {
        // Act
        let queue = queue()
        await queue.note(.delivered, messageId: "m1", ticket: "t1", at: noon)
        await queue.settle()

        // Assess
        #expect(server.log == ["t1 delivered 2026-11-27T12:00:00.000Z"])
        #expect(await queue.count == 0)
    }

    @Test func receiptsWithoutATicketGoTogether() async {
        // Prepare
        store.isLocked = true
        let queue = queue()
        server.fails(.unreachable("no network"))
        await queue.note(.tapped, messageId: "m1", ticket: nil, at: noon)
        await queue.settle()

        // Act
        store.isLocked = false
        await queue.note(.callReported, callId: callId(), ticket: nil, at: noon)
        await queue.settle()

        // Assess
        #expect(server.log.last == "batch m1 tapped, 0b0f2a8e-6c1d-4f5e-9a37-000000000001 callReported")
        #expect(await queue.count == 0)
    }

    @Test func theSameEventIsSentOnce() async {
        // Prepare
        server.fails(.unreachable("no network"), .unreachable("no network"))
        let queue = queue()

        // Act
        for _ in 0..<2 { await queue.note(.shown, messageId: "m1", ticket: "t1", at: noon) }
        await queue.settle()

        // Assess
        #expect(await queue.count == 1)
    }

    @Test func aReceiptSurvivesTheEndOfTheProcess() async {
        // Prepare
        server.fails(.unreachable("no network"))
        let first = queue()
        await first.note(.delivered, messageId: "m1", ticket: "t1", at: noon)
        await first.settle()

        // Act
        let next = queue()
        await next.flush()
        await next.settle()

        // Assess
        #expect(server.log == ["t1 delivered 2026-11-27T12:00:00.000Z", "t1 delivered 2026-11-27T12:00:00.000Z"])
        #expect(try! store.loadValue("ringpost-receipts.json", as: [WaitingReceipt].self) == [])
    }

    @Test func aReceiptThatWaitsSaysHowOldItIsWhateverTheDate() async throws {
        // Prepare
        server.fails(.unreachable("no network"))
        let queue = queue()
        await queue.note(.callReported, callId: callId(), ticket: "t1", at: noon)
        try await until("the wait") { clock.waits.count == 1 }

        // Act
        clock.setDate(wrongBy: 600)
        clock.advance(seconds: 5)
        try await until("it is sent") { await queue.count == 0 }

        // Assess
        #expect(server.ages == [0, 5000])
    }

    @Test(arguments: [(isRestarted: false, age: 3_600_000 as Int?), (isRestarted: true, age: nil)])
    func aReceiptOutOfTheFileHasAnAgeUnlessThePhoneWasRestarted(isRestarted: Bool, age: Int?) async throws {
        // Prepare
        server.fails(.unreachable("no network"))
        let first = queue()
        await first.note(.delivered, messageId: "m1", ticket: nil, at: noon)
        await first.settle()
        clock.setDate(wrongBy: 0)

        // Act
        if isRestarted { clock.restartPhone() }
        let identity = DeviceIdentity(store: keychain)
        let nextServer = FakeReceiptServer()
        clock.advance(seconds: 3600)
        let next = ReceiptQueue(server: nextServer, store: store, identity: identity, clock: clock)
        await next.flush()
        await next.settle()

        // Assess
        #expect(nextServer.ages == [age])
    }

    @Test func itIsTriedAgainInGrowingIntervals() async throws {
        // Prepare
        server.fails(.unreachable("1"), .unreachable("2"), .unreachable("3"))
        let queue = queue()

        // Act
        await queue.note(.delivered, messageId: "m1", ticket: "t1", at: noon)
        var waits: [TimeInterval] = []
        for tries in 1...3 {
            try await until("the wait") { clock.waits.count == 1 }
            waits += clock.waits
            clock.advance(seconds: clock.waits[0])
            try await until("the next try") { server.log.count > tries }
        }

        // Assess
        #expect(waits == [5, 10, 20])
        try await until("it is sent") { await queue.count == 0 }
    }

    @Test func aTicketThatTheServerDoesNotKnowGivesWayToTheLogin() async {
        // Prepare
        server.fails(refusal(404, "unknown_route"))

        // Act
        let queue = queue()
        await queue.note(.delivered, messageId: "m1", ticket: "t1", at: noon)
        await queue.settle()

        // Assess
        #expect(server.log == ["t1 delivered 2026-11-27T12:00:00.000Z", "batch m1 delivered"])
    }

    @Test func whatTheServerRefusesIsDropped() async {
        // Prepare
        server.fails(refusal(400, "invalid_request"))

        // Act
        let queue = queue()
        await queue.note(.delivered, messageId: "m1", ticket: "t1", at: noon)
        await queue.settle()

        // Assess
        #expect(await queue.count == 0)
        #expect(clock.waits == [])
    }

    @Test func aMessageThatIsNotWrittenDownYetIsReportedAgain() async throws {
        // Prepare
        server.unknown = ["m1"]
        let queue = queue()

        // Act
        await queue.note(.tapped, messageId: "m1", ticket: nil, at: noon)
        await queue.settle()
        let waiting = await queue.count
        server.unknown = []
        try await until("the wait") { clock.waits == [5] }
        clock.advance(seconds: 5)

        // Assess
        #expect(waiting == 1)
        try await until("it is sent") { await queue.count == 0 }
    }

    @Test func anIDThatStaysUnknownIsGivenUp() async {
        // Prepare
        server.unknown = ["m1"]
        let queue = queue()

        // Act
        await queue.note(.tapped, messageId: "m1", ticket: nil, at: noon.addingTimeInterval(-61))
        await queue.settle()

        // Assess
        #expect(await queue.count == 0)
    }

    @Test func aReceiptOfAnHourAgoIsSentWithItsOwnTime() async {
        // Act
        let queue = queue()
        await queue.note(.shown, messageId: "m1", ticket: "t1", at: noon.addingTimeInterval(-3600))
        await queue.settle()

        // Assess
        #expect(server.log == ["t1 shown 2026-11-27T11:00:00.000Z"])
    }

    @Test func aReceiptOfFourDaysAgoIsDropped() async {
        // Act
        let queue = queue()
        await queue.note(.shown, messageId: "m1", ticket: "t1", at: noon.addingTimeInterval(-4 * 86_400))
        await queue.settle()

        // Assess
        #expect(server.log == [])
        #expect(await queue.count == 0)
    }

    @Test func beforeTheFirstUnlockItIsKeptInMemoryAndNothingIsOverwritten() async throws {
        // Prepare
        server.fails(.unreachable("1"), .unreachable("2"), .unreachable("3"), .unreachable("4"))
        let first = queue()
        await first.note(.delivered, messageId: "m1", ticket: "t1", at: noon)
        await first.settle()
        store.isLocked = true

        // Act
        let next = queue()
        await next.note(.delivered, messageId: "m2", ticket: "t2", at: noon)
        await next.settle()
        store.isLocked = false
        await next.flush()
        await next.settle()

        // Assess
        let kept = try store.loadValue("ringpost-receipts.json", as: [WaitingReceipt].self)
        #expect(kept?.map(\.id) == ["m1", "m2"])
    }
}

/// Takes receipts, and fails on demand.
final class FakeReceiptServer: ReceiptServer, @unchecked Sendable {
    private let lock = NSLock()
    private var failures: [RingpostError] = []
    private var heard: [String] = []
    private var heardAges: [Int?] = []
    private var unknownIDs: [String] = []

    var log: [String] { lock.withLock { heard } }
    var ages: [Int?] { lock.withLock { heardAges } }
    var unknown: [String] {
        get { lock.withLock { unknownIDs } }
        set { lock.withLock { unknownIDs = newValue } }
    }

    func fails(_ errors: RingpostError...) { lock.withLock { failures += errors } }

    func sendReceipt(_ receipt: TicketReceipt, ticket: String) async throws(RingpostError) {
        lock.withLock { heardAges.append(receipt.ageMs) }
        try hear("\(ticket) \(receipt.event) \(RingpostJSON.text(of: receipt.at))")
    }

    func sendReceipts(_ receipts: [Receipt]) async throws(RingpostError) -> RecordedReceipts {
        lock.withLock { heardAges += receipts.map(\.ageMs) }
        let ids = receipts.map { $0.messageId ?? $0.callId ?? "" }
        try hear("batch " + zip(ids, receipts).map { "\($0) \($1.event)" }.joined(separator: ", "))
        return RecordedReceipts(recorded: receipts.count, unknown: ids.filter(unknown.contains))
    }

    private func hear(_ line: String) throws(RingpostError) {
        let failure = lock.withLock {
            heard.append(line)
            return failures.isEmpty ? nil : failures.removeFirst()
        }
        if let failure { throw failure }
    }
}
