import Foundation

/// The channel over which one ringing phone hears that its ring is over. The ring ticket opens it.
struct RingChannel: Sendable {
    /// What comes over the channel.
    enum News: Sendable {
        /// From now on the phone misses nothing: the time to ask once.
        case listening
        case status(CallStatus)
    }

    let callId: CallID
    let live: LiveChannel
    let ticket: String
    let listening: RingListening

    /// Opens a socket. The caller closes it.
    func open() -> any RingSocket {
        listening.sockets.open(live.url, subprotocols: ["aws-appsync-event-ws", "header-\(header)"])
    }

    /// - Returns: once the channel is lost: refused, closed, or with something that this phone cannot read.
    func read(_ socket: any RingSocket, _ hear: @Sendable (News) -> Void) async {
        do {
            try await socket.send(text(of: ["type": "connection_init"]))
            try await socket.send(
                text(of: [
                    "type": "subscribe", "id": .string(RingFrame.subscription), "channel": .string(live.channel),
                    "authorization": authorization,
                ]))
            while !Task.isCancelled {
                switch try RingFrame(await socket.receive()) {
                case .listening: hear(.listening)
                case .events(let events): for event in events { hear(.status(try status(of: event))) }
                case .refused: return
                case .other: break
                }
            }
        } catch {
            // Whatever it was, the phone asks from now on.
        }
    }

    private func status(of event: RingEvent) throws -> CallStatus {
        guard event.callId == callId, let status = event.status(for: listening.identity.deviceId()) else {
            throw RingFrame.Unreadable()
        }
        return status
    }

    private var authorization: JSON { ["host": .string(live.host), "Authorization": .string(ticket)] }

    /// base64url without padding (RFC 4648, section 5), because it is a part of a header.
    private var header: String {
        Data(text(of: authorization).utf8).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    private func text(of value: JSON) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts only: that they are valid JSON does not depend on what they say.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
