import Foundation
import Testing

@testable import RingpostCore

@Suite struct PushContentTests {
    func content(_ payload: JSON) -> PushContent { PushContent(payload, arrivedAt: noon, unknownCaller: "Unknown") }

    @Test func aMessageHasAllThatTheAppNeeds() {
        // Act
        let content = content([
            "aps": ["alert": ["body": "hi"], "mutable-content": 1],
            "ringpost": [
                "messageId": "m1", "conversationId": "group:g1", "image": "https://example.com/a.png", "foreground": "hide",
                "sender": ["userId": "alice", "name": "Alice", "avatarUrl": "https://example.com/b.png"],
                "group": ["name": "Friends"], "receipt": "t1",
            ],
            "ext": ["entity": 1],
        ])

        // Assess
        guard case .message(let message) = content else {
            Issue.record("it was \(content)")
            return
        }
        #expect(message.messageId == "m1")
        #expect(message.conversationId?.groupId == "g1")
        #expect(message.image == "https://example.com/a.png")
        #expect(message.showsInForeground == false)
        #expect(message.sender == .init(userId: "alice", name: "Alice", avatarUrl: "https://example.com/b.png"))
        #expect(message.groupName == "Friends")
        #expect(message.receiptTicket == "t1")
        #expect(message.ext == ["entity": 1])
    }

    @Test func aRingAlertIsACall() {
        // Act
        let content = content([
            "aps": ["alert": ["title": "Alice"]],
            "ringpost": [
                "callId": "0b0f2a8e-6c1d-4f5e-9a37-000000000001", "handle": ["type": "generic", "value": "alice"],
                "callerName": "Alice", "hasVideo": false, "expiresAt": 1_795_780_860, "ticket": "ticket-of-the-ring",
            ],
            "ext": 7,
        ])

        // Assess
        var expected = ring()
        expected.ext = 7
        #expect(content == .ring(expected))
    }

    @Test func aRecallNamesItsMessage() {
        let push: JSON = [
            "aps": ["content-available": 1],
            "ringpost": ["messageId": "m1", "conversationId": "user:alice", "recalled": true],
        ]
        #expect(content(push) == .recall(messageId: "m1", conversationId: "user:alice"))
    }

    @Test func aStoppedRingHasTheReason() {
        let push: JSON = [
            "aps": ["content-available": 1],
            "ringpost": [
                "callId": "0b0f2a8e-6c1d-4f5e-9a37-000000000001", "state": "answered", "endedReason": 4,
            ],
        ]
        #expect(
            content(push) == .stoppedRing(CallStatus(callId: callId(), state: .answered, endedReason: .answeredElsewhere)))
    }

    @Test func aMissedCallIsNotARing() {
        // Act
        let content = content([
            "aps": ["alert": ["title": "Alice", "body": "Missed call"]],
            "ringpost": [
                "callId": "0b0f2a8e-6c1d-4f5e-9a37-000000000001", "conversationId": "user:alice", "missedCall": true,
                "from": "alice", "callerName": "Alice", "handle": ["type": "generic", "value": "alice"], "hasVideo": true,
            ],
        ])

        // Assess
        guard case .missedCall(let missed) = content else {
            Issue.record("it was \(content)")
            return
        }
        #expect(missed.callerName == "Alice")
        #expect(missed.hasVideo)
        #expect(missed.conversationId?.userId == "alice")
    }

    @Test func aPushThatOnlySetsTheBadgeIsNothingElse() {
        #expect(content(["aps": ["badge": 0]]) == .badge(0))
    }

    @Test func aPushOfTheAppsOwnIsLeftToTheApp() {
        #expect(content(["aps": ["alert": "hi"], "mine": 1]) == .other)
        #expect(PushContent(payload: ["when": Date()], arrivedAt: noon) == .other)
    }

    @Test func aRecallTakesTheMessageAwayAndNothingElse() {
        // Prepare
        func shown(_ id: String, _ payload: JSON) -> ShownNotification {
            ShownNotification(identifier: id, content: content(payload))
        }
        let call = "0b0f2a8e-6c1d-4f5e-9a37-000000000001"
        let screen = [
            shown("a", ["ringpost": ["messageId": "m1"]]), shown("b", ["ringpost": ["messageId": "m2"]]),
            shown("c", ["ringpost": ["callId": .string(call), "missedCall": true]]),
            shown("d", ["ringpost": ["callId": .string(call), "expiresAt": 1_795_780_860]]),
        ]

        // Act
        let recalled = Withdrawal.identifiers(in: screen, after: .recall(messageId: "m2", conversationId: nil))
        let stopped = Withdrawal.identifiers(
            in: screen, after: .stoppedRing(CallStatus(callId: callId(), state: .cancelled, endedReason: .remoteEnded)))

        // Assess
        #expect(recalled == ["b"])
        #expect(stopped == ["d"])
    }
}
