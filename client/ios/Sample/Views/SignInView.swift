import SwiftUI

/// Signs in to the phone lab, whose `POST /lab/tokens` gives a token to everybody. A real app shows its own login here.
struct SignInView: View {
    let chat: Chat
    @State private var userId = "bob"
    @State private var problem: String?

    var body: some View {
        Form {
            Section("Phone lab") {
                TextField("User", text: $userId).textInputAutocapitalization(.never)
                Button("Sign in") { Task { await signIn() } }
            }
            if let problem { Text(problem).foregroundStyle(.red) }
        }
    }

    private func signIn() async {
        do {
            var request = URLRequest(url: Stage.apiURL.appendingPathComponent("lab/tokens"))
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "content-type")
            request.httpBody = try JSONEncoder().encode(["userId": userId])
            let (data, _) = try await URLSession.shared.data(for: request)
            let answer = try JSONDecoder().decode([String: String].self, from: data)
            await chat.agreed()
            await chat.signIn(userId: userId, accessToken: answer["token"] ?? "")
        } catch { problem = error.localizedDescription }
    }
}
