/// Calls that are over here. A push may come after the end of its call: then it must not ring.
struct EndedCalls: Sendable {
    /// How many are remembered. A push comes at most minutes late, and no phone has so many calls in that time.
    static let limit = 500

    private var reasons: [CallID: EndedReason?] = [:]
    private var oldestFirst: [CallID] = []

    func contains(_ callId: CallID) -> Bool { reasons[callId] != nil }

    /// - Returns: nil for a call that its user ended here, too.
    func reason(of callId: CallID) -> EndedReason? { reasons[callId] ?? nil }

    mutating func remember(_ callId: CallID, _ reason: EndedReason?) {
        if reasons.updateValue(reason, forKey: callId) == nil { oldestFirst.append(callId) }
        if oldestFirst.count > Self.limit { reasons[oldestFirst.removeFirst()] = nil }
    }
}
