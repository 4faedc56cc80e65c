@_spi(Host) import CallKit
@_spi(Host) import Flutter
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import SimulatedPhone
import Testing
import UIKit
@_spi(Host) import flutter_callkit_incoming

@testable import SampleFlutter

extension PhoneTests {
    /// The code of docs/flutter.md, against a stand-in of the plugin.
    @MainActor @Suite struct FlutterTests {
        @Test func aPushIsReportedBeforeItsHandlerReturns() async {
            let phone = FlutterPhone()
            let callId = phone.push()
            await drain { phone.provider?.rings(callId) == true }
            #expect(phone.system.kills == [])
            let data = SwiftFlutterCallkitIncomingPlugin.sharedInstance.data(of: callId)
            #expect(data?.nameCaller == "Alice")
            #expect(data?.handle == "alice")
            #expect(data?.normalHandle == 1)
            #expect(data?.configureAudioSession == false)
            await drain { phone.server.requests.contains { $0.hasSuffix("callReported") } }
        }

        @Test func aPushThatCannotBeReadIsReportedAndEndsAsFailed() async {
            let phone = FlutterPhone()
            PKPushRegistry.live?.deliver(["callId": "not a UUID"])
            await drain { phone.reasons.contains(1) }
            #expect(phone.system.kills == [])
            #expect(phone.system.reports == 1)
        }

        @Test func aLatePushIsReportedAndEndsAsUnanswered() async {
            let phone = FlutterPhone(ring: "{}", status: 410)
            phone.push(expiresIn: -1)
            await drain { phone.reasons == [3] }
            #expect(phone.system.kills == [])
        }

        @Test func aPushThatOnlySeemsLateRings() async {
            let callId = CallID()
            let phone = FlutterPhone(ring: #"{"callId":"\#(callId)","state":"ringing"}"#)
            phone.push(callId, expiresIn: -600)
            await drain { phone.server.requests.contains { $0.hasPrefix("GET /v1/rings/") } }
            await drain()
            #expect(phone.provider?.rings(callId) == true)
        }

        @Test func anAnswerWaitsForDart() async {
            let phone = FlutterPhone()
            let callId = phone.push()
            await drain { phone.provider?.rings(callId) == true }
            await drain()
            phone.provider?.userAnswers(callId)
            await drain()
            #expect(phone.provider?.isConnected(callId) == false)
            phone.dart("connected", ["callId": callId.uuidString.lowercased()])
            await drain { phone.provider?.isConnected(callId) == true }
            #expect(!phone.system.events.contains { if case .audioSetActive = $0 { true } else { false } })
        }

        @Test func anAnswerThatAnotherPhoneWasFasterWithEndsWithDartsReason() async {
            let phone = FlutterPhone()
            let callId = phone.push()
            await drain { phone.provider?.rings(callId) == true }
            await drain()
            phone.provider?.userAnswers(callId)
            await drain()
            phone.dart("ended", ["callId": callId.uuidString, "reason": 4])
            await drain { phone.provider?.isOver(callId) == true }
            #expect(phone.reasons == [4])
        }

        @Test func theRingsTicketEndsTheRingOnce() async {
            let callId = CallID()
            let phone = FlutterPhone(ring: #"{"callId":"\#(callId)","state":"answered","endedReason":4}"#)
            phone.push(callId)
            await drain { phone.reasons == [4] }
            await drain()
            #expect(phone.reasons == [4])
        }

        @Test func theVoIPTokenIsThePlugins() async {
            let phone = FlutterPhone()
            PKPushRegistry.live?.updateToken(Foundation.Data([0xAB, 0x01]))
            await drain { SwiftFlutterCallkitIncomingPlugin.sharedInstance.voipToken == "ab01" }
            PKPushRegistry.live?.invalidateToken()
            await drain { SwiftFlutterCallkitIncomingPlugin.sharedInstance.voipToken == "" }
            _ = phone
        }

        @Test func theAppsDelegateMakesThePluginBeforeItsLaunchEnds() {
            SimulatedPhone.reset()
            SwiftFlutterCallkitIncomingPlugin.forget()
            let app = AppDelegate()
            _ = app.application(.shared, didFinishLaunchingWithOptions: nil)
            #expect(SwiftFlutterCallkitIncomingPlugin.sharedInstance != nil)
            #expect(PKPushRegistry.live != nil)
        }
    }
}

/// A phone with a Flutter app, from its launch on.
@MainActor private final class FlutterPhone {
    let system = SimulatedPhone.reset()
    let server = NotedServer()
    private let app = ListeningApp()

    /// - Parameter ring: what the server says of a ring. nil: nothing that can be read.
    init(ring: String? = nil, status: Int = 200) {
        SwiftFlutterCallkitIncomingPlugin.forget()
        UIApplication.shared.delegate = app
        app.start(RingTransport(server, ring, status))
    }

    var provider: CXProvider? { CXProvider.live }

    @discardableResult func push(_ callId: CallID = CallID(), expiresIn seconds: Double = 60) -> CallID {
        PKPushRegistry.live?.deliver(voipPayload(callId, now: Date(), expiresIn: seconds))
        return callId
    }

    func dart(_ method: String, _ arguments: [String: Any]) {
        _ = FlutterMethodChannel.invoke("ringpost/calls", method, arguments)
    }

    /// Reasons that the system has been given, in order.
    var reasons: [Int] {
        system.events.compactMap { event in
            if case .callEnded(_, let reason) = event { reason } else { nil }
        }
    }
}

/// The guide's delegate, with a server of the test's.
@MainActor private final class ListeningApp: AppDelegate {
    func start(_ transport: any Transport) {
        guard let registrar = registrar(forPlugin: "RingpostCalls") else { return }
        SwiftFlutterCallkitIncomingPlugin.sharePluginWithRegister(with: registrar)
        calls = RingpostCalls(
            apiURL: URL(string: "https://stage.example.com")!, messenger: registrar.messenger(), transport: transport)
    }
}

private struct RingTransport: Transport {
    private let server: NotedServer
    private let ring: String?
    private let status: Int

    init(_ server: NotedServer, _ ring: String?, _ status: Int) {
        self.server = server
        self.ring = ring
        self.status = status
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let other = try await server.send(request)
        guard let ring, request.url.path.hasPrefix("/v1/rings/") else { return other }
        return HTTPResponse(status: status, headers: [:], body: Foundation.Data(ring.utf8))
    }
}
