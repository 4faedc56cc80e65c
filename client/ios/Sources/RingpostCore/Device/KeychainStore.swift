#if canImport(Security)
    import Foundation
    import Security

    /// The keychain: items of this phone alone, readable from the first unlock after a restart on.
    public struct KeychainStore: KeptStore {
        private let service: String
        private let accessGroup: String?

        /// - Parameter accessGroup: for what the app shares with its extensions.
        public init(service: String = "ringpost", accessGroup: String? = nil) {
            self.service = service
            self.accessGroup = accessGroup
        }

        public func load(_ name: String) throws -> Data? {
            var query = item(name)
            query[kSecReturnData] = true
            var found: CFTypeRef?
            switch SecItemCopyMatching(query as CFDictionary, &found) {
            case errSecSuccess: return found as? Data
            case errSecItemNotFound: return nil
            // errSecInteractionNotAllowed: the item is there, and closed.
            default: throw StoreIsLocked()
            }
        }

        public func save(_ data: Data, as name: String) throws {
            let change = [kSecValueData: data] as CFDictionary
            var status = SecItemUpdate(item(name) as CFDictionary, change)
            if status == errSecItemNotFound {
                var new = item(name)
                new[kSecValueData] = data
                new[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
                status = SecItemAdd(new as CFDictionary, nil)
            }
            guard status == errSecSuccess else { throw StoreIsLocked() }
        }

        private func item(_ name: String) -> [CFString: Any] {
            var item: [CFString: Any] = [
                kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: name,
            ]
            if let accessGroup { item[kSecAttrAccessGroup] = accessGroup }
            return item
        }
    }
#endif
