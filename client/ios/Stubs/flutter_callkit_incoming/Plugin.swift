// Stand-in for the Swift side of the Flutter plugin flutter_callkit_incoming 3.1.5, as far as docs/flutter.md uses it. It
// reports to the CallKit stand-in as the plugin reports to CallKit.
import AVFAudio
import CallKit
import Flutter

public class Data: NSObject {
    public var uuid: String
    public var nameCaller: String
    public var handle: String
    public var type: Int
    /// 0: the handle is encrypted for CallKit.
    public var normalHandle = 0
    /// In milliseconds.
    public var duration = 30_000
    public var extra: NSDictionary = [:]
    public var handleType = ""
    public var supportsDTMF = true
    public var supportsHolding = true
    public var supportsGrouping = true
    public var supportsUngrouping = true
    public var configureAudioSession = true
    public var isShowMissedCallNotification = true

    public init(id: String, nameCaller: String, handle: String, type: Int) {
        uuid = id
        self.nameCaller = nameCaller
        self.handle = handle
        self.type = type
    }
}

public class Call: NSObject {
    public var uuid: UUID
    public var data: Data

    init(_ uuid: UUID, _ data: Data) {
        self.uuid = uuid
        self.data = data
    }
}

@MainActor public protocol CallkitIncomingAppDelegate: NSObjectProtocol {
    func onAccept(_ call: Call, _ action: CXAnswerCallAction)
    func onDecline(_ call: Call, _ action: CXEndCallAction)
    func onEnd(_ call: Call, _ action: CXEndCallAction)
    func onTimeOut(_ call: Call)
    func didActivateAudioSession(_ audioSession: AVAudioSession)
    func didDeactivateAudioSession(_ audioSession: AVAudioSession)
    func providerDidReset()
}

public class SwiftFlutterCallkitIncomingPlugin: NSObject, CXProviderDelegate, @unchecked Sendable {
    nonisolated(unsafe) public private(set) static var sharedInstance: SwiftFlutterCallkitIncomingPlugin!

    private var provider: CXProvider?
    private var calls: [UUID: Call] = [:]
    public private(set) var voipToken = ""

    public static func sharePluginWithRegister(with registrar: any FlutterPluginRegistrar) {
        if sharedInstance == nil { sharedInstance = SwiftFlutterCallkitIncomingPlugin() }
    }

    /// The process of the app has ended.
    @_spi(Host) public static func forget() { sharedInstance = nil }

    @_spi(Host) public func data(of uuid: UUID) -> Data? { calls[uuid]?.data }

    public func setDevicePushTokenVoIP(_ deviceToken: String) { voipToken = deviceToken }

    public func showCallkitIncoming(_ data: Data, fromPushKit: Bool, completion: @escaping () -> Void) {
        if provider == nil {
            provider = CXProvider(configuration: CXProviderConfiguration())
            provider?.setDelegate(self, queue: nil)
        }
        // What is not a UUID is never reported.
        guard let uuid = UUID(uuidString: data.uuid) else { return completion() }
        let update = CXCallUpdate()
        update.remoteHandle = CXHandle(type: .generic, value: data.handle)
        update.localizedCallerName = data.nameCaller
        update.hasVideo = data.type > 0
        calls[uuid] = Call(uuid, data)
        let done = Carried(completion)
        provider?.reportNewIncomingCall(with: uuid, update: update) { _ in done.value() }
    }

    /// - Parameter reason: a `CXCallEndedReason`.
    public func saveEndCall(_ uuid: String, _ reason: Int) {
        guard let uuid = UUID(uuidString: uuid), let reason = CXCallEndedReason(rawValue: reason) else { return }
        provider?.reportCall(with: uuid, endedAt: Date(), reason: reason)
    }

    private func tell(_ work: @MainActor (any CallkitIncomingAppDelegate) -> Void) {
        withoutActuallyEscaping(work) { work in
            let carried = Carried(work)
            MainActor.assumeIsolated {
                if let app = UIApplication.shared.delegate as? any CallkitIncomingAppDelegate { carried.value(app) }
            }
        }
    }

    public func providerDidReset(_ provider: CXProvider) { tell { $0.providerDidReset() } }

    public func provider(_ provider: CXProvider, perform action: CXAnswerCallAction) {
        guard let call = calls[action.callUUID] else { return action.fail() }
        let (call1, action1) = (Carried(call), Carried(action))
        tell { $0.onAccept(call1.value, action1.value) }
    }

    public func provider(_ provider: CXProvider, perform action: CXEndCallAction) {
        guard let call = calls[action.callUUID] else { return action.fulfill() }
        let (call1, action1) = (Carried(call), Carried(action))
        tell { $0.onDecline(call1.value, action1.value) }
    }
}

private struct Carried<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
}
