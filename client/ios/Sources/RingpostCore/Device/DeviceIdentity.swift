import Foundation

/// The ID of this installation: made once, and kept. It survives updates of the app, and does not move to another phone.
public struct DeviceIdentity: Sendable {
    static let name = "ringpost-device-id"

    private let store: any KeptStore

    /// - Parameter store: the keychain on Apple's systems, because it outlives the app.
    public init(store: any KeptStore) { self.store = store }

    /// - Returns: nil before the first unlock. A new ID then would be a second device for the server.
    public func deviceId() -> String? {
        do {
            if let data = try store.load(Self.name), let known = String(data: data, encoding: .utf8), !known.isEmpty {
                return known
            }
            let new = UUID().uuidString
            try store.save(Data(new.utf8), as: Self.name)
            return new
        } catch { return nil }
    }
}
