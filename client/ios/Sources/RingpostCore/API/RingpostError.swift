import Foundation

/// Why a request has no result.
public enum RingpostError: Error, Sendable, Hashable {
    /// The server has refused it, or has failed: `problem.status` says which.
    case refused(Problem)
    /// No answer came, after all tries. The server may have carried the request out.
    case unreachable(String)
    /// The app has no token, because nobody is signed in.
    case notSignedIn
    /// The answer is not what the documentation says.
    case unreadable(String)
    case cancelled

    public var problem: Problem? {
        guard case .refused(let problem) = self else { return nil }
        return problem
    }

    /// Whether the same request may succeed later, without anybody changing it.
    public var isTemporary: Bool {
        switch self {
        case .refused(let problem): problem.status == 429 || problem.status >= 500 || problem.code == "idempotency_in_progress"
        case .unreachable, .notSignedIn, .cancelled: true
        case .unreadable: false
        }
    }
}
