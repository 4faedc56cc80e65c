import Foundation

@testable import RingpostCore

// The Swift of client/ios/README.md. A test of the repository holds the page against this file, so that it compiles.

private struct SignIn { func token(refused: String?) async throws -> String? { nil } }
private struct Payload { let dictionaryPayload: [AnyHashable: Any] = [:] }

private func theAPI(signIn: SignIn) async throws -> APIClient {
    let api = APIClient(baseURL: URL(string: "https://abc123.execute-api.eu-central-1.amazonaws.com")!) { refused in
        // A JWT of the app's user, nil when nobody is signed in. `refused` is one that the API has just turned down.
        try await signIn.token(refused: refused)
    }
    let sent = try await api.sendMessage(
        NewMessage(to: .user("bob"), elements: [.text("See you at eight?")]))
    print("Apple has taken \(sent.summary.accepted) pushes")
    return api
}

private func theRegistration(
    api: APIClient, keychain: any KeptStore, files: any KeptStore, embeddedProfile: Data?, voipToken: Data
) async {
    let registration = Registration(
        appId: "com.example.chat", server: api, identity: DeviceIdentity(store: keychain), store: files,
        environment: ProvisioningProfile.environment(profile: embeddedProfile))
    await registration.giveConsent()
    await registration.signIn(userId: "alice")
    await registration.tokenChanged(.voip, voipToken)
}

@MainActor private func theCalls(
    api: APIClient, identity: DeviceIdentity, files: any KeptStore, screen: any CallScreen, media: any CallMedia,
    payload: Payload, completion: @escaping @MainActor () -> Void
) {
    let center = CallCenter(
        server: APICallServer(api: api, identity: identity),
        receipts: ReceiptQueue(server: api, store: files, identity: identity),
        listening: RingListening(identity: identity))
    center.screen = screen
    center.media = media
    center.receive(voipPayload: payload.dictionaryPayload) { completion() }
}
