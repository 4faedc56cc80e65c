import Foundation
import Synchronization

/// The iPhone that the stand-ins are parts of: what its system saw an app do, and how it misbehaves.
/// There is one at a time, as on a phone. A test begins with `reset()`.
public final class SimulatedPhone: Sendable {
    private static let installed = Mutex(SimulatedPhone())
    private let state = Mutex(State())

    /// The phone that stand-ins work on.
    public static var current: SimulatedPhone { installed.withLock { $0 } }

    /// Replaces the phone: nothing has happened on it, and it behaves well.
    @discardableResult
    public static func reset() -> SimulatedPhone {
        let fresh = SimulatedPhone()
        installed.withLock { $0 = fresh }
        return fresh
    }

    struct State {
        var events: [PhoneEvent] = []
        var behaviour = PhoneBehaviour()
        var reports = 0
        var inFlight = 0
        var held: [@Sendable () -> Void] = []
        var isUnimplemented = false
        var defaultsRun: [String] = []
        var parts: [String: WeakPart] = [:]
    }

    struct WeakPart: @unchecked Sendable {
        weak var object: AnyObject?
    }

    // MARK: What happened

    /// Everything that the system saw, in order.
    public var events: [PhoneEvent] { state.withLock { $0.events } }

    public func record(_ event: PhoneEvent) {
        state.withLock {
            $0.events.append(event)
            if case .callReported = event { $0.reports += 1 }
        }
    }

    /// How many incoming calls the app has reported, by CallKit or LiveCommunicationKit.
    public var reports: Int { state.withLock { $0.reports } }

    /// Why iOS killed the app, once for each time. The stand-ins only count: the test's process lives on.
    public var kills: [KillReason] {
        events.compactMap { if case .killed(let reason) = $0 { reason } else { nil } }
    }

    public func kill(_ reason: KillReason) { record(.killed(reason)) }

    // MARK: How it behaves

    public var behaviour: PhoneBehaviour {
        get { state.withLock { $0.behaviour } }
        set { state.withLock { $0.behaviour = newValue } }
    }

    /// Runs work on an app's queue as iOS does: later, never in the caller's stack.
    public func deliver(on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void) {
        begin()
        queue.async {
            work()
            self.finish()
        }
    }

    /// Keeps work until `releaseHeld()`: an answer of iOS that comes late.
    public func hold(_ work: @escaping @Sendable () -> Void) { state.withLock { $0.held.append(work) } }

    /// Lets everything happen that was kept, in order.
    public func releaseHeld() {
        let works = state.withLock { state in
            defer { state.held = [] }
            return state.held
        }
        for work in works { work() }
    }

    /// Marks the start of work that a test has to wait for.
    public func begin() { state.withLock { $0.inFlight += 1 } }
    public func finish() { state.withLock { $0.inFlight -= 1 } }

    /// Whether nothing of iOS's is on its way to the app. What is held does not count.
    public var isIdle: Bool { state.withLock { $0.inFlight == 0 } }

    // MARK: Optional methods of delegates

    /// Called by the default of an optional method: the app has not implemented it, or with another signature.
    public func markUnimplemented(_ method: String) {
        state.withLock {
            $0.isUnimplemented = true
            $0.defaultsRun.append(method)
        }
    }

    /// Optional methods that the system has called, and the app does not have.
    public var defaultsRun: [String] { state.withLock { $0.defaultsRun } }

    /// Whether the last call went to a default. Apple asks `responds(to:)`.
    public func takeUnimplemented() -> Bool {
        state.withLock { state in
            defer { state.isUnimplemented = false }
            return state.isUnimplemented
        }
    }

    // MARK: Parts

    /// Keeps the object that stands for a part of the system, such as the newest provider, weakly.
    public func install(_ part: AnyObject, as name: String) {
        state.withLock { [part = WeakPart(object: part)] in $0.parts[name] = part }
    }

    public func part(_ name: String) -> AnyObject? {
        let found = state.withLock { $0.parts[name] }
        return found?.object
    }
}
