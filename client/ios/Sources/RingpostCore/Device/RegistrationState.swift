import Foundation

/// How the registration of this phone stands, for a settings page.
public enum RegistrationState: Sendable, Hashable {
    /// Something is missing. Nothing is sent.
    case waiting(RegistrationNeed)
    case registering
    case registered(RegisteredDevice)
    /// It is tried again later.
    case failed(RingpostError)
    /// It is tried again when something changes, or the app starts.
    case refused(Problem)
    case loggedOut
}

public enum RegistrationNeed: Sendable, Hashable {
    /// The user has not agreed yet.
    case consent
    case signIn
    /// Apple has given no token yet.
    case token
    /// The phone was not unlocked since it was started.
    case unlock
}

/// What is kept of a registration between two runs of the app.
struct KeptRegistration: Codable, Equatable {
    static let name = "ringpost-registration.json"

    var hasConsent = false
    var userId: String?
    /// The newest tokens, hexadecimal: an upload names all of them, and Apple gives them one by one.
    var tokens: [String: String] = [:]
    /// Kinds whose token is invalid, which the server has not heard yet.
    var invalidated: Set<String> = []
    /// The server may still push to this phone for a user who has signed out.
    var owesLogout = false
}
