import Foundation

/// Reads which of Apple's hosts the tokens of this build are good for.
public enum ProvisioningProfile {
    /// - Parameter profile: bytes of `embedded.mobileprovision` in the app's bundle; nil when there is none. Builds from the App
    ///   Store and from TestFlight have none.
    /// - Parameter isSimulator: tokens of the Simulator are good for the development host.
    public static func environment(profile: Data?, isSimulator: Bool = false) -> APNsEnvironment {
        if isSimulator { return .development }
        guard let profile else { return .production }
        switch entitlement(in: profile) {
        case "development": return .development
        case "production": return .production
        // There is a profile that says nothing: the server finds out.
        default: return .automatic
        }
    }

    /// `aps-environment` in the XML property list that the signed profile wraps.
    private static func entitlement(in profile: Data) -> String? {
        guard let start = profile.range(of: Data("<plist".utf8)),
            let end = profile.range(of: Data("</plist>".utf8), in: start.lowerBound..<profile.endIndex)
        else { return nil }
        let xml = profile.subdata(in: start.lowerBound..<end.upperBound)
        guard let list = try? PropertyListSerialization.propertyList(from: xml, format: nil) as? [String: Any],
            let entitlements = list["Entitlements"] as? [String: Any]
        else { return nil }
        return entitlements["aps-environment"] as? String
    }
}
