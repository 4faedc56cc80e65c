import Foundation
import Testing

@testable import RingpostCore

@Suite struct BadgeCounterTests {
    let store = MemoryStore()
    /// Of the app and of its extension, which are two processes.
    var app: BadgeCounter { BadgeCounter(store: store) }
    var service: BadgeCounter { BadgeCounter(store: store) }

    func count(_ messageIds: String...) -> Int? {
        var number: Int?
        for messageId in messageIds { number = service.count(messageId: messageId, identifier: messageId) }
        return number
    }

    @Test func messagesAreCountedFromZero() {
        #expect(count("m1") == 1)
        #expect(count("m2", "m3") == 3)
        #expect(app.counted() == 3)
    }

    @Test func theCountContinuesFromWhatTheAppSays() {
        _ = count("m1", "m2")
        app.set(5)
        #expect(app.counted() == 5)
        #expect(count("m3") == 6)
        app.set(0)
        #expect(count("m4") == 1)
    }

    @Test func aMessageThatComesTwiceCountsOnce() {
        #expect(count("m1", "m1") == 1)
        app.set(0)
        #expect(count("m1") == 0)
        #expect(count("m2") == 1)
    }

    @Test func aMessageThatTakesThePlaceOfAnUnreadOneCountsOnce() {
        #expect(service.count(messageId: "m1", identifier: "score") == 1)
        #expect(service.count(messageId: "m2", identifier: "score") == 1)
        app.set(0)
        #expect(service.count(messageId: "m3", identifier: "score") == 1)
    }

    @Test func messagesAreRememberedForAWhile() {
        let many = (0...BadgeCounter.rememberedMessages).map { "m\($0)" }
        for messageId in many { _ = count(messageId) }
        app.set(0)
        #expect(count(many[1]) == 0)
        #expect(count(many[0]) == 1)
    }

    @Test func aPhoneThatCountsNothingDoesNotKnowANumber() {
        #expect(app.counted() == nil)
        app.set(2)
        #expect(app.counted() == nil)
    }

    @Test func beforeTheFirstUnlockTheNumberStays() {
        _ = count("m1")
        store.isLocked = true
        #expect(count("m2") == nil)
        app.set(0)
        store.isLocked = false
        #expect(count("m3") == 2)
    }

    @Test func messagesAtTheSameTimeAreAllCounted() async {
        await withTaskGroup(of: Void.self) { group in
            for number in 1...50 {
                group.addTask { [service] in _ = service.count(messageId: "m\(number)", identifier: "m\(number)") }
            }
        }
        #expect(app.counted() == 50)
    }
}
