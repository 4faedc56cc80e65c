#if os(iOS) || os(Linux)
    import Foundation
    import RingpostCore

    /// What the kit needs to know of the app.
    public struct RingpostSettings: Sendable {
        /// `ApiUrl` of the stage, or the lab's address.
        public var apiURL: URL
        /// The app's bundle ID, as the stage knows it.
        public var appId: String
        /// The user's login, asked for with each request.
        public var token: TokenProvider
        /// The folder for what must survive the process; `FileStore(appGroup:)` where an extension shares it.
        public var files: any KeptStore
        /// Where the ID of this installation is kept.
        public var keychain: any KeptStore
        public var callSystem = CallSystem.recommended()
        public var look = CallScreenLook()
        /// Which of Apple's hosts the tokens are good for. nil: read from the build's provisioning profile.
        public var environment: APNsEnvironment?
        /// Name of a caller whose push has none, in the user's language.
        public var unknownCaller = "Unknown"
        public var transport: any Transport = URLSessionTransport()
        /// How the phone opens the WebSocket over which it hears that a ring is over. nil: it asks instead.
        public var sockets: (any RingSockets)? = URLSessionRingSockets()
        public var clock: any KitClock = SystemClock()
        public var times = CallTimes()

        public init(
            apiURL: URL, appId: String, files: any KeptStore, keychain: any KeptStore, token: @escaping TokenProvider
        ) {
            self.apiURL = apiURL
            self.appId = appId
            self.files = files
            self.keychain = keychain
            self.token = token
        }

        var tokenEnvironment: APNsEnvironment {
            if let environment { return environment }
            let file = Bundle.main.url(forResource: "embedded", withExtension: "mobileprovision")
            #if targetEnvironment(simulator)
                let isSimulator = true
            #else
                let isSimulator = false
            #endif
            return ProvisioningProfile.environment(
                profile: file.flatMap { try? Data(contentsOf: $0) }, isSimulator: isSimulator)
        }
    }
#endif
