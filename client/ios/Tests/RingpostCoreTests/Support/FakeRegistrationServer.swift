import Foundation

@testable import RingpostCore

/// A server that registers the user whom the test names, and fails on demand.
final class FakeRegistrationServer: RegistrationServer, @unchecked Sendable {
    private let lock = NSLock()
    private var failures: [RingpostError] = []
    private var heard: [String] = []
    private var user = "alice"
    private var last: DeviceBody?

    var log: [String] { lock.withLock { heard } }
    var lastBody: DeviceBody? { lock.withLock { last } }
    /// Whom the app's token names.
    var tokenUser: String {
        get { lock.withLock { user } }
        set { lock.withLock { user = newValue } }
    }

    func fails(_ errors: RingpostError...) { lock.withLock { failures += errors } }

    func register(_ device: DeviceBody, deviceId: String) async throws(RingpostError) -> RegisteredDevice {
        let tokens = [device.tokens.voip, device.tokens.alert].compactMap { $0?.token }.joined(separator: "+")
        let userId = try hear("register \(tokens) as \(tokenUser)")
        lock.withLock { last = device }
        return registered(userId: userId, deviceId: deviceId)
    }

    func removeToken(_ kind: TokenKind, deviceId: String) async throws(RingpostError) { _ = try hear("remove \(kind)") }

    func logOut(deviceId: String) async throws(RingpostError) { _ = try hear("log out \(tokenUser)") }

    private func hear(_ line: String) throws(RingpostError) -> String {
        let (user, failure) = lock.withLock {
            heard.append(line)
            return (self.user, failures.isEmpty ? nil : failures.removeFirst())
        }
        if let failure { throw failure }
        return user
    }
}

func registered(userId: String, deviceId: String) -> RegisteredDevice {
    RegisteredDevice(pushId: "p", userId: userId, deviceId: deviceId, appId: "com.example.ringpost", tokens: [:])
}

func refusal(_ status: Int, _ code: String) -> RingpostError {
    .refused(Problem(status: status, body: Data(problem(status, code).utf8)))
}
