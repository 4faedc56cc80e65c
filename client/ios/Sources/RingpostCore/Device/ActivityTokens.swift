import Foundation

/// What the update tokens of Live Activities ask of the server.
public protocol ActivityServer: Sendable {
    func registerActivity(_ activityId: String, token: DeviceBody.Token, deviceId: String) async throws(RingpostError)
    func removeActivity(_ activityId: String, deviceId: String) async throws(RingpostError)
}

extension APIClient: ActivityServer {}

/// Passes the tokens of Live Activities on to the server, as ActivityKit gives them.
public struct ActivityTokens: Sendable {
    static let firstRetrySeconds: TimeInterval = 2
    static let lastRetrySeconds: TimeInterval = 300

    private let registration: Registration
    private let server: any ActivityServer
    private let environment: APNsEnvironment
    private let clock: any KitClock

    public init(
        registration: Registration, server: any ActivityServer, environment: APNsEnvironment,
        clock: any KitClock = SystemClock()
    ) {
        self.registration = registration
        self.server = server
        self.environment = environment
        self.clock = clock
    }

    /// Registers the token that starts activities of one type, and each that replaces it.
    ///
    /// - Parameter tokens: `Activity<GroupCallAttributes>.pushToStartTokenUpdates`.
    /// - Returns: when the sequence ends, or the task is cancelled.
    public func register<Tokens: AsyncSequence>(startTokens tokens: Tokens) async where Tokens.Element == Data {
        do { for try await token in tokens { await registration.tokenChanged(.liveActivityStart, token) } } catch {}
    }

    /// Registers the token that updates a running activity, and each that replaces it, until the activity ends. An activity
    /// with a channel has none.
    ///
    /// - Parameters:
    ///   - activityId: as the server knows it: `activityId` of the activity's attributes.
    ///   - tokens: its `pushTokenUpdates`.
    /// - Returns: when the sequence ends, or the task is cancelled.
    public func register<Tokens: AsyncSequence>(
        _ activityId: String, updateTokens tokens: Tokens
    ) async where Tokens.Element == Data {
        var saying: Task<Void, Never>?
        do {
            for try await token in tokens {
                saying?.cancel()
                await saying?.value
                saying = Task { await say(activityId, token.map { String(format: "%02x", $0) }.joined()) }
            }
        } catch {}
        saying?.cancel()
        await saying?.value
        // The app stops looking, and the activity goes on.
        if Task.isCancelled { return }
        if let deviceId = registration.deviceId { try? await server.removeActivity(activityId, deviceId: deviceId) }
    }

    /// Tries again until the server has the token, or refuses it.
    private func say(_ activityId: String, _ token: String) async {
        var wait = Self.firstRetrySeconds
        while !Task.isCancelled {
            do throws(RingpostError) {
                // No ID before the first unlock.
                guard let deviceId = registration.deviceId else { throw .notSignedIn }
                let body = DeviceBody.Token(token: token, environment: environment)
                return try await server.registerActivity(activityId, token: body, deviceId: deviceId)
            } catch {
                // 404: the device itself is not registered yet.
                guard error.isTemporary || error.problem?.status == 404 else { return }
            }
            guard (try? await clock.sleep(seconds: wait)) != nil else { return }
            wait = min(Self.lastRetrySeconds, wait * 2)
        }
    }
}
