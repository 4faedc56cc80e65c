import CallKit
import Foundation
import Testing

@testable import RingpostKit

extension PhoneTests { @MainActor @Suite struct CallScreenLookTests {
    @Test func theLookOfTheAppConfiguresTheProvider() {
        let icon = Data([0x89, 0x50])
        let look = CallScreenLook(ringtone: "ring.caf", icon: icon, supportsVideo: false, isInRecents: false)
        let configuration = look.providerConfiguration
        #expect(configuration.ringtoneSound == "ring.caf")
        #expect(configuration.iconTemplateImageData == icon)
        #expect(!configuration.supportsVideo)
        #expect(!configuration.includesCallsInRecents)
        #expect(configuration.supportedHandleTypes == [.generic, .phoneNumber, .emailAddress])
    }

    @Test func aSecondCallRightAfterTheFirstHasAGroupOfItsOwn() {
        let configuration = CallScreenLook().providerConfiguration
        #expect(configuration.maximumCallGroups == 2)
        #expect(configuration.maximumCallsPerCallGroup == 1)
        #expect(configuration.ringtoneSound == nil)
    }
}
}
