import Foundation
import Testing

@testable import RingpostCore

@Suite struct RegistrationTests {
    let clock = TestClock()
    let server = FakeRegistrationServer()
    let store = MemoryStore()
    let keychain = MemoryStore()

    func registration(environment: APNsEnvironment = .production) -> Registration {
        Registration(
            appId: "com.example.ringpost", server: server, identity: DeviceIdentity(store: keychain), store: store,
            environment: environment, clock: clock)
    }

    /// The app of a user who has agreed and signed in, with both tokens.
    func registeredApp() async -> Registration {
        let registration = registration()
        await registration.giveConsent()
        await registration.signIn(userId: "alice")
        await registration.tokenChanged(.voip, Data([0x0A, 0xFF]))
        await registration.tokenChanged(.alert, Data([0x0B]))
        await registration.settle()
        return registration
    }

    // MARK: When

    @Test func nothingIsSentBeforeTheUserHasAgreed() async {
        // Prepare
        let registration = registration()
        await registration.signIn(userId: "alice")
        await registration.tokenChanged(.voip, Data([1]))
        await registration.settle()

        // Assess
        #expect(server.log == [])
        #expect(await registration.state == .waiting(.consent))
        #expect(await !registration.hasConsent)
    }

    @Test func nothingIsSentBeforeSomebodySignsIn() async {
        // Prepare
        let registration = registration()
        await registration.giveConsent()
        await registration.tokenChanged(.voip, Data([1]))
        await registration.settle()

        // Assess
        #expect(server.log == [])
        #expect(await registration.state == .waiting(.signIn))
    }

    @Test func everythingIsSentOnceBothAreThere() async {
        // Act
        let registration = await registeredApp()

        // Assess
        #expect(server.log.last == "register 0aff+0b as alice")
        #expect(server.lastBody?.tokens.voip?.environment == .production)
        #expect(server.lastBody?.kitVersion == kitVersion)
        #expect(await registration.state == .registered(registered(userId: "alice", deviceId: registration.deviceId!)))
    }

    @Test func theSameIsNotSentTwice() async {
        // Prepare
        let registration = await registeredApp()
        let before = server.log

        // Act
        await registration.tokenChanged(.alert, Data([0x0B]))
        await registration.wake()
        await registration.settle()

        // Assess
        #expect(server.log == before)
    }

    @Test func eachLoginSendsItAgain() async {
        // Prepare
        let registration = await registeredApp()
        let before = server.log.count

        // Act
        await registration.signIn(userId: "alice")
        await registration.settle()

        // Assess
        #expect(server.log[before...] == ["register 0aff+0b as alice"])
    }

    @Test func eachStartOfTheAppSendsItAgainWithTheTokensOfTheLastOne() async {
        // Prepare
        _ = await registeredApp()
        let before = server.log.count

        // Act
        let next = registration()
        await next.wake()
        await next.settle()

        // Assess
        #expect(server.log[before...] == ["register 0aff+0b as alice"])
    }

    @Test func aNewTokenIsSentTogetherWithTheOtherOne() async {
        // Prepare
        let registration = await registeredApp()

        // Act
        await registration.tokenChanged(.voip, Data([0xAA]))
        await registration.settle()

        // Assess
        #expect(server.log.last == "register aa+0b as alice")
    }

    @Test func aChangedFactIsSent() async {
        // Prepare
        let registration = await registeredApp()
        var facts = DeviceFacts()
        facts.permission = "denied"

        // Act
        await registration.factsChanged(facts)
        await registration.settle()

        // Assess
        #expect(server.lastBody?.permission == "denied")
    }

    // MARK: Tokens that end

    @Test func anInvalidTokenIsTakenBackAndNotSentAgain() async {
        // Prepare
        let registration = await registeredApp()

        // Act
        await registration.tokenInvalidated(.voip)
        await registration.settle()

        // Assess
        #expect(server.log.suffix(2) == ["remove voip", "register 0b as alice"])
    }

    @Test func anEmptyTokenIsAnInvalidOne() async {
        // Prepare
        let registration = await registeredApp()

        // Act
        await registration.tokenChanged(.voip, Data())
        await registration.settle()

        // Assess
        #expect(server.log.suffix(2) == ["remove voip", "register 0b as alice"])
    }

    @Test func anInvalidTokenThatCouldNotBeReportedIsReportedByTheNextRunOfTheApp() async throws {
        // Prepare
        let registration = await registeredApp()
        server.fails(.unreachable("no network"))
        await registration.tokenInvalidated(.voip)
        await registration.settle()

        // Act
        let next = self.registration()
        await next.wake()
        await next.settle()

        // Assess
        #expect(server.log.suffix(3) == ["remove voip", "remove voip", "register 0b as alice"])
    }

    // MARK: Logout

    @Test func signingOutLogsTheDeviceOutBeforeItReturns() async {
        // Prepare
        let registration = await registeredApp()

        // Act
        await registration.signOut()

        // Assess
        #expect(server.log.last == "log out alice")
        #expect(await registration.state == .loggedOut)
    }

    @Test func afterALogoutNothingIsRegistered() async {
        // Prepare
        let registration = await registeredApp()
        await registration.signOut()

        // Act
        await registration.tokenChanged(.voip, Data([0xCC]))
        await registration.settle()

        // Assess
        #expect(server.log.last == "log out alice")
        #expect(await registration.state == .waiting(.signIn))
    }

    @Test func aLogoutWithoutNetworkReturnsAndIsTriedAgain() async throws {
        // Prepare
        let registration = await registeredApp()
        server.fails(.unreachable("no network"))

        // Act
        await registration.signOut()
        try await until("the wait") { clock.waits == [2] }
        clock.advance(seconds: 2)

        // Assess
        try await until("the logout") { await registration.state == .loggedOut }
        #expect(server.log.suffix(2) == ["log out alice", "log out alice"])
    }

    @Test func aLogoutThatIsOwedIsNeverSaidAsTheNextUser() async {
        // Prepare
        let registration = await registeredApp()
        server.fails(.unreachable("no network"))
        await registration.signOut()

        // Act
        server.tokenUser = "bob"
        await registration.signIn(userId: "bob")
        await registration.settle()

        // Assess
        #expect(!server.log.contains("log out bob"))
        #expect(server.log.last == "register 0aff+0b as bob")
    }

    @Test func aSwitchOfAccountsRegistersTheNewUser() async {
        // Prepare
        let registration = await registeredApp()

        // Act
        server.tokenUser = "bob"
        await registration.signIn(userId: "bob")
        await registration.settle()

        // Assess
        #expect(server.log.last == "register 0aff+0b as bob")
    }

    @Test func anAnswerForThePreviousUserDoesNotCountAsRegistered() async throws {
        // Prepare
        let registration = await registeredApp()

        // Act
        await registration.signIn(userId: "bob")
        await registration.settle()
        let early = await registration.state
        server.tokenUser = "bob"
        try await until("the wait") { clock.waits == [2] }
        clock.advance(seconds: 2)

        // Assess
        if case .failed = early {} else { Issue.record("it was \(early)") }
        try await until("bob is registered") { server.log.last == "register 0aff+0b as bob" }
    }

    @Test func withdrawnConsentLogsTheDeviceOut() async {
        // Prepare
        let registration = await registeredApp()

        // Act
        await registration.withdrawConsent()
        await registration.settle()

        // Assess
        #expect(server.log.last == "log out alice")
        #expect(await !registration.hasConsent)
    }

    // MARK: What goes wrong

    @Test func aFailedUploadIsTriedAgainInGrowingIntervals() async throws {
        // Prepare
        server.fails(.unreachable("1"), .unreachable("2"), .unreachable("3"))
        let registration = registration()
        await registration.giveConsent()
        await registration.tokenChanged(.voip, Data([1]))
        await registration.signIn(userId: "alice")

        // Act
        var waits: [TimeInterval] = []
        for _ in 0..<3 {
            try await until("the wait") { clock.waits.count == 1 }
            waits += clock.waits
            clock.advance(seconds: clock.waits[0])
            let known = waits.count
            try await until("the next try") { server.log.count > known }
        }

        // Assess
        #expect(waits == [2, 4, 8])
        try await until("it is registered") { if case .registered = await registration.state { true } else { false } }
    }

    @Test func aRefusalIsNotRepeated() async {
        // Prepare
        server.fails(refusal(409, "device_app"))

        // Act
        let registration = registration()
        await registration.giveConsent()
        await registration.tokenChanged(.voip, Data([1]))
        await registration.signIn(userId: "alice")
        await registration.settle()

        // Assess
        #expect(server.log.count == 1)
        #expect(clock.waits == [])
        guard case .refused(let problem) = await registration.state else {
            Issue.record("it was not refused")
            return
        }
        #expect(problem.code == "device_app")
    }

    @Test func beforeTheFirstUnlockNoDeviceIDIsMadeAndNothingIsLost() async {
        // Prepare
        let old = await registeredApp().deviceId
        store.isLocked = true
        keychain.isLocked = true
        let registration = registration()

        // Act
        await registration.tokenChanged(.voip, Data([0xDD]))
        await registration.settle()
        let locked = await registration.state
        store.isLocked = false
        keychain.isLocked = false
        await registration.wake()
        await registration.settle()

        // Assess
        #expect(locked == .waiting(.unlock))
        #expect(server.log.last == "register dd+0b as alice")
        #expect(registration.deviceId == old)
    }
}
