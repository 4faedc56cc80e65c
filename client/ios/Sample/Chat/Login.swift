// Login.swift
import Foundation

/// The app's own login. Ringpost takes the access token of your OpenID Connect issuer as it is.
actor Login {
    private var accessToken: String?
    private let renew: @Sendable () async throws -> String?

    /// - Parameter renew: gets a new access token, such as by a refresh token; nil when the user must sign in again.
    init(renew: @escaping @Sendable () async throws -> String?) { self.renew = renew }

    func signedIn(accessToken: String) { self.accessToken = accessToken }
    func signedOut() { accessToken = nil }

    /// - Parameter refused: a token that Ringpost has turned down. It has expired.
    func token(insteadOf refused: String?) async throws -> String? {
        if let accessToken, accessToken != refused { return accessToken }
        accessToken = try await renew()
        return accessToken
    }
}
