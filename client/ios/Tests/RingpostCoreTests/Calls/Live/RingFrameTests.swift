import Foundation
import Testing

@testable import RingpostCore

@Suite struct RingFrameTests {
    @Test(arguments: [
        (subscribed, RingFrame.listening), (#"{"type":"connection_ack","connectionTimeoutMs":300000}"#, .other),
        (#"{"type":"ka"}"#, .other), (#"{"type":"of a later version","id":"ring"}"#, .other),
        (#"{"type":"connection_error","errors":[]}"#, .refused),
        (#"{"type":"subscribe_error","id":"ring","errors":[]}"#, .refused), (#"{"type":"error"}"#, .refused),
    ])
    func eachTypeIsRead(text: String, frame: RingFrame) throws {
        #expect(try RingFrame(text) == frame)
    }

    @Test func anEventIsATextOrAListOfTexts() throws {
        // Prepare
        let event = RingEvent(callId: callId(), state: .cancelled, endedReason: .remoteEnded)
        let list = #"{"type":"data","id":"ring","event":["{\"callId\":\"\#(callId())\",\"state\":\"declined\"}","#
            + #""{\"callId\":\"\#(callId())\",\"state\":\"ended\",\"later\":1}"]}"#

        // Assess
        #expect(try RingFrame(ringEvent("cancelled", #","endedReason":2"#)) == .events([event]))
        #expect(
            try RingFrame(list)
                == .events([
                    RingEvent(callId: callId(), state: .declined), RingEvent(callId: callId(), state: .ended),
                ]))
    }

    static let garbage = [
        "", "no JSON", "[]", "{}", #"{"type":1}"#, #"{"type":"data","id":"ring"}"#,
        #"{"type":"data","id":"ring","event":{"state":"ended"}}"#, #"{"type":"data","id":"ring","event":"no JSON"}"#,
        #"{"type":"data","id":"ring","event":[1]}"#, #"{"type":"data","event":"{}"}"#,
        #"{"type":"data","id":"other","event":"{}"}"#, #"{"type":"subscribe_success"}"#,
        #"{"type":"data","id":"ring","event":"{\"callId\":\"1\",\"state\":\"ended\"}"}"#,
        ringEvent("ended", #","endedReason":6"#), ringEvent("ended", #","endedReason":"2""#),
        ringEvent("ended", #","exceptions":[{"endedReason":2}]"#), ringEvent("ended", #","exceptions":{}"#),
    ]

    @Test(arguments: garbage) func somethingElseIsNotAFrame(text: String) {
        #expect(throws: (any Error).self) { try RingFrame(text) }
    }

    @Test(arguments: [
        ("0B0F2A8E-6C1D-4F5E-9A37-00000000000A", EndedReason?.none),
        ("0b0f2a8e-6c1d-4f5e-9a37-00000000000a", nil), ("phone", .declinedElsewhere), ("Phone", .answeredElsewhere),
    ])
    func theReasonIsTheOneOfThisPhone(deviceId: String, reason: EndedReason?) {
        // Prepare
        let event = RingEvent(
            callId: callId(), state: .answered, endedReason: .answeredElsewhere,
            exceptions: [
                .init(deviceId: "0b0f2a8e-6c1d-4f5e-9a37-00000000000A"),
                .init(deviceId: "phone", endedReason: .declinedElsewhere),
            ])

        // Assess
        #expect(
            event.status(for: deviceId) == CallStatus(callId: callId(), state: .answered, endedReason: reason))
    }

    @Test func beforeTheFirstUnlockOnlyTheServerKnowsWhetherAnExceptionIsMeant() {
        let event = RingEvent(callId: callId(), state: .answered, exceptions: [.init(deviceId: "phone")])
        #expect(event.status(for: nil) == nil)
    }

    @Test(arguments: [
        ["url": nil], ["url": "https://live.example"], ["url": "wss://"], ["url": 1], ["host": ""], ["channel": nil],
    ] as [[String: JSON]])
    func aPushWithoutAWholeChannelHasNone(changes: [String: JSON]) {
        let whole: [String: JSON] = ["url": "wss://live.example/e", "host": "api.example", "channel": "/rings/1/0"]
        #expect(LiveChannel(fields: .object(whole)) != nil)
        #expect(LiveChannel(fields: .object(whole.merging(changes) { $1 })) == nil)
    }
}
