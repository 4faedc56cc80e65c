#if canImport(Darwin)
    import Foundation

    extension FileStore {
        /// The folder that an app shares with its extensions.
        /// - Parameter appGroup: such as `group.com.example.chat`.
        /// - Returns: nil when the target lacks the App Groups entitlement for it.
        public init?(appGroup: String) {
            guard let container = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: appGroup)
            else { return nil }
            self.init(folder: container.appendingPathComponent("Ringpost"))
        }
    }
#endif
