import Foundation
import Testing

@testable import RingpostCore

/// The kit's types against `docs/openapi.json`: whatever a schema allows is read, and nothing of it is lost.
@Suite struct OpenAPITests {
    typealias Model = any (Codable & Sendable).Type

    /// The types of each body; several where an answer has several shapes.
    static let models: [String: [Model]] = [
        "getHealth 200": [Health.self],
        "putDevicesDeviceId request": [DeviceBody.self],
        "putDevicesDeviceId 200": [RegisteredDevice.self],
        "getDevices 200": [DeviceList.self],
        "putDevicesDeviceIdPresence request": [PresenceBody.self],
        "putDevicesDeviceIdPresence 200": [Presence.self],
        "getProfile 200": [Profile.self],
        "putProfile request": [Profile.self],
        "putProfile 200": [Profile.self],
        "postMessages request": [NewMessage.self],
        "postMessages 200": [SentMessage.self, Explanation.self],
        "postMessages 202": [SentMessage.self],
        "getMessagesMessageId 200": [MessageRecord.self],
        "postMessagesMessageIdRecall request": [RecallBody.self],
        "postMessagesMessageIdRecall 200": [Recall.self],
        "postCalls request": [NewCall.self],
        "postCalls 201": [Call.self],
        "getCalls 200": [CallList.self],
        "getCallsCallId 200": [Call.self],
        "postCallsCallIdAnswer request": [CallActionBody.self],
        "postCallsCallIdAnswer 200": [Call.self],
        "postCallsCallIdDecline request": [CallActionBody.self],
        "postCallsCallIdDecline 200": [Call.self],
        "postCallsCallIdBusy request": [CallActionBody.self],
        "postCallsCallIdBusy 200": [Call.self],
        "postCallsCallIdCancel request": [CallActionBody.self],
        "postCallsCallIdCancel 200": [Call.self],
        "postCallsCallIdParticipants request": [Invitation.self],
        "postCallsCallIdParticipants 200": [Call.self],
        "postCallsCallIdLeave request": [CallActionBody.self],
        "postCallsCallIdLeave 200": [Call.self],
        "postCallsCallIdEnd request": [CallActionBody.self],
        "postCallsCallIdEnd 200": [Call.self],
        "getRingsTicket 200": [RingStatus.self],
        "postReceipts request": [ReceiptsBody.self],
        "postReceipts 202": [RecordedReceipts.self],
        "getCallDirectory 200": [DirectoryChanges.self],
        "putCallDirectoryNumber request": [DirectoryWord.self],
        "putCallDirectoryNumber 200": [DirectoryNumber.self],
        "getConversationsConversationIdSettings 200": [ConversationSettings.self],
        "putConversationsConversationIdSettings request": [ConversationSettings.self],
        "putConversationsConversationIdSettings 200": [ConversationSettings.self],
        "getBlocks 200": [BlockList.self],
        "getGroupsGroupId 200": [Group.self],
        "putGroupsGroupId request": [GroupBody.self],
        "putGroupsGroupId 200": [Group.self],
        "getGroupsGroupIdMembers 200": [MemberList.self],
        "putGroupsGroupIdMembersUserId request": [MemberBody.self],
        "putGroupsGroupIdMembersUserId 200": [Member.self],
    ]

    @Test func everyBodyOfTheAPIHasATypeInTheKit() throws {
        // Act
        let names = try OpenAPIDocument().contents().map(\.name)

        // Assess
        #expect(names.filter { Self.models[$0] == nil } == [])
        #expect(names.count > 40)
    }

    @Test(arguments: [ExampleMaker.Extent.minimal, .full])
    func everyFieldOfTheAPIIsKept(extent: ExampleMaker.Extent) throws {
        let document = try OpenAPIDocument()
        for content in try document.contents() {
            var maker = ExampleMaker(document: document, extent: extent)
            let schema = try document.resolved(content.schema)
            let shapes = maker.variants(of: schema) ?? [schema]
            let models = Self.models[content.name] ?? []
            #expect(shapes.count == models.count, "\(content.name): as many types as shapes")
            for (shape, model) in zip(shapes, models) {
                try expectKept(maker.example(of: shape), by: model, of: content)
            }
        }
    }

    @Test func everyFieldIsKeptWhateverElseIsThere() throws {
        let document = try OpenAPIDocument()
        for content in try document.contents() where Self.models[content.name]?.count == 1 {
            guard let model = Self.models[content.name]?.first else { continue }
            for seed in 0..<40 as Range<UInt64> {
                var maker = ExampleMaker(document: document, extent: .random, seed: seed)
                try expectKept(maker.example(of: content.schema), by: model, of: content)
            }
        }
    }

    @Test func aNewFieldAndANewNameDisturbNoAnswer() throws {
        // Prepare
        let answer = #"{"callId":"x","state":"parked","since":1,"endedReason":null}"#

        // Act
        let status = try RingpostJSON.decoder().decode(RingStatus.self, from: Data(answer.utf8))

        // Assess
        #expect(status.state == "parked")
        #expect(status.state.isLive)
    }

    private func expectKept(_ example: JSON, by model: Model, of content: OpenAPIDocument.Content) throws {
        let data = try RingpostJSON.encoder().encode(example)
        do {
            let kept = try roundTrip(model, data)
            if !same(kept, example) { Issue.record("\(content.name): \(text(example)) became \(text(kept))") }
        } catch {
            Issue.record("\(content.name): \(text(example)) as \(model): \(error)")
        }
    }

    private func roundTrip<M: Codable & Sendable>(_ model: M.Type, _ data: Data) throws -> JSON {
        let value = try RingpostJSON.decoder().decode(M.self, from: data)
        return try JSONDecoder().decode(JSON.self, from: RingpostJSON.encoder().encode(value))
    }

    private func text(_ value: JSON) -> String {
        (try? RingpostJSON.encoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "\(value)"
    }

    /// `1` and `1.0` are the same number.
    private func same(_ one: JSON, _ other: JSON) -> Bool {
        switch (one, other) {
        case (.object(let a), .object(let b)): a.keys == b.keys && a.allSatisfy { same($0.value, b[$0.key] ?? .null) }
        case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy(same)
        default: one == other || (one.doubleValue != nil && one.doubleValue == other.doubleValue)
        }
    }
}
