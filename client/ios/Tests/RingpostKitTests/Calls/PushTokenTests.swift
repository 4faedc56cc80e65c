import Foundation
@_spi(Host) import PushKit
import Testing

@testable import RingpostKit

extension PhoneTests { @MainActor @Suite struct PushTokenTests {
    @Test func aTokenReachesTheAppAndItsInvalidationDoes() async {
        let phone = await CallKitPhone()
        phone.registry.updateToken(Data([1, 2]))
        phone.registry.invalidateToken()
        phone.registry.updateToken(Data([3]))
        await drain()
        #expect(phone.app.tokens == [Data([1, 2]), nil, Data([3])])
    }

    @Test func tokensOfOtherTypesAreNotVoIPTokens() async {
        let phone = await CallKitPhone()
        phone.registry.desiredPushTypes = [.voIP, .fileProvider]
        phone.registry.updateToken(Data([1]), for: .fileProvider)
        phone.registry.invalidateToken(for: .fileProvider)
        await drain()
        #expect(phone.app.tokens == [])
    }
}
}
