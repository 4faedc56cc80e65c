import Foundation
import RingpostCore

/// A call as the phone shows it, in the form of the lab's `GET /lab/phones/{phoneId}`.
struct ShownCall: Encodable, Equatable {
    struct Handle: Encodable, Equatable {
        var type: String
        var value: String
    }

    var callId: String
    var state: String
    var endedReason: Int?
    var callerName: String
    var hasVideo: Bool
    var handle: Handle
    var muted = false
    var held = false
    var supportsHolding: Bool
    /// Epoch seconds.
    var expiresAt: Double
    var answeredAt: String?
    var endedAt: String?

    init(_ callId: CallID, _ update: CallUpdate, expiresAt: Date) {
        self.callId = callId.uuidString.lowercased()
        state = CallState.ringing.rawValue
        callerName = update.callerName
        hasVideo = update.hasVideo
        handle = Handle(type: update.handle.type.rawValue, value: update.handle.value)
        supportsHolding = update.supportsHolding
        self.expiresAt = expiresAt.timeIntervalSince1970
    }

    var isOver: Bool { endedAt != nil }

    mutating func shows(_ update: CallUpdate) {
        callerName = update.callerName
        hasVideo = update.hasVideo
        handle = Handle(type: update.handle.type.rawValue, value: update.handle.value)
        supportsHolding = update.supportsHolding
    }

    mutating func isAnswered(at: Date) {
        state = CallState.answered.rawValue
        answeredAt = isoText(at)
    }

    /// - Parameter known: the state of the call at the server, if the phone has heard of it.
    mutating func isEnded(_ reason: EndedReason?, known: CallState?, at: Date) {
        endedReason = reason?.rawValue
        endedAt = isoText(at)
        let wasAnswered = answeredAt != nil
        state =
            switch reason {
            case nil: (wasAnswered ? CallState.ended : .declined).rawValue
            case .failed: CallState.failed.rawValue
            case .unanswered: CallState.timedOut.rawValue
            case .answeredElsewhere: CallState.answered.rawValue
            case .declinedElsewhere: (known?.isLive == false ? known : .declined)?.rawValue ?? ""
            case .remoteEnded: (known?.isLive == false ? known : wasAnswered ? .ended : .cancelled)?.rawValue ?? ""
            }
    }
}

func isoText(_ date: Date) -> String {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    return formatter.string(from: date)
}
