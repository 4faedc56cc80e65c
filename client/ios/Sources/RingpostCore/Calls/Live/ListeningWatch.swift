import Foundation

extension CallWatch {
    /// Everything that may happen while the phone listens, in the order in which it happens.
    private enum Happening: Sendable {
        case news(RingChannel.News)
        case lost
        case answer(StatusAnswer)
        case tick
    }

    /// Listens for the end of the ring in place of asking for it.
    /// - Returns: once asking is needed: the channel is lost or too slow, or the phone rings no more. Also when cancelled.
    func listen(to channel: RingChannel) async {
        let (happenings, post) = AsyncStream.makeStream(of: Happening.self)
        let socket = channel.open()
        let reader = Task {
            await channel.read(socket) { post.yield(.news($0)) }
            post.yield(.lost)
        }
        let ticker = Task { [clock, times] in
            var wait = times.listenSeconds
            while (try? await clock.sleep(seconds: wait)) != nil {
                post.yield(.tick)
                wait = times.firstRingPollSeconds
            }
        }
        var question: Task<Void, Never>?
        defer {
            for task in [reader, ticker] { task.cancel() }
            question?.cancel()
            socket.close()
        }
        var isListening = false
        /// By the clock's uptime.
        var askAt: TimeInterval?
        // Each question has its own task: an event must not wait for the answer to one.
        func ask() {
            askAt = nil
            question = Task { [server] in post.yield(.answer(await server.readRing(ticket: channel.ticket))) }
        }
        // It ends when the task of the watch is cancelled.
        for await happening in happenings {
            switch happening {
            case .news(.listening):
                if !isListening { ask() }
                isListening = true
            case .news(.status(let status)):
                await emit(status)
            case .lost:
                return
            case .answer(.status(let status)):
                await emit(status)
            case .answer(.none(let retryAfterSeconds)):
                askAt = clock.uptime() + (retryAfterSeconds ?? 0)
            case .answer:
                // The ticket is over, or says nothing. The next question has to decide.
                return
            case .tick:
                guard isListening, await phase() == .ringing else { return }
                if let at = askAt, at <= clock.uptime() { ask() }
            }
        }
    }
}
