/// Why a call is over for this phone, in the numbers of `CXCallEndedReason` (Apple, CallKit).
public enum EndedReason: Int, Sendable, Codable, CaseIterable {
    case failed = 1
    case remoteEnded = 2
    case unanswered = 3
    case answeredElsewhere = 4
    case declinedElsewhere = 5
}
