#if os(iOS) || os(Linux)
    import Foundation

    /// Which of the system's call screens the app uses.
    public enum CallSystem: Sendable, Hashable {
        case callKit
        /// From iOS 17.4 on.
        case liveCommunicationKit
        /// The app has no VoIP token, so Ringpost rings it by time-sensitive alerts.
        case alerts

        /// App Review refuses CallKit in mainland China. A phone that does not say where it is may be there.
        /// - Parameters:
        ///   - territory: ISO 3166 code of the storefront or, where the app does not ask for it, of the phone's region.
        ///   - isInChina: what to use there. Apple has published no rule that allows LiveCommunicationKit.
        public static func recommended(
            territory: String? = Locale.current.region?.identifier, isInChina: CallSystem = .alerts
        ) -> CallSystem {
            switch territory?.uppercased() {
            case nil, "", "CN", "CHN": isInChina
            default: .callKit
            }
        }
    }
#endif
