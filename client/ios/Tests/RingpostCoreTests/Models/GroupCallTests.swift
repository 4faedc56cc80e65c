import Foundation
import Testing

@testable import RingpostCore

@Suite struct GroupCallTests {
    @Test func thePushOfTheServerIsRead() throws {
        // Prepare
        let attributes = #"{"activityId":"c1","callId":"c1","groupId":"family"}"#
        let state = #"{"state":"answered","inCall":3,"ringing":1,"callerName":"Alice","hasVideo":true}"#

        // Act: as ActivityKit does, with a decoder that has no settings.
        let read = try JSONDecoder().decode(GroupCallAttributes.self, from: Data(attributes.utf8))
        let shown = try JSONDecoder().decode(GroupCallAttributes.ContentState.self, from: Data(state.utf8))

        // Assess
        #expect(read.callId == "c1")
        #expect(read.groupId == "family")
        #expect(shown.inCall == 3)
        #expect(shown.state == "answered")
    }
}
