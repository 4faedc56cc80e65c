import Foundation
import Testing

@testable import RingpostCore

@Suite struct APICallServerTests {
    let transport = FakeTransport()

    var server: APICallServer {
        let api = APIClient(baseURL: URL(string: "https://api.example.com")!, transport: transport, clock: TestClock()) { _ in "t" }
        return APICallServer(api: api, identity: DeviceIdentity(store: MemoryStore()))
    }

    func call(_ state: String, _ more: String = "") -> String {
        #"{"callId":"\#(callId())","state":"\#(state)","from":"alice","hasVideo":false,"participants":[],"#
            + #""createdAt":"2026-11-30T12:00:00Z","expiresAt":"2026-11-30T12:01:00Z"\#(more)}"#
    }

    @Test func aTicketSaysHowTheRingStands() async {
        transport.answer(200, #"{"callId":"\#(callId())","state":"cancelled","endedReason":2}"#)
        #expect(
            await server.readRing(ticket: "t")
                == .status(CallStatus(callId: callId(), state: .cancelled, endedReason: .remoteEnded)))
    }

    @Test func bothAnswersSayWhatThePhonesShowNow() async {
        // Prepare
        let shown = #","callerName":"Alice B.","handle":{"type":"phoneNumber","value":"8613800000000"}"#
        transport.answer(200, #"{"callId":"\#(callId())","state":"ringing","hasVideo":true\#(shown)}"#)
        transport.answer(200, call("answered", shown))

        // Act
        let ring = await server.readRing(ticket: "t")
        let answered = await server.readCall(callId())

        // Assess
        let handle = CallHandle(type: .phoneNumber, value: "8613800000000")
        #expect(
            ring
                == .status(
                    CallStatus(
                        callId: callId(), state: .ringing, callerName: "Alice B.", handle: handle, hasVideo: true)))
        #expect(
            answered
                == .status(
                    CallStatus(
                        callId: callId(), state: .answered, callerName: "Alice B.", handle: handle, hasVideo: false)))
    }

    @Test(arguments: [
        (404, StatusAnswer.unknownTicket), (410, .ringOver), (429, .none(retryAfterSeconds: 9)),
        (503, .none(retryAfterSeconds: 9)),
    ])
    func anAnswerWithoutAStatusSaysWhatToDo(status: Int, expected: StatusAnswer) async {
        transport.answer(status, "{}", headers: ["retry-after": "9"])
        #expect(await server.readRing(ticket: "t") == expected)
        #expect(transport.requests.count == 1)
    }

    @Test func withoutANetworkThereIsNoAnswer() async {
        transport.loseConnection()
        #expect(await server.readRing(ticket: "t") == .none(retryAfterSeconds: nil))
    }

    @Test func anAnswerNamesThePhone() async {
        transport.answer(200, call("answered"))
        #expect(await server.act(.answer, on: callId()) == .taken)
        #expect(transport.lines == ["POST /v1/calls/0b0f2a8e-6c1d-4f5e-9a37-000000000001/answer"])
        #expect(transport.requests[0].json?["deviceId"]?.stringValue?.isEmpty == false)
    }

    @Test func whoIsTooLateAsksWhy() async {
        transport.answer(409, problem(409, "call_state", more: #","state":"answered""#))
        transport.answer(200, call("answered", #","endedReason":4"#))
        #expect(await server.act(.answer, on: callId()) == .tooLate(.answeredElsewhere))
    }

    @Test func aCallThatIsUnknownHasFailed() async {
        transport.answer(404, problem(404, "unknown_call"))
        #expect(await server.act(.decline, on: callId()) == .tooLate(.failed))
    }

    @Test func aServerThatFailsMayHaveTakenIt() async {
        transport.answer(500, "")
        #expect(await server.act(.end, on: callId()) == .unknown)
    }
}
