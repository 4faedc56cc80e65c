import SimulatedPhone

open class PKPushRegistry: NSObject {
    public weak var delegate: (any PKPushRegistryDelegate)?
    private let queue: DispatchQueue
    private var tokens: [PKPushType: Data] = [:]
    private var pushes = 0

    /// nil is the main queue, as Apple documents it.
    public init(queue: DispatchQueue?) {
        self.queue = queue ?? .main
        super.init()
        SimulatedPhone.current.install(self, as: "PKPushRegistry")
    }

    /// Assigning registers with APNs. The token comes later, by `updateToken` of the test.
    public var desiredPushTypes: Set<PKPushType>?

    public func pushToken(for type: PKPushType) -> Data? { tokens[type] }
}

// What the system does to the app. Tests reach it by `@_spi(Host) import PushKit`.
@_spi(Host) extension PKPushRegistry {
    /// The registry that the app has made last, nil when it keeps none.
    public static var live: PKPushRegistry? { SimulatedPhone.current.part("PKPushRegistry") as? PKPushRegistry }

    /// Gives the app a token of a type that it has asked for.
    public func updateToken(_ token: Data, for type: PKPushType = .voIP) {
        guard desiredPushTypes?.contains(type) == true else { return }
        tokens[type] = token
        let registry = Carried(self)
        SimulatedPhone.current.deliver(on: queue) {
            let registry = registry.value
            registry.delegate?.pushRegistry(
                registry, didUpdate: PKPushCredentials(type: type, token: token), for: type)
        }
    }

    public func invalidateToken(for type: PKPushType = .voIP) {
        tokens[type] = nil
        let registry = Carried(self)
        SimulatedPhone.current.deliver(on: queue) {
            registry.value.delegate?.pushRegistry(registry.value, didInvalidatePushTokenFor: type)
        }
    }

    /// Delivers a VoIP push and enforces Apple's rule on it.
    /// - Parameter mustReport: what iOS 26.4 says in its metadata; older systems demand every report.
    public func deliver(_ payload: [AnyHashable: Any], mustReport: Bool = true) {
        pushes += 1
        let delivery = Delivery(
            number: pushes, registry: self, payload: PKPushPayload(type: .voIP, dictionaryPayload: payload),
            mustReport: mustReport)
        SimulatedPhone.current.deliver(on: queue) { delivery.start() }
    }
}

/// One push on its way through the delegate's methods, the newest form first.
private final class Delivery: @unchecked Sendable {
    let number: Int
    let registry: PKPushRegistry
    let payload: PKPushPayload
    let mustReport: Bool
    let phone = SimulatedPhone.current
    private var reportsBefore = 0

    init(number: Int, registry: PKPushRegistry, payload: PKPushPayload, mustReport: Bool) {
        self.number = number
        self.registry = registry
        self.payload = payload
        self.mustReport = mustReport
    }

    private var hasMetadata: Bool { phone.behaviour.systemVersion >= (26, 4) }

    func start() {
        phone.record(.pushDelivered(number))
        guard let delegate = registry.delegate else { return phone.kill(.noPushDelegate(number)) }
        reportsBefore = phone.reports
        let metadata = PKVoIPPushMetadata(mustReport: mustReport)
        if hasMetadata {
            let done = handler()
            delegate.pushRegistry(
                registry, didReceiveIncomingVoIPPushWith: payload, metadata: metadata,
                withCompletionHandler: { done.call() })
            if wasTaken(done) { return returned(mustReport: mustReport) }
        }
        let done = handler()
        delegate.pushRegistry(
            registry, didReceiveIncomingPushWith: payload, for: .voIP, completion: { done.call() })
        if wasTaken(done) { return returned(mustReport: true) }

        phone.begin()
        let carried = Carried(delegate)
        Task {
            await self.callAsyncForms(of: carried)
            self.phone.finish()
        }
    }

    /// As a main-actor delegate sees it: on Apple's systems, too, the async forms run wherever they are isolated.
    private func callAsyncForms(of delegate: Carried<any PKPushRegistryDelegate>) async {
        if hasMetadata {
            await delegate.value.pushRegistry(
                registry, didReceiveIncomingVoIPPushWith: payload,
                metadata: PKVoIPPushMetadata(mustReport: mustReport))
            if !phone.takeUnimplemented() { return finishedAsync(mustReport: mustReport) }
        }
        await delegate.value.pushRegistry(registry, didReceiveIncomingPushWith: payload, for: .voIP)
        if !phone.takeUnimplemented() { return finishedAsync(mustReport: true) }
        phone.kill(.pushNotImplemented(number))
    }

    private func finishedAsync(mustReport: Bool) {
        returned(mustReport: mustReport)
        phone.record(.pushCompleted(number))
    }

    private func returned(mustReport: Bool) {
        phone.record(.pushHandlerReturned(number))
        if mustReport && phone.reports == reportsBefore { phone.kill(.pushNotReported(number)) }
    }

    private var isSilent = false

    private func wasTaken(_ handler: OnceHandler) -> Bool {
        let unimplemented = phone.takeUnimplemented()
        if unimplemented { isSilent = true }
        return !unimplemented
    }

    private func handler() -> OnceHandler {
        isSilent = false
        return OnceHandler(
            first: { [phone, number] in phone.record(.pushCompleted(number)) },
            again: { [phone, number] in phone.record(.pushCompletedAgain(number)) },
            dropped: { [self] in if !isSilent { phone.record(.pushCompletionDropped(number)) } })
    }
}
