#if os(iOS) || os(Linux)
    import CallKit
    import RingpostCore

    /// The app's side of the Call Directory extension.
    public struct CallDirectoryReload: Sendable {
        /// Bundle ID of the extension, not of the app.
        public var extensionId: String

        public init(extensionId: String) { self.extensionId = extensionId }

        /// Has iOS run the extension. `CallDirectorySync` calls it.
        public func callAsFunction() async throws {
            try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
                CXCallDirectoryManager.sharedInstance.reloadExtension(withIdentifier: extensionId) { error in
                    if let error { done.resume(throwing: error) } else { done.resume() }
                }
            }
        }

        /// Whether the user has switched the extension on, in Settings > Phone > Call Blocking & Identification.
        /// nil: iOS does not say.
        public func isEnabled() async -> Bool? {
            await withCheckedContinuation { done in
                CXCallDirectoryManager.sharedInstance.getEnabledStatusForExtension(withIdentifier: extensionId) {
                    status, _ in
                    done.resume(returning: status == .unknown ? nil : status == .enabled)
                }
            }
        }

        /// Opens the page of Settings on which the user switches it on.
        public func openSettings() {
            CXCallDirectoryManager.sharedInstance.openSettings(completionHandler: nil)
        }
    }
#endif
