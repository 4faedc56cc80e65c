import Foundation
import Testing

@testable import RingpostCore

struct ConversationSettingsTests {
    typealias Settings = ConversationSettings

    @Test(arguments: [
        (Settings(level: .all), Settings(receive: .push)),
        (Settings(level: .mentions), Settings(receive: .none, mentionsStillPush: true)),
        (Settings(level: .silent), Settings(receive: .silent)),
        (Settings(level: .muted), Settings(receive: .none)),
    ])
    func aLevelIsTheSameInBothSpellings(byLevel: Settings, older: Settings) {
        // Assess
        #expect(byLevel == older)
    }

    @Test func aBodyHasTheTimeWhenTheSettingsEnd() throws {
        // Prepare
        let settings = Settings(level: .muted, until: Date(timeIntervalSince1970: 4_070_908_800))

        // Act
        let body = try RingpostJSON.encoder().encode(ConversationSettingsBody(settings))

        // Assess
        let sent = try JSONDecoder().decode(JSON.self, from: body)
        #expect(
            sent
                == .object([
                    "level": .string("none"), "receive": .string("none"), "until": .string("2099-01-01T00:00:00.000Z"),
                ]))
    }
}
