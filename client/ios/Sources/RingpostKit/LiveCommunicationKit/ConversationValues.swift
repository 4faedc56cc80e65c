#if os(iOS) || os(Linux)
    import LiveCommunicationKit
    import RingpostCore

    @available(iOS 17.4, *)
    extension CallScreenLook {
        var managerConfiguration: ConversationManager.Configuration {
            ConversationManager.Configuration(
                ringtoneName: ringtone, iconTemplateImageData: icon, maximumConversationGroups: 2,
                maximumConversationsPerConversationGroup: 1, includesConversationInRecents: isInRecents,
                supportsVideo: supportsVideo, supportedHandleTypes: [.generic, .phoneNumber, .emailAddress])
        }
    }

    @available(iOS 17.4, *)
    extension Handle {
        init(_ update: CallUpdate) {
            let kind: Kind =
                switch update.handle.type {
                case .generic: .generic
                case .phoneNumber: .phoneNumber
                case .emailAddress: .emailAddress
                }
            self.init(type: kind, value: update.handle.value, displayName: update.callerName)
        }
    }

    @available(iOS 17.4, *)
    extension Conversation.Update {
        init(_ update: CallUpdate) {
            var capabilities: Conversation.Capabilities = []
            if update.hasVideo { capabilities.insert(.video) }
            if update.supportsHolding { capabilities.insert(.pausing) }
            if update.supportsGrouping { capabilities.insert(.merging) }
            if update.supportsUngrouping { capabilities.insert(.unmerging) }
            if update.supportsDTMF { capabilities.insert(.playingTones) }
            self.init(members: [Handle(update)], capabilities: capabilities)
        }
    }

    @available(iOS 17.4, *)
    extension Conversation.EndedReason {
        init(_ reason: EndedReason) {
            switch reason {
            case .failed: self = .failed
            case .remoteEnded: self = .remoteEnded
            case .unanswered: self = .unanswered
            case .answeredElsewhere: self = .joinedElsewhere
            case .declinedElsewhere: self = .declinedElsewhere
            }
        }
    }

    @available(iOS 17.4, *)
    extension CallRequest {
        @MainActor var conversationAction: ConversationAction {
            switch self {
            case .start(let callId, let update):
                StartConversationAction(
                    conversationUUID: callId, handles: [Handle(update)], isVideo: update.hasVideo)
            case .answer(let callId): JoinConversationAction(conversationUUID: callId)
            case .end(let callId): EndConversationAction(conversationUUID: callId)
            case .mute(let callId, let isMuted):
                MuteConversationAction(conversationUUID: callId, isMuted: isMuted)
            case .hold(let callId, let isHeld):
                PauseConversationAction(conversationUUID: callId, isPaused: isHeld)
            }
        }
    }
#endif
