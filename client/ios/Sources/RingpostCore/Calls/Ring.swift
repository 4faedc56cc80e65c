import Foundation

/// A call that rings here, read from the payload of a push alone.
public struct Ring: Sendable, Hashable {
    public var callId: CallID
    public var update: CallUpdate
    /// When the ringing ends by this phone's clock, which may be wrong: the push says how long it rings, counted from its arrival.
    public var expiresAt: Date
    /// By this phone's clock the ringing had ended before the push came. Whether it has, only the server knows.
    var seemsLate = false
    /// What `GET /v1/rings/{ticket}` and `POST /v1/receipts/{ticket}` take in place of a login. A message that rings has none.
    public var ticket: String?
    /// Where the phone hears that the ring is over, by its ticket. Nil on a stage whose phones ask.
    public var live: LiveChannel?
    public var ext: JSON?

    public init(
        callId: CallID, update: CallUpdate, expiresAt: Date, ticket: String? = nil, live: LiveChannel? = nil,
        ext: JSON? = nil
    ) {
        self.callId = callId
        self.update = update
        self.expiresAt = expiresAt
        self.ticket = ticket
        self.live = live
        self.ext = ext
    }
}

/// What the app makes of a VoIP push. Each of them is a call that it must report, also the one that it cannot read.
public enum RingReading: Sendable, Hashable {
    case ring(Ring)
    /// Payload of another shape. The ring is a stand-in to report, and to end at once as failed.
    case unreadable(Ring, problem: String)

    public var ring: Ring {
        switch self {
        case .ring(let ring), .unreadable(let ring, _): ring
        }
    }
}

extension RingReading {
    /// How long a call rings if its push does not say. The server's default.
    static let defaultRingSeconds: TimeInterval = 60

    /// - Parameters:
    ///   - payload: `dictionaryPayload` of a VoIP push.
    ///   - arrivedAt: when the push came, by this phone's clock.
    ///   - unknownCaller: what to show for a caller without a name, in the user's language.
    public init(voipPayload payload: [AnyHashable: Any], arrivedAt: Date, unknownCaller: String) {
        self.init(fields: JSON(payload: payload), arrivedAt: arrivedAt, unknownCaller: unknownCaller)
    }

    /// - Parameter fields: a VoIP payload, or what a ring alert has at `ringpost`.
    init(fields: JSON?, arrivedAt: Date, unknownCaller: String) {
        let name = nonEmpty(fields?["callerName"]?.stringValue)
        let value = nonEmpty(fields?["handle"]?["value"]?.stringValue)
        let kind = fields?["handle"]?["type"]?.stringValue.flatMap(CallHandle.Kind.init)
        let handle = CallHandle(type: kind ?? .generic, value: value ?? name ?? unknownCaller)
        let update = CallUpdate(
            handle: handle,
            callerName: name ?? value ?? unknownCaller,
            hasVideo: fields?["hasVideo"]?.boolValue ?? false,
            supportsHolding: fields?["supportsHolding"]?.boolValue ?? true,
            supportsGrouping: fields?["supportsGrouping"]?.boolValue ?? false,
            supportsUngrouping: fields?["supportsUngrouping"]?.boolValue ?? false,
            supportsDTMF: fields?["supportsDTMF"]?.boolValue ?? true)
        guard let callId = fields?["callId"]?.stringValue.flatMap(CallID.init(uuidString:)) else {
            let problem = fields == nil ? "the payload is not JSON" : "the payload has no callId"
            self = .unreadable(Ring(callId: CallID(), update: update, expiresAt: arrivedAt), problem: problem)
            return
        }
        var ring = Ring(
            callId: callId, update: update, expiresAt: arrivedAt.addingTimeInterval(Self.ringSeconds(fields)),
            ticket: nonEmpty(fields?["ticket"]?.stringValue), live: LiveChannel(fields: fields?["live"]),
            ext: fields?["ext"])
        if let expiresAt = fields?["expiresAt"]?.doubleValue {
            ring.seemsLate = expiresAt <= arrivedAt.timeIntervalSince1970
        }
        self = .ring(ring)
    }

    /// Both times are of the server's clock, so no clock of a phone is in their difference.
    private static func ringSeconds(_ fields: JSON?) -> TimeInterval {
        guard let sentAt = fields?["sentAt"]?.doubleValue, let expiresAt = fields?["expiresAt"]?.doubleValue else {
            return defaultRingSeconds
        }
        return max(0, expiresAt - sentAt)
    }
}

private func nonEmpty(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty ? nil : $0 }
}
