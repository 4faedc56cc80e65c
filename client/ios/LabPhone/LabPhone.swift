import AVFAudio
@_spi(Host) import CallKit
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import RingpostKit
import SimulatedPhone

/// A phone of the lab whose app is the kit: pushes come in through the stand-in of PushKit, and what it shows is what the kit
/// has reported to the stand-in of CallKit.
@MainActor final class LabPhone: VoipTokens {
    private let config: PhoneConfig
    private let system: SimulatedPhone
    private let network: SwitchedNetwork
    private let clock: SetClock
    private let server: NotingServer
    private let registration: Registration
    private let receipts: ReceiptQueue
    private let presence: PresenceReporter
    private let desk: CallDesk
    private let app = LabApp()
    private let screen: CallKitScreen
    private var receiver: PushReceiver?
    /// Calls of this run of the app, oldest first.
    private var calls: [ShownCall] = []
    private var said: ShownCall?
    private var seenEvents = 0
    private var isSignedIn = false

    init(_ config: PhoneConfig) {
        self.config = config
        system = SimulatedPhone.reset()
        let network = SwitchedNetwork(isOn: config.isNetworkOn)
        self.network = network
        let clock = SetClock(errorMs: config.clockErrorMs)
        self.clock = clock
        let signIn = LabSignIn(origin: config.origin, userId: config.userId)
        let api = APIClient(baseURL: config.origin, transport: network, clock: clock, timeoutSeconds: 5) {
            try await signIn.token(refused: $0)
        }
        let identity = DeviceIdentity(store: GivenDeviceID(deviceId: config.deviceId))
        let files = FileStore(folder: URL(fileURLWithPath: config.folder))
        server = NotingServer(APICallServer(api: api, identity: identity))
        registration = Registration(
            appId: config.appId, server: api, identity: identity, store: files,
            environment: config.tokens["alert"]?.environment ?? .automatic, clock: clock)
        receipts = ReceiptQueue(server: api, store: files, identity: identity, clock: clock)
        presence = PresenceReporter(server: api, identity: identity, clock: clock)
        desk = CallDesk(center: CallCenter(server: server, receipts: receipts, clock: clock))
        desk.app = app
        screen = CallKitScreen(desk: desk)
        app.desk = desk
        app.onMute = { [weak self] callId, isMuted in self?.change(callId) { $0.muted = isMuted } }
        app.onHold = { [weak self] callId, isHeld in self?.change(callId) { $0.held = isHeld } }
        receiver = PushReceiver(center: desk.center, tokens: self)
        if let token = config.tokens["voip"]?.token { PKPushRegistry.live?.updateToken(bytes(of: token)) }
    }

    // MARK: Tokens

    func voipTokenChanged(_ token: Data) { Task { await registration.tokenChanged(.voip, token) } }
    func voipTokenInvalidated() { Task { await registration.tokenInvalidated(.voip) } }

    // MARK: What the lab wants

    func take(_ command: PhoneCommand) async {
        switch command.do {
        case "push": deliver(command)
        case "press": await press(command.button ?? "")
        case "register": await register(command.facts)
        case "foreground":
            await presence.enterForeground(unreadCount: 0, previous: command.previousUnreadCount)
            await presence.settle()
        case "background":
            await presence.enterBackground()
            await presence.settle()
        case "network": network.isOn = command.isOn ?? true
        case "clock": clock.errorMs = command.clockErrorMs ?? 0
        case "stopped": stopped(command)
        case "receipt":
            if let messageId = command.messageId, let event = command.event {
                await receipts.note(ReceiptEvent(rawValue: event), messageId: messageId, ticket: command.ticket, at: clock.now())
            }
        case "wake": await wake()
        default: break
        }
        look()
        say(["done": command.number])
    }

    private func deliver(_ command: PhoneCommand) {
        guard let payload = command.payload, let data = try? JSONEncoder().encode(payload),
            let dictionary = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return }
        PKPushRegistry.live?.deliver(dictionary, mustReport: command.mustReport ?? true)
    }

    private func press(_ button: String) async {
        guard let shown, !shown.isOver, let callId = CallID(uuidString: shown.callId) else { return }
        let provider = CXProvider.live
        switch button {
        case "answer": provider?.userAnswers(callId)
        case "decline", "end": provider?.userEnds(callId)
        case "busy": desk.refuseAsBusy(callId)
        case "mute": provider?.userPerforms(CXSetMutedCallAction(call: callId, muted: !shown.muted))
        case "hold" where shown.supportsHolding:
            provider?.userPerforms(CXSetHeldCallAction(call: callId, onHold: !shown.held))
        default: break
        }
        await settle()
    }

    /// The system has said everything to the app, and the app to the server.
    private func settle() async {
        for _ in 0..<2_000 {
            try? await Task.sleep(nanoseconds: 5_000_000)
            if system.isIdle && !server.isSaying { return }
        }
    }

    private func register(_ facts: PhoneCommand.Facts?) async {
        guard let userId = config.userId else { return }
        if let facts { await registration.factsChanged(DeviceFacts(facts)) }
        if !isSignedIn {
            isSignedIn = true
            await registration.giveConsent()
            if let token = config.tokens["alert"]?.token { await registration.tokenChanged(.alert, bytes(of: token)) }
            if let token = config.tokens["voip"]?.token { await registration.tokenChanged(.voip, bytes(of: token)) }
            if let token = config.tokens["liveActivityStart"]?.token {
                await registration.tokenChanged(.liveActivityStart, bytes(of: token))
            }
        }
        // The lab's phones register at each start of the app and each time it is opened.
        await registration.signIn(userId: userId)
        await registration.settle()
        await sayRegistration()
    }

    private func sayRegistration() async {
        switch await registration.state {
        case .registered: say(["registration": ["registered": true]])
        case .refused(let problem):
            say(Registered(registration: .init(registered: false, problem: "\(problem.detail) \(problem.fix)")))
        case .failed(let error): say(Registered(registration: .init(registered: false, problem: "\(error)")))
        case .waiting, .registering, .loggedOut: break
        }
    }

    private func stopped(_ command: PhoneCommand) {
        guard let callId = command.callId.flatMap(CallID.init(uuidString:)), let state = command.state else { return }
        desk.center.receive(
            stopped: CallStatus(callId: callId, state: CallState(rawValue: state), endedReason: command.endedReason))
    }

    private func wake() async {
        await registration.wake()
        await receipts.flush()
        await registration.settle()
        await receipts.settle()
        await sayRegistration()
    }

    // MARK: What the phone shows

    /// The call on the screen: the first one that goes on, or else how the last one ended.
    private var shown: ShownCall? { calls.first { !$0.isOver } ?? calls.last }

    /// Looks at what the system has seen since the last time.
    func look() {
        let events = system.events
        for event in events[seenEvents...] { see(event) }
        seenEvents = events.count
        if let shown, shown != said {
            said = shown
            say(["call": shown])
        }
    }

    private func see(_ event: PhoneEvent) {
        switch event {
        case .callReported(let callId): show(callId)
        case .callUpdated(let callId):
            guard let update = CXProvider.live?.update(of: callId) else { return }
            change(callId) { $0.shows(CallUpdate(update)) }
        case .callEnded(let callId, let reason):
            change(callId) { $0.isEnded(EndedReason(rawValue: reason), known: server.state(of: callId), at: Date()) }
        case .actionFulfilled("answer", let callId): change(callId) { $0.isAnswered(at: Date()) }
        case .actionFulfilled("end", let callId): change(callId) { $0.isEnded(nil, known: nil, at: Date()) }
        case .killed(let reason): say(["killed": "\(reason)"])
        default: break
        }
    }

    private func show(_ callId: CallID) {
        let isShown = calls.contains { $0.callId == text(of: callId) && !$0.isOver }
        guard !isShown, let update = CXProvider.live?.update(of: callId) else { return }
        // The lab's page counts down by the machine's clock.
        let expiresAt = desk.center.call(callId)?.expiresAt.addingTimeInterval(-clock.errorMs / 1000)
        calls.append(ShownCall(callId, CallUpdate(update), expiresAt: expiresAt ?? Date()))
    }

    private func change(_ callId: CallID, _ change: (inout ShownCall) -> Void) {
        guard let index = calls.firstIndex(where: { $0.callId == text(of: callId) && !$0.isOver }) else { return }
        change(&calls[index])
    }

    private func text(of callId: CallID) -> String { callId.uuidString.lowercased() }

    private struct Registered: Encodable {
        struct State: Encodable {
            var registered: Bool
            var problem: String
        }
        var registration: State
    }

    private func say(_ message: some Encodable) {
        guard var line = try? JSONEncoder().encode(message) else { return }
        line.append(0x0A)
        FileHandle.standardOutput.write(line)
    }
}

extension CallUpdate {
    /// What the stand-in of CallKit shows.
    fileprivate init(_ update: CXCallUpdate) {
        let kinds: [CallHandle.Kind] = [.generic, .phoneNumber, .emailAddress]
        let kind = update.remoteHandle.map { kinds[$0.type.rawValue - 1] }
        self.init(
            handle: CallHandle(type: kind ?? .generic, value: update.remoteHandle?.value ?? ""),
            callerName: update.localizedCallerName ?? "", hasVideo: update.hasVideo,
            supportsHolding: update.supportsHolding)
    }
}

private func bytes(of hexadecimal: String) -> Data {
    let digits = Array(hexadecimal.utf8)
    return Data(
        stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
        })
}
