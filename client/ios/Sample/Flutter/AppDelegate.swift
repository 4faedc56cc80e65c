import AVFAudio
import CallKit
import Flutter
import flutter_callkit_incoming

// AppDelegate.swift: keep @main and @objc, which Flutter's template has before the class.
class AppDelegate: FlutterAppDelegate, CallkitIncomingAppDelegate {
    var calls: RingpostCalls?

    override func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // Before this returns: iOS launches the app for a push, and the plugin must be there to report it.
        if let registrar = registrar(forPlugin: "RingpostCalls") {
            SwiftFlutterCallkitIncomingPlugin.sharePluginWithRegister(with: registrar)
            calls = RingpostCalls(apiURL: ringpostURL, messenger: registrar.messenger())
        }
        GeneratedPluginRegistrant.register(with: self)
        return super.application(application, didFinishLaunchingWithOptions: launchOptions)
    }

    func onAccept(_ call: flutter_callkit_incoming.Call, _ action: CXAnswerCallAction) {
        calls?.answer(call.uuid, action)
    }

    func onDecline(_ call: flutter_callkit_incoming.Call, _ action: CXEndCallAction) {
        calls?.stop(call.uuid)
        action.fulfill()
    }

    func onEnd(_ call: flutter_callkit_incoming.Call, _ action: CXEndCallAction) { action.fulfill() }
    func onTimeOut(_ call: flutter_callkit_incoming.Call) { calls?.stop(call.uuid) }
    func providerDidReset() { calls?.reset() }

    // The only places to start and stop audio: tell your media engine.
    func didActivateAudioSession(_ audioSession: AVAudioSession) {}
    func didDeactivateAudioSession(_ audioSession: AVAudioSession) {}
}
