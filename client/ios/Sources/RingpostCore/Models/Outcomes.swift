import Foundation

/// What became of one recipient, or of one device of theirs.
public struct Target: Sendable, Hashable, Codable {
    public var userId: String
    public var deviceId: String?
    public var kind: TokenKind?
    /// `accepted`, `skipped`, `rejected`, `failed`, `retrying`, `handedOver` or `not_pushed`.
    public var outcome: String
    public var reason: String?
    public var apnsId: String?
    public var environment: APNsEnvironment?
    public var status: Int?
    public var gap: String?
    public var repair: String?
    public var notes: [String]?
}

/// How many targets had each outcome.
public struct OutcomeSummary: Sendable, Hashable, Codable {
    public var accepted: Int
    public var skipped: Int
    public var rejected: Int
    public var failed: Int
    public var retrying: Int
    /// Pushes to other devices than Apple's, without an outcome yet. Absent if there are none.
    public var handedOver: Int?
}
