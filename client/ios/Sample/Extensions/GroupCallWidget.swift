#if canImport(WidgetKit) && os(iOS)
    // Linux checks its grammar alone.

    // GroupCallWidget.swift
    import RingpostCore
    import SwiftUI
    import WidgetKit

    /// The card of a call in a group, in the app's widget extension.
    @available(iOS 18, *)
    struct GroupCallWidget: Widget {
        var body: some WidgetConfiguration {
            ActivityConfiguration(for: GroupCallAttributes.self) { context in
                HStack {
                    Image(systemName: context.state.hasVideo ? "video.fill" : "phone.fill")
                    VStack(alignment: .leading) {
                        Text(context.state.callerName).bold()
                        GroupCallText(state: context.state)
                    }
                    Spacer()
                }
                .opacity(context.isStale ? 0.6 : 1)
                .padding()
                .widgetURL(URL(string: "chat://calls/\(context.attributes.callId)"))
            } dynamicIsland: { context in
                DynamicIsland {
                    DynamicIslandExpandedRegion(.center) { GroupCallText(state: context.state) }
                } compactLeading: {
                    Image(systemName: "phone.fill")
                } compactTrailing: {
                    Text("\(context.state.inCall)")
                } minimal: {
                    Text("\(context.state.inCall)")
                }
            }
        }
    }

    /// `3 in the call · Join`
    struct GroupCallText: View {
        let state: GroupCallAttributes.ContentState

        var body: some View {
            if state.state == "ended" {
                Text("Call ended")
            } else {
                Text("\(state.inCall) in the call · Join")
            }
        }
    }
#endif
