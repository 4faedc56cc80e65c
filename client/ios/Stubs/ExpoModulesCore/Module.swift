import Foundation

/// The app as its modules see it.
public final class AppContext: @unchecked Sendable {
    private let lock = NSLock()
    private var sent: [(String, [String: Any?])] = []
    private var onEvent: @Sendable () -> Void = {}

    init() {}

    func emit(_ name: String, _ body: [String: Any?]) {
        let heard = lock.withLock {
            sent.append((name, body))
            return onEvent
        }
        heard()
    }

    func listen(_ onEvent: @escaping @Sendable () -> Void) { lock.withLock { self.onEvent = onEvent } }

    var events: [(String, [String: Any?])] { lock.withLock { sent } }
}

public protocol AnyModule: AnyObject, AnyArgument {
    init(appContext: AppContext)
    @ModuleDefinitionBuilder func definition() -> ModuleDefinition
}

open class BaseModule {
    public private(set) weak var appContext: AppContext?

    required public init(appContext: AppContext) { self.appContext = appContext }

    public func sendEvent(_ eventName: String, _ body: [String: Any?] = [:]) { appContext?.emit(eventName, body) }
}

public typealias Module = AnyModule & BaseModule

/// JavaScript, as far as a test plays it: it calls a module's functions and listens to its events.
@_spi(Host) @MainActor public final class JavaScript {
    private let context = AppContext()
    private let module: any AnyModule
    private let definitions: [any AnyDefinition]

    /// Expo makes the module again when JavaScript is reloaded.
    public init(_ type: any AnyModule.Type) {
        module = type.init(appContext: context)
        definitions = module.definition().definitions
    }

    /// Called after each event.
    public func onEvent(_ work: @escaping @Sendable () -> Void) { context.listen(work) }

    public var name: String? { definitions.lazy.compactMap { ($0 as? NameDefinition)?.name }.first }

    /// Names of the events that the module may send. Expo drops all others.
    public var eventNames: [String] { definitions.compactMap { ($0 as? EventsDefinition)?.names }.flatMap { $0 } }

    public var functionNames: [String] { definitions.compactMap { ($0 as? any AnyFunction)?.name } }

    public func listen() { observing(starts: true) }
    public func stopListening() { observing(starts: false) }

    private func observing(starts: Bool) {
        for case let definition as EventObservingDefinition in definitions where definition.starts == starts {
            definition.closure()
        }
    }

    /// Bodies of the events of a name, in order.
    public func bodies(of name: String) -> [[String: Any?]] {
        context.events.compactMap { $0.0 == name && eventNames.contains(name) ? $0.1 : nil }
    }

    /// - Returns: what the function's promise resolves with, as JSON.
    @discardableResult public func call(_ function: String, _ arguments: [Any] = []) async throws -> String {
        let found = definitions.lazy.compactMap { $0 as? any AnyFunction }.first { $0.name == function }
        guard let found else { throw NoSuchFunction(name: function) }
        return try await found.run(Arguments(values: arguments))
    }
}

public struct NoSuchFunction: Error {
    let name: String
}
