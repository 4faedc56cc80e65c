@_spi(Host) import CallKit
import Foundation
@_spi(Host) import PushKit
import RingpostCore
import RingpostKit
import SimulatedPhone
import Testing
import UIKit
@_spi(Host) import UserNotifications

@testable import SampleChat
@testable import SampleExtensions

extension PhoneTests {
    /// The code of docs/ios.md.
    @MainActor @Suite struct SampleTests {
        @Test func theAppIsReadyForAPushWhenItsLaunchEnds() async {
            let app = launchedApp()
            let callId = UUID()
            PKPushRegistry.live?.deliver(voipPayload(callId, now: Date()))
            await drain { CXProvider.live?.rings(callId) == true }
            await drain { app.chat.calls.current.map(\.callId) == [callId] }
            #expect(SimulatedPhone.current.kills == [])
            app.chat.ringpost.calls.center.receive(
                stopped: CallStatus(callId: callId, state: .answered, endedReason: .answeredElsewhere))
            await drain { app.chat.calls.lastEnd == .answeredElsewhere }
            #expect(app.chat.calls.current.isEmpty)
        }

        @Test func aTapLeadsToItsConversation() async {
            let app = launchedApp()
            let center = UNUserNotificationCenter.current()
            var isDone = false
            center.delegate?.userNotificationCenter(
                center, didReceive: UNNotificationResponse(notification: notification(messagePayload()))
            ) { isDone = true }
            #expect(app.chat.openConversation == "alice")
            #expect(isDone)
        }

        @Test func aMessageIsShownWhileTheAppIsInFront() {
            let app = launchedApp()
            let center = UNUserNotificationCenter.current()
            var shown: UNNotificationPresentationOptions = []
            center.delegate?.userNotificationCenter(
                center, willPresent: notification(messagePayload { $0["foreground"] = "show" })
            ) { shown = $0 }
            #expect(shown.contains(.banner))
            _ = app
        }

        @Test func theExtensionsShareAFolderWithTheApp() {
            #expect(ChatNotificationService().settings != nil)
            #expect(CallDirectoryHandler().store != nil)
        }

        /// SwiftUI is not there on Linux, so nothing but the grammar of the views can be checked.
        @Test func theViewsAreSwift() throws {
            let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Sample/Views").standardized
            let views = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            #expect(views.count > 3)
            let compiler = Process()
            compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            compiler.arguments = ["swiftc", "-frontend", "-parse"] + views.map(\.path)
            try compiler.run()
            compiler.waitUntilExit()
            #expect(compiler.terminationStatus == 0)
        }
    }
}

/// The app after its launch, by a user who has agreed to pushes.
@MainActor private func launchedApp() -> AppDelegate {
    SimulatedPhone.reset()
    UserDefaults.standard.set(true, forKey: "hasAgreedToPushes")
    let app = AppDelegate()
    _ = app.application(.shared, didFinishLaunchingWithOptions: nil)
    return app
}
