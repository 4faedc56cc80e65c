import Foundation
import Testing

/// Waits for what happens later. The limit is far beyond what a busy machine needs.
func until(
    _ what: String, within limitSeconds: Double = 60, sourceLocation: SourceLocation = #_sourceLocation,
    isolation: isolated (any Actor)? = #isolation, _ holds: () async -> Bool
) async throws {
    let end = Date().addingTimeInterval(limitSeconds)
    while Date() < end {
        if await holds() { return }
        try await Task.sleep(nanoseconds: 2_000_000)
    }
    Issue.record("it did not happen: \(what)", sourceLocation: sourceLocation)
    throw CancellationError()
}
