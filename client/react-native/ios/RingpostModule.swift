import ExpoModulesCore
import RingpostKit

/// Ringpost for JavaScript. It has one event, `ringpost`, so that JavaScript hears of everything in its order; the types of
/// both sides are in src/native.ts.
public final class RingpostModule: Module {
    static let eventName = "ringpost"

    public func definition() -> ModuleDefinition {
        Name("Ringpost")
        Events(Self.eventName)

        OnStartObserving {
            let module = SendingModule(self)
            let owner = ObjectIdentifier(self)
            Task { @MainActor in
                RingpostHost.current?.outbox.open(owner) { module.send($0) }
            }
        }
        OnStopObserving {
            let owner = ObjectIdentifier(self)
            Task { @MainActor in RingpostHost.current?.outbox.close(owner) }
        }

        AsyncFunction("getStatus") { () async throws -> Any in
            let status = try await host().status()
            return status.foundation
        }
        AsyncFunction("agree") { () async throws -> Bool in try await host().agree() }
        AsyncFunction("signIn") { (userId: String) async throws in try await host().ringpost.signIn(userId: userId) }
        AsyncFunction("signOut") { () async throws in try await host().ringpost.signOut() }
        AsyncFunction("setUnreadCount") { (count: Int) async throws in
            try await host().ringpost.setUnreadCount(count)
        }

        AsyncFunction("startCall") { (call: [String: String], hasVideo: Bool) async throws -> String in
            let handle = call["handle"] ?? ""
            let callId = try await host().startCall(handle, call["name"] ?? handle, hasVideo: hasVideo)
            return callId.uuidString.lowercased()
        }
        AsyncFunction("answerCall") { (callId: String) async throws -> Any in
            let problem = try await host().answer(try id(callId))
            return (problem?.json ?? .null).foundation
        }
        AsyncFunction("endCall") { (callId: String) async throws in
            try await host().end(try id(callId))
        }
        AsyncFunction("refuseAsBusy") { (callId: String) async throws in
            try await host().ringpost.calls.refuseAsBusy(try id(callId))
        }
        AsyncFunction("setMuted") { (callId: String, isMuted: Bool) async throws in
            try await host().ringpost.calls.mute(try id(callId), isMuted: isMuted)
        }
        AsyncFunction("setHeld") { (callId: String, isHeld: Bool) async throws in
            try await host().ringpost.calls.hold(try id(callId), isHeld: isHeld)
        }

        AsyncFunction("settleRequest") { (requestId: String, value: String?) async throws in
            try await host().requests.settle(requestId, value.map { .string($0) } ?? .null)
        }
        AsyncFunction("failRequest") { (requestId: String, reason: String) async throws in
            try await host().requests.refuse(requestId, reason)
        }
    }
}

/// - Throws: `NotSetUp`.
@MainActor private func host() throws -> RingpostHost {
    guard let host = RingpostHost.current else { throw NotSetUp() }
    return host
}

private func id(_ text: String) throws -> CallID {
    guard let callId = CallID(uuidString: text) else { throw NotACallID(text: text) }
    return callId
}

struct NotACallID: LocalizedError {
    let text: String
    var errorDescription: String? { "\"\(text)\" is not a call's ID. Use the callId of a call that the module has given." }
}

/// Expo sends events from any thread, which its types do not say.
private struct SendingModule: @unchecked Sendable {
    private weak var module: RingpostModule?

    init(_ module: RingpostModule) { self.module = module }

    func send(_ event: [String: JSON]) {
        module?.sendEvent(RingpostModule.eventName, event.mapValues { $0.foundation })
    }
}
