import Foundation

/// One WebSocket. It fails for good: whoever uses it asks the server from then on.
public protocol RingSocket: Sendable {
    /// - Throws: when the socket could not be opened, or is closed.
    func send(_ text: String) async throws
    /// - Returns: the next message that has not been received yet.
    /// - Throws: when the socket could not be opened, is closed, or received something that is not a text.
    func receive() async throws -> String
    /// Closes the socket, without waiting for that. `send` and `receive` that are under way throw.
    func close()
}

/// How a phone opens WebSockets.
public protocol RingSockets: Sendable {
    /// Begins to open a socket, without waiting for that. A failure is an error of `send` and `receive`.
    func open(_ url: URL, subprotocols: [String]) -> any RingSocket
}

/// What the phone needs to listen for the end of its rings.
public struct RingListening: Sendable {
    let sockets: any RingSockets
    let identity: DeviceIdentity

    /// - Parameter identity: the phone, which some events name.
    public init(sockets: any RingSockets = URLSessionRingSockets(), identity: DeviceIdentity) {
        self.sockets = sockets
        self.identity = identity
    }
}
