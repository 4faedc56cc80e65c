import Foundation
import Testing

@testable import RingpostCore

@Suite struct RingpostJSONTests {
    @Test(arguments: ["2026-11-30T12:00:00.250Z", "2026-11-30T12:00:00.999Z", "2099-12-31T23:59:59.001Z"])
    func aTimeIsKeptToTheMillisecond(text: String) throws {
        // Act
        let date = try #require(RingpostJSON.date(from: text))

        // Assess
        #expect(RingpostJSON.text(of: date) == text)
    }

    @Test func aTimeWithoutMillisecondsIsRead() {
        #expect(RingpostJSON.date(from: "2026-11-27T12:00:00Z") == noon)
    }

    @Test func aTimeBetweenTwoMillisecondsIsRounded() {
        #expect(RingpostJSON.text(of: noon.addingTimeInterval(0.999_6)) == "2026-11-27T12:00:01.000Z")
    }

    @Test func wholeNumbersKeepAllDigits() throws {
        // Act
        let value = try JSONDecoder().decode(JSON.self, from: Data("[9007199254740993, 1.5, true, null]".utf8))

        // Assess
        #expect(value == [.int(9_007_199_254_740_993), 1.5, true, nil])
    }

    @Test func anExtIsReadAsATypeOfTheApp() throws {
        // Prepare
        struct Invitation: Decodable, Equatable { var room: Int }

        // Act
        let invitation = try JSON.object(["room": 7]).decoded(as: Invitation.self)

        // Assess
        #expect(invitation == Invitation(room: 7))
    }
}
