@_spi(Host) import CallKit
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone

@testable import RingpostKit

/// The process of an app that rings through CallKit. It is gone when nobody holds it.
@MainActor final class AppProcess {
    let app = RecordingApp()
    let desk: CallDesk
    private let screen: CallKitScreen
    private let receiver: PushReceiver

    init(server: any CallServer, receipts: any CallReceipts, clock: any KitClock) {
        desk = CallDesk(center: CallCenter(server: server, receipts: receipts, clock: clock))
        desk.app = app
        screen = CallKitScreen(desk: desk)
        receiver = PushReceiver(center: desk.center, tokens: app)
    }
}

/// A phone with such an app, from the push to the call screen.
@MainActor final class CallKitPhone {
    let system: SimulatedPhone
    let server = ScriptedServer()
    let receipts = NotedReceipts()
    let clock = VirtualClock()
    private let process: AppProcess

    init(_ configure: (inout PhoneBehaviour) -> Void = { _ in }) async {
        system = SimulatedPhone.reset()
        configure(&system.behaviour)
        process = AppProcess(server: server, receipts: receipts, clock: clock)
        await drain()
    }

    var app: RecordingApp { process.app }
    var desk: CallDesk { process.desk }
    var provider: CXProvider { CXProvider.live! }
    var registry: PKPushRegistry { PKPushRegistry.live! }

    /// The push of a call. - Returns: the call's ID.
    @discardableResult func push(
        _ callId: CallID = CallID(), sentAt: Date? = nil, expiresIn seconds: Double = 60, hasVideo: Bool = false,
        mustReport: Bool = true,
        changing: (inout [AnyHashable: Any]) -> Void = { _ in }
    ) -> CallID {
        var payload = voipPayload(callId, now: sentAt ?? clock.now(), expiresIn: seconds, hasVideo: hasVideo)
        changing(&payload)
        registry.deliver(payload, mustReport: mustReport)
        return callId
    }

    /// A call that the user has answered: it is up, or has ended because it could not be.
    func connectedCall(hasVideo: Bool = false) async -> CallID {
        let callId = await answeredCall(hasVideo: hasVideo)
        await drain { provider.isConnected(callId) || provider.isOver(callId) }
        await drain()
        return callId
    }

    /// A call that the user has answered a moment ago.
    func answeredCall(hasVideo: Bool = false) async -> CallID {
        let callId = push(hasVideo: hasVideo)
        await drain()
        provider.userAnswers(callId)
        await drain()
        return callId
    }

    /// Waits until the server has got these reports, in this order. Its requests leave the main queue on their way.
    func hasTold(_ told: [String]) async -> Bool {
        await drain { server.told.count >= told.count }
        return server.told == told
    }

    func hasReported(_ receipts: [String]) async -> Bool {
        await drain { self.receipts.noted.count >= receipts.count }
        return self.receipts.noted == receipts
    }

    /// What the server says of a call, by whichever way.
    func say(
        _ callId: CallID, _ state: CallState, _ reason: EndedReason? = nil, callerName: String? = nil,
        handle: CallHandle? = nil, hasVideo: Bool? = nil
    ) {
        desk.center.happen(
            .status(
                callId,
                CallStatus(
                    callId: callId, state: state, endedReason: reason, callerName: callerName, handle: handle,
                    hasVideo: hasVideo)))
    }

    /// Reasons that the system has been given for a call.
    func reasons(_ callId: CallID) -> [Int] {
        system.events.compactMap { event in
            if case .callEnded(callId, let reason) = event { reason } else { nil }
        }
    }
}

/// What Ringpost sends for a call (docs/calls.md).
/// - Parameter seconds: how much of the minute that it rings is left at that moment. Below zero, the push comes late.
func voipPayload(
    _ callId: CallID, now: Date, expiresIn seconds: Double = 60, hasVideo: Bool = false
) -> [AnyHashable: Any] {
    let sentAt = now.timeIntervalSince1970 + min(0, seconds - 60)
    return [
        "ringpost": 1, "callId": callId.uuidString.lowercased(),
        "handle": ["type": "generic", "value": "alice"], "callerName": "Alice", "hasVideo": hasVideo,
        "sentAt": sentAt, "expiresAt": now.timeIntervalSince1970 + seconds,
        "ticket": "ticket-of-\(callId.uuidString.prefix(8))",
    ]
}
