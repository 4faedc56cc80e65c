#if canImport(ActivityKit) && os(iOS)
import ActivityKit
#endif

/// The Live Activity of a call in a group, as the server starts and updates it. The app's widget extension shows it.
public struct GroupCallAttributes: Sendable, Hashable, Codable {
    /// What changes while the call goes on.
    public struct ContentState: Sendable, Hashable, Codable {
        /// `ringing`, `answered` or `ended`.
        public var state: String
        /// How many users are in the call, with the caller.
        public var inCall: Int
        /// How many users' phones ring.
        public var ringing: Int
        public var callerName: String
        public var hasVideo: Bool
    }

    /// The call's ID, as for every Live Activity that a server starts.
    public var activityId: String
    /// A member joins by answering it.
    public var callId: String
    public var groupId: String
}

#if canImport(ActivityKit) && os(iOS)
@available(iOS 16.1, *)
extension GroupCallAttributes: ActivityAttributes {}
#endif
