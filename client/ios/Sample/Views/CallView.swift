import RingpostKit
import SwiftUI

/// The app's own call screen. CallKit's comes first; this one shows while the app is in front.
struct CallView: View {
    let chat: Chat
    @State private var isMuted = false

    var body: some View {
        if let call = chat.calls.current.first {
            VStack(spacing: 24) {
                Text(call.update.callerName).font(.largeTitle)
                Text(call.update.hasVideo ? "Video call" : "Call").foregroundStyle(.secondary)
                HStack(spacing: 48) {
                    Button(isMuted ? "Unmute" : "Mute", systemImage: isMuted ? "mic.slash" : "mic") {
                        isMuted.toggle()
                        chat.ringpost.calls.mute(call.callId, isMuted: isMuted)
                    }
                    Button("Hang up", systemImage: "phone.down.fill", role: .destructive) {
                        chat.ringpost.calls.hangUp(call.callId)
                    }
                }
                .labelStyle(.iconOnly).font(.title)
            }
        }
    }
}
