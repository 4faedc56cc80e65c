import Foundation

/// What the receipts ask of the server.
public protocol ReceiptServer: Sendable {
    func sendReceipt(_ receipt: TicketReceipt, ticket: String) async throws(RingpostError)
    func sendReceipts(_ receipts: [Receipt]) async throws(RingpostError) -> RecordedReceipts
}

extension APIClient: ReceiptServer {}

/// Receipts that are not sent yet. They are kept on disk, so they survive the end of the process and hours without a network.
///
/// A receipt goes by the ticket of its push, which needs no login; one without a ticket goes by the user's login, in batches.
public actor ReceiptQueue {
    /// How many are kept. The oldest ones go first.
    static let limit = 500
    /// How long one is worth sending.
    static let longestAgeSeconds: TimeInterval = 3 * 86_400
    static let batch = 100
    static let firstRetrySeconds: TimeInterval = 5
    static let lastRetrySeconds: TimeInterval = 600

    private let server: any ReceiptServer
    private let store: any KeptStore
    private let name: String
    private let identity: DeviceIdentity
    private let clock: any KitClock
    private var waiting: [WaitingReceipt] = []
    private var isLoaded = false
    private var failures = 0
    private var worker: Task<Void, Never>?
    private var retry: Task<Void, Never>?

    /// - Parameter name: of the file. The app and each extension have one of their own.
    public init(
        server: any ReceiptServer, store: any KeptStore, identity: DeviceIdentity, name: String = "ringpost-receipts.json",
        clock: any KitClock = SystemClock()
    ) {
        self.server = server
        self.store = store
        self.identity = identity
        self.name = name
        self.clock = clock
    }

    /// How many receipts wait.
    public var count: Int { waiting.count }

    /// Keeps a receipt, and begins to send. The same event of the same message or call is sent once.
    public func note(_ event: ReceiptEvent, messageId: String, ticket: String?, at: Date) {
        add(WaitingReceipt(messageId: messageId, callId: nil, ticket: ticket, event: event, at: at, uptime: uptime(at)))
    }

    public func note(_ event: ReceiptEvent, callId: CallID, ticket: String?, at: Date) {
        let callId = callId.uuidString.lowercased()
        add(WaitingReceipt(messageId: nil, callId: callId, ticket: ticket, event: event, at: at, uptime: uptime(at)))
    }

    /// Sends what waits: at the start of the app, and when the network is back.
    public func flush() {
        retry?.cancel()
        retry = nil
        if worker == nil { worker = Task { await self.work() } }
    }

    /// - Returns: once everything was tried. An extension waits for it, because its process ends soon.
    public func settle() async {
        if let worker { await worker.value }
    }

    /// What the uptime was at a time that has just passed.
    private func uptime(_ at: Date) -> TimeInterval { clock.uptime() - max(0, clock.now().timeIntervalSince(at)) }

    private func add(_ receipt: WaitingReceipt) {
        load()
        guard !waiting.contains(where: { $0.isSame(as: receipt) }) else { return }
        waiting.append(receipt)
        if waiting.count > Self.limit { waiting.removeFirst(waiting.count - Self.limit) }
        save()
        flush()
    }

    private func work() async {
        load()
        waiting.removeAll { $0.at < clock.now().addingTimeInterval(-Self.longestAgeSeconds) }
        var mayRetry = false
        var tried: [WaitingReceipt] = []
        while let next = waiting.first(where: { receipt in !tried.contains { $0.isSame(as: receipt) } }) {
            let batch = next.ticket == nil ? withoutTicket(tried) : [next]
            tried += batch
            let settled = next.ticket == nil ? await sendByLogin(batch) : await sendByTicket(next)
            waiting.removeAll { receipt in settled.contains { $0.isSame(as: receipt) } }
            if settled.count < batch.count { mayRetry = true }
            save()
        }
        worker = nil
        if mayRetry { retryLater() } else { failures = 0 }
    }

    private func withoutTicket(_ tried: [WaitingReceipt]) -> [WaitingReceipt] {
        Array(
            waiting.filter { receipt in receipt.ticket == nil && !tried.contains { $0.isSame(as: receipt) } }
                .prefix(Self.batch))
    }

    private func retryLater() {
        let wait = min(Self.lastRetrySeconds, Self.firstRetrySeconds * pow(2, Double(failures)))
        failures += 1
        retry = Task { [clock] in
            guard (try? await clock.sleep(seconds: wait)) != nil else { return }
            self.flush()
        }
    }

    // MARK: Sending

    /// - Returns: the receipt, when it needs no further try.
    private func sendByTicket(_ receipt: WaitingReceipt) async -> [WaitingReceipt] {
        guard let ticket = receipt.ticket else { return [] }
        do throws(RingpostError) {
            let ageMs = receipt.ageMs(uptime: clock.uptime())
            try await server.sendReceipt(
                TicketReceipt(event: receipt.event, at: receipt.at, ageMs: ageMs), ticket: ticket)
            return [receipt]
        } catch {
            if error.isTemporary { return [] }
            guard let problem = error.problem, problem.status == 404 else { return [receipt] }
            // A server without this route, or a foreign ticket: the login gives the same answer.
            return await sendByLogin([receipt])
        }
    }

    /// - Returns: those that need no further try.
    private func sendByLogin(_ batch: [WaitingReceipt]) async -> [WaitingReceipt] {
        guard let deviceId = identity.deviceId() else { return [] }
        do throws(RingpostError) {
            let uptime = clock.uptime()
            let answer = try await server.sendReceipts(batch.map { $0.receipt(deviceId: deviceId, uptime: uptime) })
            let now = clock.now()
            // What the server does not know yet it may know in some seconds; what is old it will never know.
            return batch.filter { !answer.unknown.contains($0.id) || $0.at < now.addingTimeInterval(-60) }
        } catch {
            return error.isTemporary || error.problem?.status == 401 ? [] : batch
        }
    }

    // MARK: Keeping

    private func load() {
        if isLoaded { return }
        guard let kept = try? store.loadValue(name, as: [WaitingReceipt].self) ?? [] else { return }
        isLoaded = true
        waiting = kept.map { $0.read(clock) } + waiting.filter { receipt in !kept.contains { $0.isSame(as: receipt) } }
    }

    private func save() {
        // Before the first unlock they are in memory alone.
        if isLoaded { try? store.saveValue(waiting, as: name) }
    }
}

extension ReceiptQueue: CallReceipts {
    public func note(_ event: CallReceiptEvent, of callId: CallID, ticket: String?, at: Date) async {
        note(ReceiptEvent(rawValue: event.rawValue), callId: callId, ticket: ticket, at: at)
    }
}
