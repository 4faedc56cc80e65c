import Foundation

extension APIClient {
    /// Calls somebody. Without a `callId` it gets one here, so that a repeated request rings once.
    public func placeCall(
        _ call: NewCall, idempotencyKey: String = UUID().uuidString
    ) async throws(RingpostError) -> Call {
        var call = call
        if call.callId == nil { call.callId = UUID().uuidString.lowercased() }
        let headers = ["idempotency-key": idempotencyKey]
        return try await send(Endpoint(method: "POST", path: ["v1", "calls"], headers: headers, body: call))
    }

    /// What the call would do, without ringing.
    public func explainCall(_ call: NewCall) async throws(RingpostError) -> Explanation {
        try await send(Endpoint(method: "POST", path: ["v1", "calls"], query: ["explain": "true"], body: call))
    }

    /// - Parameter deviceId: the device whose `endedReason` is wanted.
    public func call(_ callId: CallID, deviceId: String?) async throws(RingpostError) -> Call {
        let query = deviceId.map { ["deviceId": $0] } ?? [:]
        return try await send(Endpoint(method: "GET", path: ["v1", "calls", text(of: callId)], query: query))
    }

    /// The user's calls of the last 30 days, newest first.
    public func calls(
        limit: Int? = nil, cursor: String? = nil, deviceId: String? = nil
    ) async throws(RingpostError) -> CallList {
        var query = query(cursor: cursor)
        if let limit { query["limit"] = String(limit) }
        if let deviceId { query["deviceId"] = deviceId }
        return try await send(Endpoint(method: "GET", path: ["v1", "calls"], query: query))
    }

    /// The same again by the same device changes nothing, so each of them is repeated.
    @discardableResult public func act(
        _ action: CallAction, on callId: CallID, deviceId: String?
    ) async throws(RingpostError) -> Call {
        let path = ["v1", "calls", text(of: callId), action.rawValue]
        return try await send(Endpoint(method: "POST", path: path, body: CallActionBody(deviceId: deviceId)))
    }

    /// Changes what the phones of the user's own call show.
    @discardableResult
    public func revise(_ callId: CallID, _ revision: CallRevision) async throws(RingpostError) -> Call {
        try await send(Endpoint(method: "PATCH", path: ["v1", "calls", text(of: callId)], body: revision))
    }

    /// Rings more users. Users who were called before are not rung again.
    @discardableResult
    public func invite(_ invitation: Invitation, into callId: CallID) async throws(RingpostError) -> Call {
        let path = ["v1", "calls", text(of: callId), "participants"]
        return try await send(Endpoint(method: "POST", path: path, body: invitation))
    }

    /// How a ring stands, by its ticket. Needs no login.
    public func ring(ticket: String) async throws(RingpostError) -> RingStatus {
        try await send(Endpoint(method: "GET", path: ["v1", "rings", ticket], needsLogin: false))
    }

    private func text(of callId: CallID) -> String { callId.uuidString.lowercased() }
}
