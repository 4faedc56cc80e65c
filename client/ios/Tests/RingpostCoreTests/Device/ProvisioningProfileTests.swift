import Foundation
import Testing

@testable import RingpostCore

@Suite struct ProvisioningProfileTests {
    /// Bytes like those of a signed profile: a property list between others.
    func profile(_ entitlements: String) -> Data {
        let list = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict><key>Entitlements</key><dict>\(entitlements)</dict></dict></plist>
            """
        return Data([0x30, 0x82, 0xFF, 0x00]) + Data(list.utf8) + Data([0x00, 0xA0, 0x82])
    }

    @Test(arguments: ["development", "production"])
    func theEntitlementOfTheProfileCounts(environment: String) {
        #expect(
            ProvisioningProfile.environment(
                profile: profile("<key>aps-environment</key><string>\(environment)</string>")).rawValue == environment)
    }

    @Test func abuildWithoutAProfileIsOfTheStore() {
        #expect(ProvisioningProfile.environment(profile: nil) == .production)
    }

    @Test func theSimulatorIsOfTheDevelopmentHost() {
        #expect(ProvisioningProfile.environment(profile: nil, isSimulator: true) == .development)
    }

    @Test func aProfileThatSaysNothingIsLeftToTheServer() {
        #expect(ProvisioningProfile.environment(profile: profile("")) == .automatic)
        #expect(ProvisioningProfile.environment(profile: Data("nonsense".utf8)) == .automatic)
    }
}
