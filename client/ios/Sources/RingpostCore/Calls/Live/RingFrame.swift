import Foundation

/// A message of AppSync Events, as far as a phone that rings needs it.
/// https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
enum RingFrame: Equatable {
    /// From now on the phone hears everything.
    case listening
    case events([RingEvent])
    /// The ticket is refused, or the channel does not exist.
    case refused
    /// A sign of life, or a type that this version does not know.
    case other

    /// ID of the phone's one subscription.
    static let subscription = "ring"

    /// - Throws: when the text is not such a message.
    init(_ text: String) throws {
        let message = try JSONDecoder().decode(Message.self, from: Data(text.utf8))
        let isOurs = message.id == Self.subscription
        switch message.type {
        case "subscribe_success" where isOurs: self = .listening
        case "data" where isOurs: self = .events(try message.events())
        case "subscribe_success", "data": throw Unreadable()
        case "connection_error", "subscribe_error", "error": self = .refused
        default: self = .other
        }
    }

    struct Unreadable: Error {}

    private struct Message: Decodable {
        var type: String
        var id: String?
        /// JSON as a text, or a list of such texts.
        var event: JSON?

        func events() throws -> [RingEvent] {
            let texts: [JSON?] = if case .array(let list) = event { list } else { [event] }
            return try texts.map { text in
                guard let text = text?.stringValue else { throw Unreadable() }
                return try JSONDecoder().decode(RingEvent.self, from: Data(text.utf8))
            }
        }
    }
}

/// What all phones of a callee hear of their ring.
struct RingEvent: Decodable, Equatable {
    struct Exception: Decodable, Equatable {
        var deviceId: String
        var endedReason: EndedReason?
    }

    var callId: CallID
    var state: CallState
    var endedReason: EndedReason?
    /// Phones for which another reason counts, or none.
    var exceptions: [Exception]?
    /// What the phones show now, once the caller has changed it.
    var callerName: String?
    var handle: CallHandle?
    var hasVideo: Bool?

    /// - Parameter deviceId: this phone. Nil before the first unlock.
    /// - Returns: nil where only the server can say how the call stands for this phone.
    func status(for deviceId: String?) -> CallStatus? {
        var reason = endedReason
        if let exceptions, !exceptions.isEmpty {
            guard let deviceId else { return nil }
            let own = exceptions.first { isSameDevice($0.deviceId, deviceId) }
            if let own { reason = own.endedReason }
        }
        return CallStatus(
            callId: callId, state: state, endedReason: reason, callerName: callerName, handle: handle,
            hasVideo: hasVideo)
    }
}

/// A UUID is the same in upper and lower case (RFC 9562, section 4). Any other ID is compared exactly.
private func isSameDevice(_ one: String, _ other: String) -> Bool {
    guard let oneId = UUID(uuidString: one), let otherId = UUID(uuidString: other) else { return one == other }
    return oneId == otherId
}
