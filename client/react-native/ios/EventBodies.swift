import Foundation
import RingpostKit

// What JavaScript gets: the types in src/native.ts.

extension Ring {
    var json: JSON {
        var fields: [String: JSON] = [
            "callId": .string(callId.uuidString.lowercased()),
            "handle": ["type": .string(update.handle.type.rawValue), "value": .string(update.handle.value)],
            "callerName": .string(update.callerName),
            "hasVideo": .bool(update.hasVideo),
        ]
        if expiresAt != .distantFuture { fields["expiresAtMs"] = .double(expiresAt.timeIntervalSince1970 * 1000) }
        if let ext { fields["ext"] = ext }
        return .object(fields)
    }
}

extension RegistrationState {
    /// For a settings page. `doctor` is the finding of `npx ringpost doctor --user` that says the same.
    var json: JSON {
        switch self {
        case .waiting(.consent): ["state": "waiting", "needs": "consent"]
        case .waiting(.signIn): ["state": "waiting", "needs": "signIn", "doctor": "no_device"]
        case .waiting(.token): ["state": "waiting", "needs": "token", "doctor": "no_token"]
        case .waiting(.unlock): ["state": "waiting", "needs": "unlock"]
        case .registering: ["state": "registering"]
        case .registered(let device): ["state": "registered", "deviceId": .string(device.deviceId)]
        case .failed(let error): ["state": "failed", "problem": error.json]
        case .refused(let problem): ["state": "refused", "problem": RingpostError.refused(problem).json]
        case .loggedOut: ["state": "loggedOut", "doctor": "no_device"]
        }
    }
}

extension RingpostError {
    var json: JSON {
        switch self {
        case .refused(let problem):
            ["code": .string(problem.code), "detail": .string(problem.detail), "fix": .string(problem.fix)]
        case .unreachable(let detail): ["code": "unreachable", "detail": .string(detail), "fix": ""]
        case .notSignedIn: ["code": "no_token", "detail": "", "fix": "Sign in, and give a token when asked for one."]
        case .unreadable(let detail): ["code": "not_understood", "detail": .string(detail), "fix": ""]
        case .cancelled: ["code": "aborted", "detail": "", "fix": ""]
        }
    }
}

extension OpenedNotification {
    var json: JSON {
        var fields: [String: JSON] = ["push": push.json]
        switch action {
        case .opened: fields["action"] = "opened"
        case .dismissed: fields["action"] = "dismissed"
        case .named(let name):
            fields["action"] = "named"
            fields["name"] = .string(name)
        }
        if let replyText { fields["replyText"] = .string(replyText) }
        return .object(fields)
    }
}

extension PushContent {
    var json: JSON {
        switch self {
        case .message(let message):
            return object(
                ["about": "message", "messageId": .string(message.messageId)], message.conversationId, message.ext)
        case .ring(let ring): return ["about": "ring", "call": ring.json]
        case .missedCall(let call):
            var fields: [String: JSON] = [
                "about": "missedCall", "callId": .string(call.callId), "hasVideo": .bool(call.hasVideo),
            ]
            if let from = call.from { fields["from"] = .string(from) }
            if let name = call.callerName { fields["callerName"] = .string(name) }
            return object(fields, call.conversationId, nil)
        case .recall, .stoppedRing, .badge, .other: return ["about": "other"]
        }
    }

    private func object(_ fields: [String: JSON], _ conversationId: ConversationID?, _ ext: JSON?) -> JSON {
        var fields = fields
        if let conversationId { fields["conversationId"] = .string(conversationId.rawValue) }
        if let ext { fields["ext"] = ext }
        return .object(fields)
    }
}

extension JSON {
    /// The value as Expo hands it to JavaScript.
    var foundation: Any {
        switch self {
        case .null: NSNull()
        case .bool(let value): value
        // JavaScript's numbers are doubles.
        case .int(let value): Double(value)
        case .double(let value): value
        case .string(let value): value
        case .array(let values): values.map(\.foundation)
        case .object(let fields): fields.mapValues(\.foundation)
        }
    }
}
