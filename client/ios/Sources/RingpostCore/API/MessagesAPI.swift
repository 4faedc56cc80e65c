import Foundation

extension APIClient {
    /// Sends a message. It is sent once, however often the request has to be repeated.
    /// - Parameter idempotencyKey: to be kept by an app that tries again after it was restarted.
    public func sendMessage(
        _ message: NewMessage, idempotencyKey: String = UUID().uuidString
    ) async throws(RingpostError) -> SentMessage {
        let headers = ["idempotency-key": idempotencyKey]
        return try await send(Endpoint(method: "POST", path: ["v1", "messages"], headers: headers, body: message))
    }

    /// Says what a send would do, and sends nothing.
    public func explainMessage(_ message: NewMessage) async throws(RingpostError) -> Explanation {
        try await send(Endpoint(method: "POST", path: ["v1", "messages"], query: ["explain": "true"], body: message))
    }

    public func message(_ messageId: String) async throws(RingpostError) -> MessageRecord {
        try await send(Endpoint(method: "GET", path: ["v1", "messages", messageId]))
    }

    /// Takes a message back. Each mode reaches the phones once.
    @discardableResult public func recallMessage(
        _ messageId: String, mode: RecallMode = .withdraw
    ) async throws(RingpostError) -> Recall {
        let path = ["v1", "messages", messageId, "recall"]
        return try await send(Endpoint(method: "POST", path: path, body: RecallBody(mode: mode)))
    }

    @discardableResult
    public func sendReceipts(_ receipts: [Receipt]) async throws(RingpostError) -> RecordedReceipts {
        let body = ReceiptsBody(receipts: receipts)
        return try await send(Endpoint(method: "POST", path: ["v1", "receipts"], body: body))
    }

    /// Reports what became of one push, by the ticket that it brought. Needs no login.
    public func sendReceipt(_ receipt: TicketReceipt, ticket: String) async throws(RingpostError) {
        let path = ["v1", "receipts", ticket]
        let _: Nothing = try await send(Endpoint(method: "POST", path: path, body: receipt, needsLogin: false))
    }
}
