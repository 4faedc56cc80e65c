import Foundation

/// A call that rings here, read from the payload of a push alone.
public struct Ring: Sendable, Hashable {
    public var callId: CallID
    public var update: CallUpdate
    /// When the ringing ends, whatever the network does.
    public var expiresAt: Date
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
    /// How long a call rings when its push does not say. The server's default.
    static let defaultRingSeconds: TimeInterval = 60

    /// - Parameters:
    ///   - payload: `dictionaryPayload` of a VoIP push.
    ///   - unknownCaller: what to show for a caller without a name, in the user's language.
    public init(voipPayload payload: [AnyHashable: Any], now: Date, unknownCaller: String) {
        self.init(fields: JSON(payload: payload), now: now, unknownCaller: unknownCaller)
    }

    /// - Parameter fields: a VoIP payload, or what a ring alert has at `ringpost`.
    init(fields: JSON?, now: Date, unknownCaller: String) {
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
            self = .unreadable(Ring(callId: CallID(), update: update, expiresAt: now), problem: problem)
            return
        }
        let expiresAt = fields?["expiresAt"]?.doubleValue.map(Date.init(timeIntervalSince1970:))
        self = .ring(
            Ring(
                callId: callId, update: update,
                expiresAt: expiresAt ?? now.addingTimeInterval(Self.defaultRingSeconds),
                ticket: nonEmpty(fields?["ticket"]?.stringValue), live: LiveChannel(fields: fields?["live"]),
                ext: fields?["ext"]))
    }
}

private func nonEmpty(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty ? nil : $0 }
}
