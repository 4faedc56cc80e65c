import Foundation
@_spi(Host) import LiveCommunicationKit
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone

@testable import RingpostKit

/// A phone with an app that rings through LiveCommunicationKit.
@MainActor final class ConversationPhone {
    let system: SimulatedPhone
    let server = ScriptedServer()
    let receipts = NotedReceipts()
    let clock = VirtualClock()
    let app = RecordingApp()
    let desk: CallDesk
    private let screen: ConversationScreen
    private let receiver: ConversationPushReceiver

    init(_ configure: (inout PhoneBehaviour) -> Void = { _ in }) async {
        system = SimulatedPhone.reset()
        configure(&system.behaviour)
        desk = CallDesk(center: CallCenter(server: server, receipts: receipts, clock: clock))
        desk.app = app
        screen = ConversationScreen(desk: desk)
        receiver = ConversationPushReceiver(center: desk.center, tokens: app)
        await drain()
    }

    var manager: ConversationManager { ConversationManager.live! }
    var registry: PKPushRegistry { PKPushRegistry.live! }

    /// The push of a call, until the phone rings or has done with it.
    func push(_ callId: CallID = CallID(), expiresIn seconds: Double = 60) async -> CallID {
        let before = completions
        registry.deliver(voipPayload(callId, now: clock.now(), expiresIn: seconds, hasVideo: true))
        await drain { completions > before }
        return callId
    }

    private var completions: Int {
        system.events.filter { if case .pushCompleted = $0 { true } else { false } }.count
    }

    func connectedCall() async -> CallID {
        let callId = await push()
        manager.userPerforms(JoinConversationAction(conversationUUID: callId))
        await drain { system.events.contains(.actionFulfilled("answer", callId)) }
        return callId
    }

    func say(_ callId: CallID, _ state: CallState, _ reason: EndedReason? = nil) {
        desk.center.receive(stopped: CallStatus(callId: callId, state: state, endedReason: reason))
    }
}
