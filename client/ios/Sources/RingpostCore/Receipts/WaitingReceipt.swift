import Foundation

/// A receipt that is not sent yet.
struct WaitingReceipt: Codable, Sendable, Hashable {
    let messageId: String?
    let callId: String?
    let ticket: String?
    let event: ReceiptEvent
    let at: Date
    /// The clock's `uptime` at that moment. Nil when it is not known any more.
    var uptime: TimeInterval?

    var id: String { messageId ?? callId ?? "" }

    func isSame(as other: WaitingReceipt) -> Bool { id == other.id && event == other.event }

    func receipt(deviceId: String, uptime now: TimeInterval) -> Receipt {
        let ageMs = ageMs(uptime: now)
        if let messageId { return .ofMessage(messageId, deviceId: deviceId, event: event, at: at, ageMs: ageMs) }
        return .ofCall(callId ?? "", deviceId: deviceId, event: event, at: at, ageMs: ageMs)
    }

    func ageMs(uptime now: TimeInterval) -> Int? {
        uptime.map { Int((max(0, now - $0) * 1000).rounded()) }
    }

    /// How far the two clocks may drift apart in days.
    static let driftSeconds: TimeInterval = 2

    /// Out of the file. After a restart of the phone its uptime starts at zero, so the two clocks disagree about the age.
    func read(_ clock: any KitClock) -> WaitingReceipt {
        var receipt = self
        let age = clock.now().timeIntervalSince(at)
        if let uptime, abs(clock.uptime() - uptime - age) > Self.driftSeconds { receipt.uptime = nil }
        return receipt
    }
}
