import Foundation

@testable import RingpostCore

/// WebSockets whose other end is the test.
final class FakeSockets: RingSockets, @unchecked Sendable {
    private let lock = NSLock()
    private var sockets: [FakeSocket] = []

    /// Every socket so far.
    var opened: [FakeSocket] { lock.withLock { sockets } }

    func open(_ url: URL, subprotocols: [String]) -> any RingSocket {
        let socket = FakeSocket(url: url, subprotocols: subprotocols)
        lock.withLock { sockets.append(socket) }
        return socket
    }
}

final class FakeSocket: RingSocket, @unchecked Sendable {
    struct Closed: Error {}

    let url: URL
    let subprotocols: [String]
    private let lock = NSLock()
    private var texts: [String] = []
    private var closed = false
    private let incoming: AsyncStream<String>
    private let post: AsyncStream<String>.Continuation

    init(url: URL, subprotocols: [String]) {
        self.url = url
        self.subprotocols = subprotocols
        (incoming, post) = AsyncStream.makeStream(of: String.self)
    }

    /// What the phone has sent.
    var sent: [String] { lock.withLock { texts } }
    var isClosed: Bool { lock.withLock { closed } }

    /// A message of the server's.
    func say(_ text: String) { post.yield(text) }

    /// The connection is gone.
    func fail() { post.finish() }

    func send(_ text: String) async throws {
        try lock.withLock {
            if closed { throw Closed() }
            texts.append(text)
        }
    }

    func receive() async throws -> String {
        for await text in incoming { return text }
        throw Closed()
    }

    func close() {
        lock.withLock { closed = true }
        post.finish()
    }
}

let subscribed = #"{"type":"subscribe_success","id":"ring"}"#

/// A `data` message with one event of the call.
func ringEvent(_ state: String, _ more: String = "", callId: CallID = callId()) -> String {
    let event = #"{"callId":"\#(callId.uuidString.lowercased())","state":"\#(state)"\#(more)}"#
    let text = String(decoding: try! JSONEncoder().encode(event), as: UTF8.self)
    return #"{"type":"data","id":"ring","event":\#(text)}"#
}

/// `dictionaryPayload` of a VoIP push on a stage whose phones listen.
func livePayload(changing changes: [String: Any?] = [:]) -> [AnyHashable: Any] {
    let live = ["url": "wss://live.example/event/realtime", "host": "api.example", "channel": "/rings/1/0"]
    return voipPayload(changing: ["live": live].merging(changes) { $1 })
}
