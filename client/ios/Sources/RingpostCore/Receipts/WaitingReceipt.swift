import Foundation

/// A receipt that is not sent yet.
struct WaitingReceipt: Codable, Sendable, Hashable {
    let messageId: String?
    let callId: String?
    let ticket: String?
    let event: ReceiptEvent
    let at: Date

    var id: String { messageId ?? callId ?? "" }

    func isSame(as other: WaitingReceipt) -> Bool { id == other.id && event == other.event }

    func receipt(deviceId: String) -> Receipt {
        if let messageId { return .ofMessage(messageId, deviceId: deviceId, event: event, at: at) }
        return .ofCall(callId ?? "", deviceId: deviceId, event: event, at: at)
    }
}
