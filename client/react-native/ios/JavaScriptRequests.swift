import Foundation
import RingpostCore

/// JavaScript has not given what it was asked for.
enum JavaScriptFailure: Error, Equatable {
    /// It took too long, such as when its code does not start.
    case noAnswer
    case refused(String)
}

/// What the native side needs of JavaScript: a token, and media for a call.
@MainActor final class JavaScriptRequests {
    private let outbox: JavaScriptOutbox
    private let clock: any KitClock
    private var waiting: [String: CheckedContinuation<JSON, any Error>] = [:]

    init(outbox: JavaScriptOutbox, clock: any KitClock) {
        self.outbox = outbox
        self.clock = clock
    }

    /// - Parameter wants: `token`, `connect` or `place`.
    /// - Throws: `JavaScriptFailure`.
    func ask(_ wants: String, _ fields: [String: JSON] = [:], withinSeconds: TimeInterval) async throws -> JSON {
        let requestId = UUID().uuidString
        let limit = Task { [clock, weak self] in
            try await clock.sleep(seconds: withinSeconds)
            self?.end(requestId, .failure(JavaScriptFailure.noAnswer))
        }
        defer { limit.cancel() }
        return try await withCheckedThrowingContinuation { continuation in
            waiting[requestId] = continuation
            outbox.send("request", fields.merging(["requestId": .string(requestId), "wants": .string(wants)]) { $1 })
        }
    }

    func settle(_ requestId: String, _ value: JSON) { end(requestId, .success(value)) }
    func refuse(_ requestId: String, _ reason: String) { end(requestId, .failure(JavaScriptFailure.refused(reason))) }

    /// Of several answers the first counts.
    private func end(_ requestId: String, _ result: Result<JSON, any Error>) {
        waiting.removeValue(forKey: requestId)?.resume(with: result)
    }
}
