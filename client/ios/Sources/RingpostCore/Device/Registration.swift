import Foundation

/// What a registration asks of the server.
public protocol RegistrationServer: Sendable {
    func register(_ device: DeviceBody, deviceId: String) async throws(RingpostError) -> RegisteredDevice
    func removeToken(_ kind: TokenKind, deviceId: String) async throws(RingpostError)
    func logOut(deviceId: String) async throws(RingpostError)
}

extension APIClient: RegistrationServer {}

/// Registers this phone's tokens with the server for the user who is signed in.
///
/// Nothing leaves the phone before the user has agreed. Everything is uploaded at each start of the app and at each login, and
/// when something changes. One request follows the other, so a late answer undoes nothing.
public actor Registration {
    static let firstRetrySeconds: TimeInterval = 2
    static let lastRetrySeconds: TimeInterval = 300

    private let appId: String
    private let server: any RegistrationServer
    private let identity: DeviceIdentity
    private let store: any KeptStore
    private let environment: APNsEnvironment
    private let clock: any KitClock

    private var facts: DeviceFacts
    /// Nil until it could be read.
    private var kept: KeptRegistration?
    private var unsaved: [@Sendable (inout KeptRegistration) -> Void] = []
    /// What the server has, as far as this run of the app knows.
    private var uploaded: (userId: String, body: DeviceBody)?
    private var failures = 0
    private var isDirty = false
    private var worker: Task<Void, Never>?
    private var sleeper: Task<Void, any Error>?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    public private(set) var state: RegistrationState = .waiting(.consent) {
        didSet { if state != oldValue { onChange?(state) } }
    }
    private var onChange: (@Sendable (RegistrationState) -> Void)?

    public init(
        appId: String, server: any RegistrationServer, identity: DeviceIdentity, store: any KeptStore,
        environment: APNsEnvironment, facts: DeviceFacts = DeviceFacts(), clock: any KitClock = SystemClock()
    ) {
        self.appId = appId
        self.server = server
        self.identity = identity
        self.store = store
        self.environment = environment
        self.facts = facts
        self.clock = clock
    }

    public func observe(_ onChange: @escaping @Sendable (RegistrationState) -> Void) {
        self.onChange = onChange
        onChange(state)
    }

    /// Whether the app may ask Apple for tokens: the user has agreed.
    public var hasConsent: Bool { readKept()?.hasConsent ?? false }

    /// Nil before the first unlock.
    public nonisolated var deviceId: String? { identity.deviceId() }

    // MARK: What happens

    /// At each start of the app, when the network is back, and at the first unlock.
    public func wake() { changed { _ in } }

    /// The user has agreed that this phone gets pushes.
    public func giveConsent() { changed { $0.hasConsent = true } }

    public func withdrawConsent() {
        changed {
            $0.hasConsent = false
            $0.owesLogout = $0.userId != nil
        }
    }

    /// At each login, also when it is the same user again.
    public func signIn(userId: String) {
        uploaded = nil
        changed {
            $0.userId = userId
            // The registration moves the tokens to the new user. A logout now would log out that user instead.
            $0.owesLogout = false
        }
    }

    /// Call this while the app's token is still good, and wait for it: then nothing is pushed to this phone any more.
    public func signOut() async {
        changed {
            $0.owesLogout = $0.userId != nil
            $0.userId = nil
        }
        await settle()
    }

    /// - Parameter token: as Apple gives it.
    public func tokenChanged(_ kind: TokenKind, _ token: Data) {
        let text = token.map { String(format: "%02x", $0) }.joined()
        if text.isEmpty { return tokenInvalidated(kind) }
        changed {
            $0.tokens[kind.rawValue] = text
            $0.invalidated.remove(kind.rawValue)
        }
    }

    public func tokenInvalidated(_ kind: TokenKind) {
        changed {
            $0.tokens[kind.rawValue] = nil
            $0.invalidated.insert(kind.rawValue)
        }
    }

    public func factsChanged(_ facts: DeviceFacts) {
        self.facts = facts
        changed { _ in }
    }

    /// - Returns: once what is known was said, has failed, or was refused.
    public func settle() async {
        if worker == nil || sleeper != nil { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    // MARK: Saying it

    private func changed(_ change: @escaping @Sendable (inout KeptRegistration) -> Void) {
        unsaved.append(change)
        _ = readKept()
        isDirty = true
        failures = 0
        sleeper?.cancel()
        sleeper = nil
        if worker == nil { worker = Task { await self.work() } }
    }

    /// What is kept, with every change since. Nil while the phone is locked: then the changes wait.
    private func readKept() -> KeptRegistration? {
        do {
            var current = try kept ?? store.loadValue(KeptRegistration.name) ?? KeptRegistration()
            for change in unsaved { change(&current) }
            if current != kept { try store.saveValue(current, as: KeptRegistration.name) }
            kept = current
            unsaved = []
            return current
        } catch { return nil }
    }

    private func work() async {
        while isDirty {
            isDirty = false
            do throws(RingpostError) {
                try await sayEverything()
                failures = 0
            } catch {
                await failed(error)
            }
        }
        worker = nil
        releaseWaiters()
    }

    private func releaseWaiters() {
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    private func failed(_ error: RingpostError) async {
        if case .refused(let problem) = error, !error.isTemporary {
            state = .refused(problem)
            return
        }
        state = .failed(error)
        if isDirty { return }
        let wait = min(Self.lastRetrySeconds, Self.firstRetrySeconds * pow(2, Double(failures)))
        failures += 1
        let sleeper = Task { [clock] in try await clock.sleep(seconds: wait) }
        self.sleeper = sleeper
        releaseWaiters()
        _ = await sleeper.result
        self.sleeper = nil
        isDirty = true
    }

    private func sayEverything() async throws(RingpostError) {
        guard let kept = readKept(), let deviceId = identity.deviceId() else {
            state = .waiting(.unlock)
            return
        }
        if kept.owesLogout { return try await logOut(deviceId) }
        guard kept.hasConsent else { return state = .waiting(.consent) }
        guard let userId = kept.userId else { return state = .waiting(.signIn) }
        try await sayInvalidated(kept, deviceId)
        let tokens = Dictionary(uniqueKeysWithValues: kept.tokens.map { (TokenKind(rawValue: $0), $1) })
        guard !tokens.isEmpty else { return state = .waiting(.token) }
        let body = DeviceBody(appId: appId, tokens: tokens, environment: environment, facts: facts)
        if let uploaded, uploaded.userId == userId, uploaded.body == body { return }
        state = .registering
        let device = try await server.register(body, deviceId: deviceId)
        // The app's token was still that of the user before.
        guard device.userId == userId else { throw .unreachable("registered \(device.userId) in place of \(userId)") }
        uploaded = (userId, body)
        state = .registered(device)
    }

    private func logOut(_ deviceId: String) async throws(RingpostError) {
        do throws(RingpostError) { try await server.logOut(deviceId: deviceId) } catch {
            // Without a token the phone cannot log out. It tries again at the next start; the next login takes the tokens over.
            if error == .notSignedIn { return state = .failed(error) }
            guard let problem = error.problem, !error.isTemporary, problem.status == 404 else { throw error }
        }
        uploaded = nil
        unsaved.append { $0.owesLogout = false }
        _ = readKept()
        state = .loggedOut
    }

    private func sayInvalidated(_ kept: KeptRegistration, _ deviceId: String) async throws(RingpostError) {
        for kind in kept.invalidated.sorted() {
            do throws(RingpostError) { try await server.removeToken(TokenKind(rawValue: kind), deviceId: deviceId) } catch {
                guard error.problem?.status == 404 else { throw error }
            }
            uploaded = nil
            unsaved.append { $0.invalidated.remove(kind) }
            _ = readKept()
        }
    }
}
