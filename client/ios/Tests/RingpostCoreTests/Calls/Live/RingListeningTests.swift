import Foundation
import Testing

@testable import RingpostCore

@MainActor @Suite struct RingListeningTests {
    let clock = TestClock()
    let server = FakeCallServer()
    let screen = FakeScreen()
    let media = FakeMedia()
    let sockets = FakeSockets()
    let store = MemoryStore()

    func center(server: (any CallServer)? = nil) -> CallCenter {
        let center = CallCenter(
            server: server ?? self.server, receipts: NotedReceipts(), clock: clock,
            listening: RingListening(sockets: sockets, identity: DeviceIdentity(store: store)))
        center.screen = screen
        center.media = media
        return center
    }

    /// A phone that rings and has asked for its channel.
    func ringing(_ center: CallCenter, _ payload: [AnyHashable: Any] = livePayload()) async throws -> FakeSocket {
        center.receive(voipPayload: payload) {}
        try await until("the subscription") { sockets.opened.first?.sent.count == 2 }
        return sockets.opened[0]
    }

    func asked(_ count: Int) async throws { try await until("\(count) questions") { server.asked.count == count } }
    func ended(_ reason: EndedReason) async throws {
        try await until("the end") { screen.log == ["report Alice", "end \(reason)"] }
    }

    /// Whoever still waited would ask, sooner or later.
    func isQuiet(_ socket: FakeSocket) async throws {
        try await until("the socket is closed") { socket.isClosed }
        try await until("no timer is left") { clock.waits == [] }
    }

    // MARK: Listening

    @Test func aPushIsReportedBeforeAnythingIsOpened() {
        // Act
        let center = center()
        center.receive(voipPayload: livePayload()) {}

        // Assess
        #expect(screen.log == ["report Alice"])
        #expect(sockets.opened.isEmpty)
    }

    @Test func theTicketOpensTheChannel() async throws {
        // Act
        let center = center()
        let socket = try await ringing(center)

        // Assess
        let header = Data(#"{"Authorization":"ticket-of-the-ring","host":"api.example"}"#.utf8).base64EncodedString()
        #expect(socket.url.absoluteString == "wss://live.example/event/realtime")
        #expect(
            socket.subprotocols == ["aws-appsync-event-ws", "header-\(header.replacing("=", with: ""))"])
        let subscription = try JSONDecoder().decode(JSON.self, from: Data(socket.sent[1].utf8))
        #expect(
            subscription == [
                "type": "subscribe", "id": "ring", "channel": "/rings/1/0",
                "authorization": ["host": "api.example", "Authorization": "ticket-of-the-ring"],
            ])
        #expect(server.asked == [])
    }

    @Test func aPhoneThatListensAsksOnce() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)

        // Act
        socket.say(subscribed)
        try await asked(1)
        for _ in 0..<50 {
            try await until("both timers") { clock.waits.count == 2 }
            clock.advance(seconds: clock.waits[0])
        }

        // Assess
        #expect(server.asked == ["ring ticket-of-the-ring"])
        #expect(screen.log == ["report Alice"])
        #expect(!socket.isClosed)
        _ = center
    }

    @Test func anEventEndsTheRing() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)

        // Act
        socket.say(ringEvent("cancelled", #","endedReason":2"#))

        // Assess
        try await ended(.remoteEnded)
        try await isQuiet(socket)
        _ = center
    }

    @Test func anEndBeforeTheSubscriptionIsTheAnswerToTheOneQuestion() async throws {
        // Prepare
        server.answers(.status(CallStatus(callId: callId(), state: .answered, endedReason: .answeredElsewhere)))
        let center = center()
        let socket = try await ringing(center)

        // Act
        socket.say(subscribed)

        // Assess
        try await ended(.answeredElsewhere)
        try await isQuiet(socket)
        #expect(server.asked.count == 1)
        _ = center
    }

    @Test func aQuestionWithoutAnAnswerIsRepeatedUntilThereIsOne() async throws {
        // Prepare
        server.answers(.none(retryAfterSeconds: nil), .none(retryAfterSeconds: 5))
        let center = center()
        let socket = try await ringing(center)
        try await until("both timers") { clock.waits.count == 2 }

        // Act
        socket.say(subscribed)
        try await asked(1)
        try await until("the third question") {
            if server.asked.count < 3 { clock.advance(seconds: 1) }
            return server.asked.count == 3
        }

        // Assess
        #expect(clock.now().timeIntervalSince(noon) >= 7)
        #expect(!socket.isClosed)
        _ = center
    }

    @Test func anEventDoesNotWaitForTheAnswerToTheQuestion() async throws {
        // Prepare
        let hanging = HangingServer()
        let center = center(server: hanging)
        let socket = try await ringing(center)
        socket.say(subscribed)
        try await until("the question") { await hanging.questions == 1 }

        // Act
        socket.say(ringEvent("declined", #","endedReason":5"#))

        // Assess
        try await ended(.declinedElsewhere)
        try await isQuiet(socket)
        _ = center
    }

    @Test func anEventWithoutAReasonShowsWhatTheCallerHasChanged() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)

        // Act
        socket.say(ringEvent("ringing", #","callerName":"Alice B.","handle":{"type":"generic","value":"b"},"hasVideo":true"#))

        // Assess
        try await until("the change") { screen.log == ["report Alice", "update Alice B."] }
        #expect(center.call(callId())?.update.handle == CallHandle(value: "b"))
        #expect(!socket.isClosed)
    }

    @Test func aPhoneThatIsAnExceptionRingsOn() async throws {
        // Prepare
        let deviceId = try #require(DeviceIdentity(store: store).deviceId())
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)
        try await asked(1)

        // Act
        socket.say(ringEvent("answered", #","endedReason":4,"exceptions":[{"deviceId":"\#(deviceId)"}]"#))
        socket.say(ringEvent("ended", #","endedReason":2"#))

        // Assess
        try await ended(.remoteEnded)
        _ = center
    }

    // MARK: Asking instead

    @Test(arguments: [
        "garbage", #"{"type":"connection_error"}"#, #"{"type":"subscribe_error","id":"ring"}"#,
        ringEvent("cancelled", #","endedReason":2"#, callId: callId(2)), "closed",
    ])
    func aLostChannelMeansAsking(message: String) async throws {
        for isSubscribed in [false, true] {
            // Prepare
            let test = RingListeningTests()
            let center = test.center()
            let socket = try await test.ringing(center)
            if isSubscribed { socket.say(subscribed) }

            // Act
            if message == "closed" { socket.fail() } else { socket.say(message) }

            // Assess
            try await until("the socket is closed") { socket.isClosed }
            let before = isSubscribed ? 1 : 0
            try await until("a question at once") { test.server.asked.count > before }
            try await until("a question later") {
                test.clock.advance(seconds: 0.5)
                return test.server.asked.count > before + 2
            }
            #expect(test.screen.log == ["report Alice"])
            _ = center
        }
    }

    @Test func anExceptionBeforeTheFirstUnlockMeansAsking() async throws {
        // Prepare
        store.isLocked = true
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)
        try await asked(1)
        server.answers(.status(CallStatus(callId: callId(), state: .answered, endedReason: .answeredElsewhere)))

        // Act
        socket.say(ringEvent("answered", #","exceptions":[{"deviceId":"d"}]"#))

        // Assess
        try await ended(.answeredElsewhere)
        try await isQuiet(socket)
        _ = center
    }

    @Test func aChannelThatDoesNotAnswerMeansAskingAfterTwoSeconds() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)
        try await until("both timers") { clock.waits.count == 2 }
        let wait = clock.waits[0]

        // Act
        clock.advance(seconds: wait)
        try await asked(1)
        // Too late: nobody listens any more.
        socket.say(subscribed)
        server.answers(.status(CallStatus(callId: callId(), state: .cancelled, endedReason: .remoteEnded)))
        try await until("the next wait") { clock.waits.count == 2 }
        clock.advance(seconds: clock.waits[0])

        // Assess
        #expect(wait == 2)
        try await ended(.remoteEnded)
        try await isQuiet(socket)
        #expect(sockets.opened.count == 1)
        _ = center
    }

    @Test(arguments: [(StatusAnswer.ringOver, 1), (.unknownTicket, 2)])
    func aTicketThatIsNotValidMeansAsking(answer: StatusAnswer, questions: Int) async throws {
        // Prepare
        let over = StatusAnswer.status(CallStatus(callId: callId(), state: .timedOut, endedReason: .unanswered))
        server.answers(answer, over)
        let center = center()
        let socket = try await ringing(center)

        // Act
        socket.say(#"{"type":"connection_error","errors":[{"errorType":"UnauthorizedException"}]}"#)

        // Assess
        try await ended(.unanswered)
        try await isQuiet(socket)
        #expect(server.asked.count == questions)
        _ = center
    }

    @Test func aStageWhosePhonesAskNamesNoChannel() async throws {
        // Act
        let center = center()
        center.receive(voipPayload: voipPayload()) {}

        // Assess
        try await asked(1)
        #expect(sockets.opened.isEmpty)
    }

    // MARK: The end

    @Test func theClockEndsARingOfWhichNothingIsHeard() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)
        try await asked(1)
        try await until("both timers") { clock.waits.count == 2 }

        // Act
        clock.advance(seconds: 60)

        // Assess
        try await ended(.unanswered)
        try await isQuiet(socket)
        _ = center
    }

    @Test func aDeclineHereClosesTheSocket() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)

        // Act
        center.happen(.endRequested(callId()))

        // Assess
        try await isQuiet(socket)
        #expect(screen.log == ["report Alice", "fulfill end"])
    }

    @Test func inTheCallTheLoginIsAskedAndTheSocketIsClosed() async throws {
        // Prepare
        let center = center()
        let socket = try await ringing(center)
        socket.say(subscribed)
        try await asked(1)

        // Act
        center.happen(.answerRequested(callId()))

        // Assess
        try await until("a question by login") {
            clock.advance(seconds: 0.5)
            return server.asked.contains("call")
        }
        try await until("the socket is closed") { socket.isClosed }
        #expect(screen.log == ["report Alice", "fulfill answer"])
    }

    @Test func anAppThatDropsItsCallsClosesTheSocket() async throws {
        // Prepare
        var center: CallCenter? = center()
        let socket = try await ringing(center!)
        socket.say(subscribed)
        try await asked(1)

        // Act
        center = nil

        // Assess
        try await until("the socket is closed") {
            clock.advance(seconds: 1)
            return socket.isClosed
        }
        #expect(screen.log == ["report Alice"])
    }
}

/// A server that never answers a question.
private actor HangingServer: CallServer {
    private(set) var questions = 0

    func readRing(ticket: String) async -> StatusAnswer {
        questions += 1
        try? await Task.sleep(nanoseconds: 600_000_000_000)
        return .none(retryAfterSeconds: nil)
    }

    func readCall(_ callId: CallID) async -> StatusAnswer { await readRing(ticket: "") }
    func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome { .taken }
}
