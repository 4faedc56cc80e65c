import Foundation

@testable import RingpostCore

/// Noon of a day that the tests begin on.
let noon = Date(timeIntervalSince1970: 1_795_780_800)

func callId(_ number: Int = 1) -> CallID {
    CallID(uuidString: String(format: "0B0F2A8E-6C1D-4F5E-9A37-%012d", number))!
}

func callUpdate(callerName: String = "Alice") -> CallUpdate {
    CallUpdate(handle: CallHandle(value: "alice"), callerName: callerName)
}

func ring(
    _ id: CallID = callId(), expiresAt: Date = noon.addingTimeInterval(60), ticket: String? = "ticket-of-the-ring"
) -> Ring {
    Ring(callId: id, update: callUpdate(), expiresAt: expiresAt, ticket: ticket)
}

/// `dictionaryPayload` of the VoIP push of a call.
func voipPayload(changing changes: [String: Any?] = [:]) -> [AnyHashable: Any] {
    var payload: [String: Any] = [
        "ringpost": 1, "callId": "0b0f2a8e-6c1d-4f5e-9a37-000000000001",
        "handle": ["type": "phoneNumber", "value": "8613800000000"], "callerName": "Alice", "hasVideo": true,
        "supportsHolding": false, "sentAt": 1_795_780_800, "expiresAt": 1_795_780_860, "ticket": "ticket-of-the-ring",
        "ext": ["room": 7],
    ]
    for (name, value) in changes { payload[name] = value }
    return payload
}
