import Foundation
import Testing

@testable import RingpostCore

/// The kit's types against `docs/openapi.json`: whatever a schema allows is read, and nothing of it is lost.
@Suite struct OpenAPITests {
    typealias Model = any (Codable & Sendable).Type

    /// The types of each body; several where an answer has several shapes.
    static let models: [String: [Model]] = [
        "GET /v1/health 200": [Health.self],
        "PUT /v1/devices/{deviceId} request": [DeviceBody.self],
        "PUT /v1/devices/{deviceId} 200": [RegisteredDevice.self],
        "GET /v1/devices 200": [DeviceList.self],
        "PUT /v1/devices/{deviceId}/activities/{activityId} request": [DeviceBody.Token.self],
        "PUT /v1/devices/{deviceId}/presence request": [PresenceBody.self],
        "PUT /v1/devices/{deviceId}/presence 200": [Presence.self],
        "GET /v1/profile 200": [Profile.self],
        "PUT /v1/profile request": [Profile.self],
        "PUT /v1/profile 200": [Profile.self],
        "POST /v1/messages request": [NewMessage.self],
        "POST /v1/messages 200": [SentMessage.self, Explanation.self],
        "POST /v1/messages 202": [SentMessage.self],
        "GET /v1/messages/{messageId} 200": [MessageRecord.self],
        "POST /v1/messages/{messageId}/recall request": [RecallBody.self],
        "POST /v1/messages/{messageId}/recall 200": [Recall.self],
        "POST /v1/calls request": [NewCall.self],
        "POST /v1/calls 200": [Explanation.self],
        "POST /v1/calls 201": [Call.self],
        "GET /v1/calls 200": [CallList.self],
        "GET /v1/calls/{callId} 200": [Call.self],
        "PATCH /v1/calls/{callId} request": [CallRevision.self],
        "PATCH /v1/calls/{callId} 200": [Call.self],
        "POST /v1/calls/{callId}/answer request": [CallActionBody.self],
        "POST /v1/calls/{callId}/answer 200": [Call.self],
        "POST /v1/calls/{callId}/decline request": [CallActionBody.self],
        "POST /v1/calls/{callId}/decline 200": [Call.self],
        "POST /v1/calls/{callId}/busy request": [CallActionBody.self],
        "POST /v1/calls/{callId}/busy 200": [Call.self],
        "POST /v1/calls/{callId}/cancel request": [CallActionBody.self],
        "POST /v1/calls/{callId}/cancel 200": [Call.self],
        "POST /v1/calls/{callId}/participants request": [Invitation.self],
        "POST /v1/calls/{callId}/participants 200": [Call.self],
        "POST /v1/calls/{callId}/leave request": [CallActionBody.self],
        "POST /v1/calls/{callId}/leave 200": [Call.self],
        "POST /v1/calls/{callId}/end request": [CallActionBody.self],
        "POST /v1/calls/{callId}/end 200": [Call.self],
        "GET /v1/rings/{ticket} 200": [RingStatus.self],
        "POST /v1/receipts request": [ReceiptsBody.self],
        "POST /v1/receipts 202": [RecordedReceipts.self],
        "POST /v1/receipts/{ticket} request": [TicketReceipt.self],
        "POST /v1/receipts/{ticket} 202": [RecordedReceipt.self],
        "GET /v1/call-directory 200": [DirectoryChanges.self],
        "PUT /v1/call-directory/{number} request": [DirectoryWord.self],
        "PUT /v1/call-directory/{number} 200": [DirectoryNumber.self],
        "GET /v1/conversations/{conversationId}/settings 200": [ConversationSettings.self],
        "PUT /v1/conversations/{conversationId}/settings request": [ConversationSettingsBody.self],
        "PUT /v1/conversations/{conversationId}/settings 200": [ConversationSettings.self],
        "GET /v1/blocks 200": [BlockList.self],
        "DELETE /v1/me 202": [Erasure.self],
        "GET /v1/groups/{groupId} 200": [Group.self],
        "PUT /v1/groups/{groupId} request": [GroupBody.self],
        "PUT /v1/groups/{groupId} 200": [Group.self],
        "GET /v1/groups/{groupId}/members 200": [MemberList.self],
        "PUT /v1/groups/{groupId}/members/{userId} request": [MemberBody.self],
        "PUT /v1/groups/{groupId}/members/{userId} 200": [Member.self],
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
