/// State of a call, or of one callee in it.
public struct CallState: OpenName {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let ringing: CallState = "ringing"
    public static let answered: CallState = "answered"
    public static let declined: CallState = "declined"
    public static let busy: CallState = "busy"
    public static let cancelled: CallState = "cancelled"
    public static let timedOut: CallState = "timedOut"
    public static let ended: CallState = "ended"
    public static let failed: CallState = "failed"

    /// Whether the call goes on. A state that this version does not know counts as going on.
    public var isLive: Bool {
        switch self {
        case .declined, .busy, .cancelled, .timedOut, .ended, .failed: false
        default: true
        }
    }
}
