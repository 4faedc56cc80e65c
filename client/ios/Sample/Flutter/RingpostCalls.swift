// RingpostCalls.swift
import AVFAudio
import CallKit
import Flutter
import PushKit
import RingpostCore
import flutter_callkit_incoming

/// VoIP pushes of Ringpost, shown by flutter_callkit_incoming. Everything here runs on the main queue.
final class RingpostCalls: NSObject, PKPushRegistryDelegate {
    private let registry = PKPushRegistry(queue: .main)
    private let server: APICallServer
    private let receipts: ReceiptQueue
    private let channel: FlutterMethodChannel
    private var watches: [UUID: Task<Void, Never>] = [:]
    private var answers: [UUID: CXAnswerCallAction] = [:]

    init(apiURL: URL, messenger: FlutterBinaryMessenger, transport: Transport = URLSessionTransport()) {
        // The ticket in the push stands for a login, so nothing here needs one.
        let api = APIClient(baseURL: apiURL, transport: transport, token: { _ in nil })
        let folder = FileManager.default.urls(for: .applicationSupportDirectory, in: .userDomainMask)[0]
        let store = FileStore(folder: folder.appendingPathComponent("Ringpost"))
        let identity = DeviceIdentity(store: store)
        receipts = ReceiptQueue(server: api, store: store, identity: identity)
        server = APICallServer(api: api, identity: identity)
        channel = FlutterMethodChannel(name: "ringpost/calls", binaryMessenger: messenger)
        super.init()
        channel.setMethodCallHandler { [weak self] call, result in self?.handle(call, result) }
        registry.delegate = self
        registry.desiredPushTypes = [.voIP]
    }

    func pushRegistry(_ registry: PKPushRegistry, didUpdate pushCredentials: PKPushCredentials, for type: PKPushType) {
        let token = pushCredentials.token.map { String(format: "%02x", $0) }.joined()
        SwiftFlutterCallkitIncomingPlugin.sharedInstance?.setDevicePushTokenVoIP(token)
    }

    func pushRegistry(_ registry: PKPushRegistry, didInvalidatePushTokenFor type: PKPushType) {
        SwiftFlutterCallkitIncomingPlugin.sharedInstance?.setDevicePushTokenVoIP("")
    }

    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType,
        completion: @escaping () -> Void
    ) {
        // Reads every payload: one of another form is a call to report, and to end at once.
        let reading = RingReading(voipPayload: payload.dictionaryPayload, arrivedAt: Date(), unknownCaller: "Unknown caller")
        guard let plugin = SwiftFlutterCallkitIncomingPlugin.sharedInstance else { return completion() }
        plugin.showCallkitIncoming(data(of: reading.ring), fromPushKit: true) { [weak self] in
            DispatchQueue.main.async { self?.follow(reading) }
            completion()
        }
    }

    private func data(of ring: Ring) -> flutter_callkit_incoming.Data {
        let update = ring.update
        let data = flutter_callkit_incoming.Data(
            id: ring.callId.uuidString, nameCaller: update.callerName, handle: update.handle.value,
            type: update.hasVideo ? 1 : 0)
        switch update.handle.type {
        case .generic: data.handleType = "generic"
        case .phoneNumber: data.handleType = "number"
        case .emailAddress: data.handleType = "email"
        }
        // Otherwise Recents and CallKit show the handle encrypted.
        data.normalHandle = 1
        data.supportsHolding = update.supportsHolding
        data.supportsGrouping = update.supportsGrouping
        data.supportsUngrouping = update.supportsUngrouping
        data.supportsDTMF = update.supportsDTMF
        // The plugin would activate the audio session itself. That is CallKit's part.
        data.configureAudioSession = false
        // Ringpost sends an alert for a missed call.
        data.isShowMissedCallNotification = false
        data.duration = max(0, Int(ring.expiresAt.timeIntervalSinceNow * 1000))
        return data
    }

    /// The system has the call. Now there is time for everything else.
    private func follow(_ reading: RingReading) {
        guard case .ring(let ring) = reading else { return end(reading.ring.callId, .failed) }
        Task { await receipts.note(ReceiptEvent.callReported, callId: ring.callId, ticket: ring.ticket, at: Date()) }
        watches[ring.callId] = Task { @MainActor [weak self] in await self?.watch(ring) }
    }

    /// Asks how the ring stands, until it is over, or until its own deadline when there is no network.
    @MainActor private func watch(_ ring: Ring) async {
        while Date() < ring.expiresAt {
            if let ticket = ring.ticket {
                let answer = await server.readRing(ticket: ticket)
                if Task.isCancelled { return }
                switch answer {
                case .status(let status):
                    if let reason = status.endedReason { return end(ring.callId, reason) }
                    if status.state == .answered { return }
                // The push came late.
                case .ringOver: return end(ring.callId, .unanswered)
                case .unknownTicket, .unknownCall, .none: break
                }
            }
            guard (try? await Task.sleep(nanoseconds: 1_000_000_000)) != nil else { return }
        }
        if !Task.isCancelled { end(ring.callId, .unanswered) }
    }

    private func end(_ callId: UUID, _ reason: EndedReason) {
        stop(callId)
        SwiftFlutterCallkitIncomingPlugin.sharedInstance?.saveEndCall(callId.uuidString, reason.rawValue)
        // After the end: CallKit keeps the first reason that it hears.
        answers.removeValue(forKey: callId)?.fail()
    }

    func stop(_ callId: UUID) { watches.removeValue(forKey: callId)?.cancel() }

    func reset() {
        for callId in watches.keys { stop(callId) }
        answers = [:]
    }

    /// The user has answered. CallKit waits until Dart has the call.
    func answer(_ callId: UUID, _ action: CXAnswerCallAction) {
        stop(callId)
        answers[callId] = action
        try? AVAudioSession.sharedInstance().setCategory(.playAndRecord, mode: .voiceChat, options: [])
    }

    /// From Dart: `connected` when media is up, `ended` with CallKit's reason for whatever else has become of a call.
    private func handle(_ call: FlutterMethodCall, _ result: FlutterResult) {
        let arguments = call.arguments as? [String: Any]
        guard let callId = (arguments?["callId"] as? String).flatMap(UUID.init(uuidString:)) else {
            return result(FlutterMethodNotImplemented)
        }
        switch call.method {
        case "connected": answers.removeValue(forKey: callId)?.fulfill()
        case "ended": end(callId, (arguments?["reason"] as? Int).flatMap(EndedReason.init) ?? .failed)
        default: return result(FlutterMethodNotImplemented)
        }
        result(nil)
    }
}
