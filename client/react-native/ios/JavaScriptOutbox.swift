import RingpostCore

/// Events on their way to JavaScript. iOS may launch the app for a push, and JavaScript needs seconds to start: until it
/// listens, events wait here in their order.
@MainActor final class JavaScriptOutbox {
    /// At most so many wait. A call has fewer than ten.
    static let capacity = 500

    private var waiting: [[String: JSON]] = []
    private var listener: (owner: ObjectIdentifier, send: @MainActor ([String: JSON]) -> Void)?

    var isHeard: Bool { listener != nil }

    func send(_ kind: String, _ fields: [String: JSON] = [:]) {
        let event = fields.merging(["kind": .string(kind)]) { $1 }
        if let listener { return listener.send(event) }
        waiting.append(event)
        if waiting.count > Self.capacity { waiting.removeFirst() }
    }

    /// - Parameter owner: the module that listens. A reload of JavaScript makes another.
    func open(_ owner: ObjectIdentifier, _ send: @escaping @MainActor ([String: JSON]) -> Void) {
        listener = (owner, send)
        let events = waiting
        waiting = []
        for event in events { send(event) }
    }

    func close(_ owner: ObjectIdentifier) {
        if listener?.owner == owner { listener = nil }
    }
}
