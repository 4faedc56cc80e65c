// Stand-in for the parts of Expo's ExpoModulesCore that the React Native module uses, with the signatures of SDK 57.
import Foundation

public protocol AnyDefinition {}

/// A type that JavaScript may hand to a function.
public protocol AnyArgument {}
extension Bool: AnyArgument {}
extension Int: AnyArgument {}
extension Double: AnyArgument {}
extension String: AnyArgument {}
extension Optional: AnyArgument where Wrapped: AnyArgument {}
extension Array: AnyArgument {}
extension Dictionary: AnyArgument where Key: Hashable {}

public struct ModuleDefinition {
    let definitions: [any AnyDefinition]
}

@resultBuilder public struct ModuleDefinitionBuilder {
    public static func buildBlock(_ definitions: any AnyDefinition...) -> ModuleDefinition {
        ModuleDefinition(definitions: definitions)
    }
}

struct NameDefinition: AnyDefinition {
    let name: String
}

public struct EventsDefinition: AnyDefinition {
    let names: [String]
}

public struct EventObservingDefinition: AnyDefinition {
    let starts: Bool
    let closure: () -> Void
}

public struct ConcurrentFunctionDefinition<Args, FirstArgType, ReturnType>: AnyDefinition, AnyFunction {
    let name: String
    let run: @Sendable (Arguments) async throws -> String
}

protocol AnyFunction {
    var name: String { get }
    /// - Returns: JSON, as JavaScript gets it.
    var run: @Sendable (Arguments) async throws -> String { get }
}

/// What JavaScript hands over. Nobody holds it on the other side.
struct Arguments: @unchecked Sendable {
    let values: [Any]
}

public func Name(_ name: String) -> any AnyDefinition { NameDefinition(name: name) }

public func Events(_ names: String...) -> EventsDefinition { EventsDefinition(names: names) }

public func OnStartObserving(
    _ event: String? = nil, @_implicitSelfCapture _ closure: @escaping () -> Void
) -> EventObservingDefinition {
    EventObservingDefinition(starts: true, closure: closure)
}

public func OnStopObserving(
    _ event: String? = nil, @_implicitSelfCapture _ closure: @escaping () -> Void
) -> EventObservingDefinition {
    EventObservingDefinition(starts: false, closure: closure)
}

public func AsyncFunction<R>(
    _ name: String,
    @_inheritActorContext @_implicitSelfCapture _ closure: sending @escaping @Sendable () async throws -> sending R
) -> ConcurrentFunctionDefinition<(), Void, R> {
    let closure = closure
    return ConcurrentFunctionDefinition(name: name) { _ in try json(await closure()) }
}

public func AsyncFunction<R, A0: AnyArgument>(
    _ name: String,
    @_inheritActorContext @_implicitSelfCapture _ closure: sending @escaping @Sendable (A0) async throws -> sending R
) -> ConcurrentFunctionDefinition<(A0), A0, R> {
    let closure = closure
    return ConcurrentFunctionDefinition(name: name) { given in try json(await closure(argument(given, 0))) }
}

public func AsyncFunction<R, A0: AnyArgument, A1: AnyArgument>(
    _ name: String,
    @_inheritActorContext @_implicitSelfCapture _ closure: sending @escaping @Sendable (A0, A1) async throws -> sending R
) -> ConcurrentFunctionDefinition<(A0, A1), A0, R> {
    let closure = closure
    return ConcurrentFunctionDefinition(name: name) { given in
        try json(await closure(argument(given, 0), argument(given, 1)))
    }
}

/// JavaScript has given something else than the function takes.
public struct ArgumentMismatch: Error {
    let index: Int
}

private func argument<A>(_ given: Arguments, _ index: Int) throws -> A {
    guard given.values.indices.contains(index), let value = given.values[index] as? A else {
        throw ArgumentMismatch(index: index)
    }
    return value
}

/// The result of a function is not a value of JavaScript's.
public struct ResultMismatch: Error {}

private func json(_ result: Any) throws -> String {
    if result is Void { return "null" }
    // An array, because JSONSerialization asks this of collections alone.
    guard JSONSerialization.isValidJSONObject([result]) else { throw ResultMismatch() }
    return String(decoding: try JSONSerialization.data(withJSONObject: result, options: .fragmentsAllowed), as: UTF8.self)
}
