@_spi(Host) import CallKit
import Foundation
import RingpostCore
import SimulatedPhone
import Testing

@testable import RingpostKit

extension PhoneTests { @MainActor @Suite struct OutgoingCallTests {
    private let bob = CallUpdate(handle: CallHandle(value: "bob"), callerName: "Bob", hasVideo: true)

    @Test func aCallIsPlacedRingsAndIsAnswered() async {
        let phone = await CallKitPhone()
        let callId = phone.desk.call(bob)
        await drain { phone.app.log.contains("place bob") }
        await drain()
        #expect(phone.app.log.contains("place bob"))
        #expect(phone.system.events.contains(.actionFulfilled("start", callId)))
        #expect(phone.system.events.contains(.outgoingConnecting(callId)))
        phone.say(callId, .answered)
        await drain()
        #expect(phone.system.events.contains(.outgoingConnected(callId)))
        #expect(phone.app.log.contains("answered"))
        phone.say(callId, .ended, .remoteEnded)
        await drain()
        #expect(phone.reasons(callId) == [2])
        #expect(phone.app.ends[callId] == [.remoteEnded])
    }

    @Test func aCallKnowsHowLongAgoItsUserTapped() async {
        let phone = await CallKitPhone()
        let callId = phone.desk.call(bob)
        phone.clock.advance(seconds: 1.5)
        #expect(phone.desk.tapAgeMs(of: callId) == 1500)
        #expect(phone.desk.tapAgeMs(of: CallID()) == nil)
    }

    @Test func aCallThatTheServerRefusesFails() async {
        let phone = await CallKitPhone()
        phone.app.failure = MediaFailure()
        let callId = phone.desk.call(bob)
        await drain { phone.app.log.contains("place bob") }
        await drain()
        #expect(phone.reasons(callId) == [1])
        #expect(phone.app.ends[callId] == [.failed])
    }

    @Test func aCallThatItsUserTakesBackIsCancelledAtTheServer() async {
        let phone = await CallKitPhone()
        let callId = phone.desk.call(bob)
        await drain { phone.app.log.contains("place bob") }
        await drain()
        phone.provider.userEnds(callId)
        await drain()
        #expect(await phone.hasTold(["cancel \(callId)"]))
        #expect(phone.app.ends[callId] == [nil])
    }

    @Test func aCallThatItsUserTakesBackBeforeTheServerHasItIsCancelledAfterwards() async {
        let phone = await CallKitPhone()
        phone.app.holdsMedia = true
        let callId = phone.desk.call(bob)
        await drain { phone.app.log.contains("place bob") }
        await drain()
        phone.provider.userEnds(callId)
        await drain()
        #expect(phone.server.told == [])
        phone.app.releaseMedia()
        await drain()
        #expect(await phone.hasTold(["cancel \(callId)"]))
    }

    @Test func aCallThatTheSystemRefusesEndsForTheApp() async {
        let phone = await CallKitPhone()
        let callId = phone.push()
        await drain()
        phone.desk.call(bob, callId: callId)
        await drain()
        #expect(phone.app.ends[callId] == [.failed])
    }
}
}
