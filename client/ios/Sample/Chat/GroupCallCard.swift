// GroupCallCard.swift
import RingpostKit

#if canImport(ActivityKit)
    import ActivityKit
#endif

/// Lets Ringpost start the card of a call in a group on this phone. Call it after `launched()`, at every launch.
@MainActor enum GroupCallCard {
    static func register(_ ringpost: Ringpost) {
        #if canImport(ActivityKit) && os(iOS)
            if #available(iOS 18, *) {
                let activities = ringpost.activities
                Task {
                    await activities.register(startTokens: Activity<GroupCallAttributes>.pushToStartTokenUpdates)
                }
            }
        #endif
    }
}
