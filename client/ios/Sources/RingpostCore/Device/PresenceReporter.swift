import Foundation

/// What the presence asks of the server.
public protocol PresenceServer: Sendable {
    func setPresence(_ presence: PresenceBody, deviceId: String) async throws(RingpostError) -> Presence
}

extension APIClient: PresenceServer {}

/// Says whether the app is in front, which keeps pushes away, and how much is unread, which is the badge on all of the user's
/// phones. The newest word counts: an older one that is still on its way is not said again.
public actor PresenceReporter {
    /// How long the server believes that the app is in front.
    static let ttlSeconds = 60
    static let refreshSeconds: TimeInterval = 30

    private let server: any PresenceServer
    private let identity: DeviceIdentity
    private let clock: any KitClock
    private var presence: PresenceState?
    private var unreadCount: Int?
    /// What the icon showed at the last report that reached the server.
    private var previousUnreadCount: Int?
    private var worker: Task<Void, Never>?
    private var isDirty = false
    private var refresh: Task<Void, Never>?

    public init(server: any PresenceServer, identity: DeviceIdentity, clock: any KitClock = SystemClock()) {
        self.server = server
        self.identity = identity
        self.clock = clock
    }

    /// - Parameters:
    ///   - unreadCount: nil leaves the badge alone.
    ///   - previous: what the icon showed before, on a phone that counts by itself.
    public func enterForeground(unreadCount: Int? = nil, previous: Int? = nil) {
        if let unreadCount { keep(unreadCount, previous) }
        presence = .foreground
        say()
        refresh?.cancel()
        refresh = Task { [clock] in
            while (try? await clock.sleep(seconds: Self.refreshSeconds)) != nil { self.say() }
        }
    }

    public func enterBackground() {
        refresh?.cancel()
        refresh = nil
        presence = .background
        say()
    }

    /// What the user has not read. The server sets the badge of their other phones.
    /// - Parameter previous: what the icon showed before, on a phone that counts by itself.
    public func setUnreadCount(_ count: Int, previous: Int? = nil) {
        keep(count, previous)
        say()
    }

    private func keep(_ count: Int, _ previous: Int?) {
        // A count that was not said yet has not reached the other phones.
        if unreadCount == nil || previousUnreadCount == nil { previousUnreadCount = previous }
        unreadCount = count
    }

    /// Nobody is signed in any more: nothing is said until the app comes to the front again.
    public func signOut() {
        refresh?.cancel()
        refresh = nil
        presence = nil
        unreadCount = nil
        previousUnreadCount = nil
    }

    public func settle() async { await worker?.value }

    private func say() {
        isDirty = true
        if worker == nil { worker = Task { await self.work() } }
    }

    private func work() async {
        while isDirty {
            isDirty = false
            guard let presence, let deviceId = identity.deviceId() else { break }
            let body = PresenceBody(
                state: presence, ttlSeconds: presence == .foreground ? Self.ttlSeconds : nil, unreadCount: unreadCount,
                previousUnreadCount: unreadCount == nil ? nil : previousUnreadCount)
            do throws(RingpostError) {
                _ = try await server.setPresence(body, deviceId: deviceId)
                // Said once: other phones may read messages, too.
                if unreadCount == body.unreadCount { unreadCount = nil }
                if previousUnreadCount != nil, body.unreadCount != nil {
                    previousUnreadCount = unreadCount == nil ? nil : body.unreadCount
                }
            } catch {
                // The refresh says it again, or the next change.
            }
        }
        worker = nil
    }
}
