import Foundation

/// Where a phone hears that its ring is over, as the push names it: a channel of AWS AppSync Events.
public struct LiveChannel: Sendable, Hashable {
    /// Address of the WebSocket, `wss` or, in the lab, `ws`.
    public var url: URL
    /// Host that authorizations name. AppSync has another one for its WebSockets.
    public var host: String
    public var channel: String

    public init(url: URL, host: String, channel: String) {
        self.url = url
        self.host = host
        self.channel = channel
    }

    /// - Parameter fields: what a ring has at `live`.
    /// - Returns: nil where a field is missing or of another shape. The phone asks then.
    init?(fields: JSON?) {
        guard let url = fields?["url"]?.stringValue.flatMap(URL.init(string:)), url.host?.isEmpty == false,
            ["wss", "ws"].contains(url.scheme), let host = fields?["host"]?.stringValue, !host.isEmpty,
            let channel = fields?["channel"]?.stringValue, !channel.isEmpty
        else { return nil }
        self.init(url: url, host: host, channel: channel)
    }
}
