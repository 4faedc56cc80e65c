import Foundation

/// Body of an error: RFC 9457 problem details. API Gateway's own errors have `message` alone.
public struct Problem: Sendable, Hashable, Codable {
    public struct Field: Sendable, Hashable, Codable {
        public var path: String
        public var message: String
    }

    /// Stable: programs may branch on it. `gateway` for an error that API Gateway has made.
    public var code: String
    public var title: String
    public var status: Int
    public var detail: String
    /// What the caller can do about it.
    public var fix: String
    public var errors: [Field]?
    /// `call_state`, `call_side`: how the call stands.
    public var state: CallState?
    /// `glare`: the call to answer.
    public var callId: String?
    public var retryAfterSeconds: Double?

    /// Reads the body of an answer, whether the API or API Gateway wrote it.
    init(status: Int, body: Data) {
        let fields = try? JSONDecoder().decode(JSON.self, from: body)
        self.status = status
        code = fields?["code"]?.stringValue ?? "gateway"
        title = fields?["title"]?.stringValue ?? "HTTP \(status)"
        detail = fields?["detail"]?.stringValue ?? fields?["message"]?.stringValue ?? ""
        fix = fields?["fix"]?.stringValue ?? ""
        errors = try? fields?["errors"]?.decoded()
        state = fields?["state"]?.stringValue.map(CallState.init(rawValue:))
        callId = fields?["callId"]?.stringValue
        retryAfterSeconds = fields?["retryAfterSeconds"]?.doubleValue
    }
}
