import Foundation

/// The API as the calls of a phone ask it. It tries once: the phone knows when it is worth asking again.
public struct APICallServer: CallServer {
    private let api: APIClient
    private let identity: DeviceIdentity

    public init(api: APIClient, identity: DeviceIdentity) {
        self.api = api.withoutRetries
        self.identity = identity
    }

    public func readRing(ticket: String) async -> StatusAnswer {
        do throws(RingpostError) {
            let ring = try await api.ring(ticket: ticket)
            return status(
                ring.callId, ring.state, ring.endedReason, (ring.callerName, ring.handle, ring.hasVideo))
        } catch {
            switch error.problem?.status {
            case 404: return .unknownTicket
            case 410: return .ringOver
            default: return .none(retryAfterSeconds: error.problem?.retryAfterSeconds)
            }
        }
    }

    public func readCall(_ callId: CallID) async -> StatusAnswer {
        do throws(RingpostError) {
            let call = try await api.call(callId, deviceId: identity.deviceId())
            return status(
                call.callId, call.state, call.endedReason, (call.callerName, call.handle, call.hasVideo))
        } catch {
            if error.problem?.status == 404 { return .unknownCall }
            return .none(retryAfterSeconds: error.problem?.retryAfterSeconds)
        }
    }

    public func act(_ action: CallAction, on callId: CallID) async -> ActionOutcome {
        do throws(RingpostError) {
            try await api.act(action, on: callId, deviceId: identity.deviceId())
            return .taken
        } catch {
            if error.isTemporary { return .unknown }
            // 409: too late. Why, the call says for this phone.
            if error.problem?.status == 409, case .status(let status) = await readCall(callId) {
                return .tooLate(status.endedReason)
            }
            // 404: no such call, or the user has signed out. There is nothing to answer.
            return .tooLate(.failed)
        }
    }

    private func status(
        _ callId: String, _ state: CallState, _ reason: EndedReason?,
        _ shown: (callerName: String?, handle: CallHandle?, hasVideo: Bool?)
    ) -> StatusAnswer {
        guard let callId = CallID(uuidString: callId) else { return .unknownCall }
        return .status(
            CallStatus(
                callId: callId, state: state, endedReason: reason, callerName: shown.callerName, handle: shown.handle,
                hasVideo: shown.hasVideo))
    }
}
