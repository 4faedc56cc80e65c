#if os(iOS) || os(Linux)
    import CallKit
    import RingpostCore

    /// How the system's call screen looks, and what it allows.
    public struct CallScreenLook: Sendable {
        /// Sound file in the app's bundle. nil: the system's ring.
        public var ringtone: String?
        /// PNG, 40 by 40 points, of which the alpha channel counts.
        public var icon: Data?
        public var supportsVideo = true
        public var isInRecents = true
        public init(ringtone: String? = nil, icon: Data? = nil, supportsVideo: Bool = true, isInRecents: Bool = true) {
            self.ringtone = ringtone
            self.icon = icon
            self.supportsVideo = supportsVideo
            self.isInRecents = isInRecents
        }

        @MainActor var providerConfiguration: CXProviderConfiguration {
            let configuration = CXProviderConfiguration()
            configuration.ringtoneSound = ringtone
            configuration.iconTemplateImageData = icon
            configuration.supportsVideo = supportsVideo
            configuration.includesCallsInRecents = isInRecents
            configuration.supportedHandleTypes = [.generic, .phoneNumber, .emailAddress]
            // Two: with one, a call right after another fails with `maximumCallGroupsReached`.
            configuration.maximumCallGroups = 2
            configuration.maximumCallsPerCallGroup = 1
            return configuration
        }
    }

    extension CXHandle {
        convenience init(_ handle: CallHandle) {
            let type: HandleType =
                switch handle.type {
                case .generic: .generic
                case .phoneNumber: .phoneNumber
                case .emailAddress: .emailAddress
                }
            self.init(type: type, value: handle.value)
        }
    }

    extension CXCallUpdate {
        /// Sets every field: Apple documents no defaults.
        convenience init(_ update: CallUpdate) {
            self.init()
            remoteHandle = CXHandle(update.handle)
            localizedCallerName = update.callerName
            hasVideo = update.hasVideo
            supportsHolding = update.supportsHolding
            supportsGrouping = update.supportsGrouping
            supportsUngrouping = update.supportsUngrouping
            supportsDTMF = update.supportsDTMF
        }
    }

    extension CXCallEndedReason {
        init(_ reason: EndedReason) {
            switch reason {
            case .failed: self = .failed
            case .remoteEnded: self = .remoteEnded
            case .unanswered: self = .unanswered
            case .answeredElsewhere: self = .answeredElsewhere
            case .declinedElsewhere: self = .declinedElsewhere
            }
        }
    }

    extension ReportResult {
        /// By number, because some of Apple's names are newer than the oldest iOS that the kit runs on.
        init(_ error: (any Error)?) {
            guard let error else {
                self = .shown
                return
            }
            let code = (error as NSError).code
            guard error is CXErrorCodeIncomingCallError else {
                self = .refused(code: code)
                return
            }
            switch code {
            case 2: self = .alreadyShown  // callUUIDAlreadyExists
            // filteredByDoNotDisturb, …ByBlockList, …DuringRestrictedSharingMode, …BySensitiveParticipants
            case 3, 4, 5, 7: self = .filtered
            default: self = .refused(code: code)
            }
        }
    }

    extension CallRequest {
        @MainActor var action: CXCallAction {
            switch self {
            case .start(let callId, let update):
                let start = CXStartCallAction(call: callId, handle: CXHandle(update.handle))
                start.isVideo = update.hasVideo
                start.contactIdentifier = nil
                return start
            case .answer(let callId): return CXAnswerCallAction(call: callId)
            case .end(let callId): return CXEndCallAction(call: callId)
            case .mute(let callId, let isMuted): return CXSetMutedCallAction(call: callId, muted: isMuted)
            case .hold(let callId, let isHeld): return CXSetHeldCallAction(call: callId, onHold: isHeld)
            }
        }
    }
#endif
