import Foundation
import Intents
import RingpostCore
import RingpostNotificationService
import SimulatedPhone
import Testing
@_spi(Host) import UserNotifications

extension PhoneTests {
    @MainActor @Suite struct NotificationServiceTests {
        @Test func aMessageIsDeliveredAndShownByItsTicket() async {
            let phone = ServicePhone()
            let content = await phone.receive(messagePayload())
            #expect(content.body == "Alice:hi")
            await drain { phone.server.requests == phone.receipts }
            #expect(phone.server.body(of: phone.receipts[1])?["at"]?.stringValue != nil)
        }

        @Test func thePictureIsAttached() async throws {
            let phone = ServicePhone()
            let content = await phone.receive(messagePayload { $0["image"] = "https://example.com/a.png" })
            let attachment = try #require(content.attachments.first)
            #expect(attachment.url.pathExtension == "png")
            #expect(phone.pictures.asked == ["https://example.com/a.png"])
        }

        @Test(arguments: ["http://example.com/a.png", "file:///etc/passwd", "not a URL", "https://example.com/missing"])
        func aPictureThatCannotBeUsedIsLeftOut(address: String) async {
            let phone = ServicePhone()
            let content = await phone.receive(messagePayload { $0["image"] = address })
            #expect(content.attachments.isEmpty)
            #expect(content.body == "Alice:hi")
        }

        @Test func aSenderIsShownAsAPersonWithAnAvatar() async throws {
            let phone = ServicePhone()
            let content = await phone.receive(
                messagePayload {
                    $0["sender"] = ["userId": "alice", "name": "Alice", "avatarUrl": "https://example.com/alice.png"]
                })
            let intent = try #require(content.sendMessageIntent)
            #expect(intent.sender?.displayName == "Alice")
            #expect(intent.sender?.customIdentifier == "alice")
            #expect(intent.sender?.image?.data == TestPictures.bytes)
            #expect(intent.conversationIdentifier == "user:alice")
            #expect(intent.speakableGroupName == nil)
            #expect(intent.content == "Alice:hi")
            #expect(phone.system.events.contains(.intentDonated(conversation: "user:alice")))
        }

        @Test func aSenderInAGroupIsShownWithTheGroup() async throws {
            let phone = ServicePhone()
            let content = await phone.receive(
                messagePayload {
                    $0["sender"] = ["userId": "alice", "name": "Alice"]
                    $0["group"] = ["groupId": "g", "name": "Climbers"]
                    $0["conversationId"] = "group:g"
                })
            let intent = try #require(content.sendMessageIntent)
            #expect(intent.speakableGroupName?.spokenPhrase == "Climbers")
            #expect(intent.recipients?.isEmpty == false)
            #expect(intent.conversationIdentifier == "group:g")
        }

        @Test func withoutTheCapabilityItStaysAPlainNotification() async {
            let phone = ServicePhone { $0.refusesIntents = true }
            let content = await phone.receive(messagePayload { $0["sender"] = ["userId": "alice", "name": "Alice"] })
            #expect(content.sendMessageIntent == nil)
            #expect(content.body == "Alice:hi")
        }

        @Test func aTextThatDidNotGoThroughAppleIsFetched() async {
            let phone = ServicePhone()
            phone.service.fetched = { NotificationText(title: "Alice", body: "the secret of \($0.messageId)") }
            let content = await phone.receive(messagePayload("m7"))
            #expect(content.body == "the secret of m7")
            phone.service.fetched = { _ in NotificationText(body: "") }
            #expect(await phone.receive(messagePayload("m8")).body == "Alice:hi")
        }

        @Test func whenTheTimeIsUpWhatThereIsIsShownOnce() async {
            let phone = ServicePhone()
            let gate = Gate()
            phone.service.fetched = { _ in
                await gate.wait()
                return NotificationText(body: "too late")
            }
            phone.service.didReceive(request(messagePayload()), withContentHandler: phone.handed.take)
            await drain { gate.isWaitedFor }
            let service = phone.service
            await Task.detached { service.serviceExtensionTimeWillExpire() }.value
            #expect(phone.handed.bodies == ["Alice:hi"])
            gate.open()
            await drain { phone.server.requests == phone.receipts }
            #expect(phone.handed.bodies == ["Alice:hi"])
            service.serviceExtensionTimeWillExpire()
            #expect(phone.handed.bodies == ["Alice:hi"])
        }

        @Test func aTextThatTakesAMessageBackRemovesItsOtherNotifications() async {
            let phone = ServicePhone()
            let center = UNUserNotificationCenter.current()
            center.show(request(messagePayload("m1"), identifier: "a"))
            center.show(request(messagePayload("m2"), identifier: "b"))
            _ = await phone.receive([
                "aps": ["alert": ["body": "Message was taken back"]],
                "ringpost": ["messageId": "m1", "conversationId": "user:alice", "recalled": true],
            ])
            #expect(center.shownIdentifiers == ["b"])
            #expect(phone.server.requests == [])
        }

        @Test func aPushOfSomebodyElsesIsShownAsItCame() async {
            let phone = ServicePhone()
            let content = await phone.receive(["aps": ["alert": ["title": "News", "body": "of others"]]])
            #expect(content.title == "News")
            #expect(phone.server.requests == [])
        }

        @Test func aMessageThatThePhoneCountsSetsTheBadge() async {
            let phone = ServicePhone()
            #expect(await phone.receive(countedPayload("m1"), identifier: "a").badge == 1)
            #expect(await phone.receive(countedPayload("m2"), identifier: "b").badge == 2)
            phone.badge.set(7)
            #expect(await phone.receive(countedPayload("m3"), identifier: "c").badge == 8)
        }

        @Test func aMessageThatComesTwiceOrTakesAPlaceIsCountedOnce() async {
            let phone = ServicePhone()
            _ = await phone.receive(countedPayload("m1"), identifier: "a")
            #expect(await phone.receive(countedPayload("m1"), identifier: "a").badge == 1)
            #expect(await phone.receive(countedPayload("m2"), identifier: "a").badge == 1)
        }

        @Test func onlyMessagesThatThePhoneCountsSetTheBadge() async {
            let phone = ServicePhone()
            _ = await phone.receive(countedPayload("m1"), identifier: "a")
            #expect(await phone.receive(messagePayload("m2")).badge == nil)
            let recall = await phone.receive([
                "aps": ["alert": ["body": "Message was taken back"]],
                "ringpost": ["messageId": "m1", "conversationId": "user:alice", "recalled": true],
            ])
            #expect(recall.badge == nil)
            #expect(phone.badge.counted() == 1)
        }

        @Test func theBadgeIsSetOnASenderShownAsAPerson() async {
            let phone = ServicePhone()
            let content = await phone.receive(
                messagePayload {
                    $0["badge"] = "app"
                    $0["sender"] = ["userId": "alice", "name": "Alice"]
                })
            #expect(content.sendMessageIntent != nil)
            #expect(content.badge == 1)
        }

        @Test func receiptsWithoutANetworkGoWithTheNextPush() async {
            let phone = ServicePhone()
            phone.server.isReachable = false
            _ = await phone.receive(messagePayload("m1", ticket: "t1"))
            await drain { phone.keptReceipts == 2 }
            #expect(phone.server.requests == [])
            phone.server.isReachable = true
            _ = await phone.receive(messagePayload("m2", ticket: "t2"))
            await drain { phone.server.requests.count == 4 }
        }
    }
}

/// A phone with the extension of an app.
@MainActor private final class ServicePhone {
    let system: SimulatedPhone
    let server = NotedServer()
    let pictures = TestPictures()
    let handed = Handed()
    let service: TestService
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("service-\(UUID())")

    init(_ configure: (inout PhoneBehaviour) -> Void = { _ in }) {
        system = SimulatedPhone.reset()
        configure(&system.behaviour)
        // An address of its own: the process has one queue of receipts for each stage.
        let settings = NotificationServiceSettings(
            apiURL: URL(string: "https://stage.example.com/\(UUID().uuidString)")!, store: FileStore(folder: folder),
            transport: server)
        service = TestService(settings, pictures)
        prefix = settings.apiURL.path
    }

    private let prefix: String

    /// The two receipts of the message with ticket t1.
    var receipts: [String] {
        ["POST \(prefix)/v1/receipts/t1 delivered", "POST \(prefix)/v1/receipts/t1 shown"]
    }

    var keptReceipts: Int {
        let file = folder.appendingPathComponent("ringpost-receipts-service.json")
        let kept = try? JSONDecoder().decode(JSON.self, from: Data(contentsOf: file))
        guard case .array(let receipts) = kept else { return 0 }
        return receipts.count
    }

    var badge: BadgeCounter { BadgeCounter(store: FileStore(folder: folder)) }

    func receive(_ userInfo: [AnyHashable: Any], identifier: String = "n1") async -> UNNotificationContent {
        let before = handed.contents.count
        service.didReceive(request(userInfo, identifier: identifier), withContentHandler: handed.take)
        await drain { handed.contents.count > before }
        return handed.contents.last!
    }
}

private func countedPayload(_ messageId: String) -> [AnyHashable: Any] { messagePayload(messageId) { $0["badge"] = "app" } }

private final class TestService: NotificationService, @unchecked Sendable {
    private let testSettings: NotificationServiceSettings
    private let testPictures: TestPictures
    var fetched: @Sendable (MessagePush) async -> NotificationText? = { _ in nil }

    init(_ settings: NotificationServiceSettings, _ pictures: TestPictures) {
        testSettings = settings
        testPictures = pictures
    }

    override var settings: NotificationServiceSettings? { testSettings }
    override var pictures: any PictureSource { testPictures }
    override func text(of message: MessagePush) async -> NotificationText? { await fetched(message) }
}

/// What iOS has got back.
private final class Handed: @unchecked Sendable {
    private let lock = NSLock()
    private var got: [UNNotificationContent] = []
    func take(_ content: UNNotificationContent) { lock.withLock { got.append(content) } }
    var contents: [UNNotificationContent] { lock.withLock { got } }
    var bodies: [String] { contents.map(\.body) }
}

/// A picture at every address but those that end in "missing".
private final class TestPictures: PictureSource, @unchecked Sendable {
    static let bytes = Data([0x89, 0x50, 0x4E, 0x47])
    private let lock = NSLock()
    private var addresses: [String] = []
    var asked: [String] { lock.withLock { addresses } }

    func file(from url: URL, limitBytes: Int) async throws -> URL {
        lock.withLock { addresses.append(url.absoluteString) }
        if url.lastPathComponent == "missing" { throw PictureIsUnusable() }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).png")
        try Self.bytes.write(to: file)
        return file
    }
}

/// Holds somebody until it is opened.
private final class Gate: @unchecked Sendable {
    private let lock = NSLock()
    private var waiting: CheckedContinuation<Void, Never>?
    var isWaitedFor: Bool { lock.withLock { waiting != nil } }
    func wait() async { await withCheckedContinuation { continuation in lock.withLock { waiting = continuation } } }
    func open() { lock.withLock { waiting }?.resume() }
}
