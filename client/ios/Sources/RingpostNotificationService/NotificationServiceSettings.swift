#if os(iOS) || os(Linux)
    import Foundation
    import RingpostCore

    /// What the extension needs for receipts and the badge. It has no login: the ticket in each push is enough.
    public struct NotificationServiceSettings: Sendable {
        /// `ApiUrl` of the stage, or the lab's address.
        public var apiURL: URL
        /// The folder of the App Group, in which receipts wait for a network, and the badge is
        /// counted. The app's `RingpostSettings.files` is the same.
        public var store: any KeptStore
        /// For messages whose push has no ticket. nil: those are not reported.
        public var token: TokenProvider?
        public var transport: any Transport

        public init(
            apiURL: URL, store: any KeptStore, token: TokenProvider? = nil,
            transport: any Transport = URLSessionTransport()
        ) {
            self.apiURL = apiURL
            self.store = store
            self.token = token
            self.transport = transport
        }
    }

    /// One queue of receipts for the process: iOS may run it for several pushes, and they share a file.
    enum SharedReceipts {
        private static let lock = NSLock()
        nonisolated(unsafe) private static var queues: [URL: ReceiptQueue] = [:]

        static func queue(_ settings: NotificationServiceSettings) -> ReceiptQueue {
            lock.withLock {
                if let queue = queues[settings.apiURL] { return queue }
                let token = settings.token
                let api = APIClient(baseURL: settings.apiURL, transport: settings.transport) { refused in
                    try await token?(refused)
                }
                let queue = ReceiptQueue(
                    server: api, store: settings.store, identity: DeviceIdentity(store: settings.store),
                    name: "ringpost-receipts-service.json")
                queues[settings.apiURL] = queue
                return queue
            }
        }
    }
#endif
