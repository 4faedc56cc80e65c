import Foundation

/// What a phone reports of a push.
public struct ReceiptEvent: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The notification service extension has it.
    public static let delivered: ReceiptEvent = "delivered"
    public static let shown: ReceiptEvent = "shown"
    public static let tapped: ReceiptEvent = "tapped"
    public static let callReported: ReceiptEvent = "callReported"
    public static let callReportNotRequired: ReceiptEvent = "callReportNotRequired"
}

/// One receipt in the body of `POST /v1/receipts`: of a message or of a call.
public struct Receipt: Sendable, Hashable, Codable {
    public var messageId: String?
    public var callId: String?
    public var deviceId: String
    public var event: ReceiptEvent
    /// When it happened, not when it is sent.
    public var at: Date
    /// Milliseconds since then, by a clock that nobody sets. The kit adds how long the request waits.
    public var ageMs: Int?

    public static func ofMessage(
        _ messageId: String, deviceId: String, event: ReceiptEvent, at: Date, ageMs: Int? = nil
    ) -> Receipt {
        Receipt(messageId: messageId, callId: nil, deviceId: deviceId, event: event, at: at, ageMs: ageMs)
    }

    public static func ofCall(
        _ callId: String, deviceId: String, event: ReceiptEvent, at: Date, ageMs: Int? = nil
    ) -> Receipt {
        Receipt(messageId: nil, callId: callId, deviceId: deviceId, event: event, at: at, ageMs: ageMs)
    }
}

/// Body of `POST /v1/receipts`: up to 100.
public struct ReceiptsBody: Sendable, Hashable, Codable {
    public var receipts: [Receipt]

    public init(receipts: [Receipt]) { self.receipts = receipts }
}

public struct RecordedReceipts: Sendable, Hashable, Codable {
    public var recorded: Int
    /// IDs that the server does not know for this user and device, or not yet.
    public var unknown: [String]
}

/// Body of `POST /v1/receipts/{ticket}`, which needs no login.
public struct TicketReceipt: Sendable, Hashable, Codable {
    public var event: ReceiptEvent
    public var at: Date
    /// Milliseconds since then, by a clock that nobody sets. The kit adds how long the request waits.
    public var ageMs: Int?

    public init(event: ReceiptEvent, at: Date, ageMs: Int? = nil) {
        self.event = event
        self.at = at
        self.ageMs = ageMs
    }
}

/// Answer of `POST /v1/receipts/{ticket}`.
public struct RecordedReceipt: Sendable, Hashable, Codable {
    /// 0: too many of the user's devices have reported the message.
    public var recorded: Int
}

/// Answer of `GET /v1/health`.
public struct Health: Sendable, Hashable, Codable {
    public var status: String
    public var stage: String
    public var version: String
}
