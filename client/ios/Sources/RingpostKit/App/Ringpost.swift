#if os(iOS) || os(Linux)
    import RingpostCore
    import UIKit

    /// Ringpost in an app: registration, calls and notifications, put together.
    ///
    /// Make one in `application(_:didFinishLaunchingWithOptions:)`, at every launch, and keep it.
    @MainActor public final class Ringpost {
        public let api: APIClient
        public let registration: Registration
        public let presence: PresenceReporter
        public let receipts: ReceiptQueue
        /// Live Activities that a server starts and updates.
        public let activities: ActivityTokens
        public let notifications: Notifications
        public let calls: CallDesk
        private let settings: RingpostSettings
        private let badge: BadgeCounter
        private let background = BackgroundTime()
        private var screen: (any SystemCallScreen)?
        private var pushes: NSObject?
        private var observers: [any NSObjectProtocol] = []

        /// - Parameter app: the app's side of calls. The kit does not keep it alive.
        public init(_ settings: RingpostSettings, app: any CallApp) {
            self.settings = settings
            let identity = DeviceIdentity(store: settings.keychain)
            api = APIClient(
                baseURL: settings.apiURL, transport: settings.transport, clock: settings.clock, token: settings.token)
            registration = Registration(
                appId: settings.appId, server: api, identity: identity, store: settings.files,
                environment: settings.tokenEnvironment, facts: DeviceFacts.ofThisPhone(), clock: settings.clock)
            activities = ActivityTokens(
                registration: registration, server: api, environment: settings.tokenEnvironment, clock: settings.clock)
            presence = PresenceReporter(server: api, identity: identity, clock: settings.clock)
            receipts = ReceiptQueue(server: api, store: settings.files, identity: identity, clock: settings.clock)
            let center = CallCenter(
                server: APICallServer(api: api, identity: identity), receipts: receipts, clock: settings.clock,
                times: settings.times,
                listening: settings.sockets.map { RingListening(sockets: $0, identity: identity) })
            center.unknownCaller = settings.unknownCaller
            let calls = CallDesk(center: center)
            self.calls = calls
            calls.app = app
            calls.background = background
            badge = BadgeCounter(store: settings.files)
            notifications = Notifications(receipts: receipts, badge: badge, unknownCaller: settings.unknownCaller) {
                [weak calls] status in calls?.center.receive(stopped: status)
            }
        }

        /// Makes the call screen and asks Apple for tokens. Call it in `didFinishLaunching`, before that method returns:
        /// iOS launches the app for a push and expects the registry to be there. Before the user has agreed to pushes,
        /// call it after `giveConsent` instead.
        public func start() {
            guard observers.isEmpty else { return }
            switch settings.callSystem {
            case .callKit: startCallKit()
            case .liveCommunicationKit: if #available(iOS 17.4, *) { startConversations() }
            case .alerts: break
            }
            UIApplication.shared.registerForRemoteNotifications()
            observe()
            wake()
        }

        private func startCallKit() {
            screen = CallKitScreen(desk: calls, look: settings.look)
            pushes = PushReceiver(center: calls.center, tokens: self)
        }

        @available(iOS 17.4, *)
        private func startConversations() {
            screen = ConversationScreen(desk: calls, look: settings.look)
            pushes = ConversationPushReceiver(center: calls.center, tokens: self)
        }

        private func observe() {
            on(UIApplication.protectedDataDidBecomeAvailableNotification) { $0.wake() }
            on(UIApplication.didBecomeActiveNotification) { ringpost in
                ringpost.wake()
                Task { await ringpost.presence.enterForeground() }
            }
            on(UIApplication.didEnterBackgroundNotification) { ringpost in
                Task { await ringpost.presence.enterBackground() }
            }
        }

        private func on(_ name: Notification.Name, _ work: @escaping @MainActor @Sendable (Ringpost) -> Void) {
            let observer = NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil) {
                [weak self] _ in
                Task { @MainActor in if let self { work(self) } }
            }
            observers.append(observer)
        }

        /// Sends what could not be sent before: at the start, at the first unlock, and when the app comes to the front.
        private func wake() {
            Task {
                var facts = DeviceFacts.ofThisPhone()
                facts.permission = await notifications.permission()
                await registration.factsChanged(facts)
                await receipts.flush()
            }
        }

        // MARK: The app delegate

        /// For `application(_:didRegisterForRemoteNotificationsWithDeviceToken:)`.
        public func alertTokenChanged(_ token: Data) { Task { await registration.tokenChanged(.alert, token) } }

        // MARK: The user

        /// The user has agreed that this phone gets pushes.
        public func giveConsent() async {
            await registration.giveConsent()
            start()
        }

        /// At each login, also when it is the same user again.
        public func signIn(userId: String) async { await registration.signIn(userId: userId) }

        /// Before the app forgets the user's login. Nothing is pushed to this phone afterwards.
        public func signOut() async {
            badge.set(0)
            await presence.signOut()
            await registration.signOut()
        }

        /// The number on the app's icon, here and on the user's other phones.
        public func setUnreadCount(_ count: Int) {
            let previous = badge.counted()
            notifications.setBadge(count)
            Task { await presence.setUnreadCount(count, previous: previous) }
        }
    }

    extension Ringpost: VoipTokens {
        public func voipTokenChanged(_ token: Data) { Task { await registration.tokenChanged(.voip, token) } }
        public func voipTokenInvalidated() { Task { await registration.tokenInvalidated(.voip) } }
    }

    extension DeviceFacts {
        /// What the phone says of itself.
        @MainActor static func ofThisPhone() -> DeviceFacts {
            var facts = DeviceFacts()
            facts.platform = .phone
            facts.locale = Locale.preferredLanguages.first
            facts.timeZone = TimeZone.current.identifier
            facts.territory = Locale.current.region?.identifier
            facts.appVersion = Bundle.main.infoDictionary?["CFBundleShortVersionString"] as? String
            let system = ProcessInfo.processInfo.operatingSystemVersion
            facts.osVersion = "\(system.majorVersion).\(system.minorVersion).\(system.patchVersion)"
            return facts
        }
    }
#endif
