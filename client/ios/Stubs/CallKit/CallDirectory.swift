import SimulatedPhone

public typealias CXCallDirectoryPhoneNumber = Int64

/// Foundation's on Apple's systems.
open class NSExtensionContext: NSObject {
    @_spi(Host) public private(set) var cancellation: (any Error)?
    open func cancelRequest(withError error: any Error) { cancellation = error }
}

public protocol CXCallDirectoryExtensionContextDelegate: NSObjectProtocol {
    func requestFailed(for extensionContext: CXCallDirectoryExtensionContext, withError error: any Error)
}

open class CXCallDirectoryProvider: NSObject {
    public override init() {}
    open func beginRequest(with context: CXCallDirectoryExtensionContext) {}
}

public struct CXErrorCodeCallDirectoryManagerError: CustomNSError, Hashable, Sendable {
    public enum Code: Int, Sendable {
        case unknown = 0
        case noExtensionFound = 1
        case loadingInterrupted = 2
        case entriesOutOfOrder = 3
        case duplicateEntries = 4
        case maximumEntriesExceeded = 5
        case extensionDisabled = 6
        case currentlyLoading = 7
        case unexpectedIncrementalRemoval = 8
    }

    public let code: Code
    public init(_ code: Code) { self.code = code }
    public static let errorDomain = "com.apple.CallKit.error.calldirectorymanager"
    public var errorCode: Int { code.rawValue }
}

/// Takes the entries of one request, and checks them as the system does.
open class CXCallDirectoryExtensionContext: NSExtensionContext {
    public weak var delegate: (any CXCallDirectoryExtensionContextDelegate)?
    public let isIncremental: Bool
    private var store: DirectoryStore
    private var lastBlocked: Int64?
    private var lastNamed: Int64?
    private var failure: CXErrorCodeCallDirectoryManagerError?
    @_spi(Host) public private(set) var completions = 0
    /// What the system keeps when the request has succeeded.
    @_spi(Host) public var result: DirectoryStore? { failure == nil && completions == 1 ? store : nil }
    @_spi(Host) public var error: CXErrorCodeCallDirectoryManagerError? { failure }

    /// - Parameter store: what the system holds. A load that is not incremental begins with nothing.
    @_spi(Host) public init(isIncremental: Bool, store: DirectoryStore) {
        self.isIncremental = isIncremental
        self.store = isIncremental ? store : DirectoryStore()
    }

    public func addBlockingEntry(withNextSequentialPhoneNumber phoneNumber: CXCallDirectoryPhoneNumber) {
        check(phoneNumber, after: &lastBlocked, isKnown: store.blocked.contains(phoneNumber))
        store.blocked.insert(phoneNumber)
    }

    public func addIdentificationEntry(
        withNextSequentialPhoneNumber phoneNumber: CXCallDirectoryPhoneNumber, label: String
    ) {
        check(phoneNumber, after: &lastNamed, isKnown: store.labels[phoneNumber] != nil)
        store.labels[phoneNumber] = label
    }

    public func removeBlockingEntry(withPhoneNumber phoneNumber: CXCallDirectoryPhoneNumber) {
        guard isIncremental else { return fail(.unexpectedIncrementalRemoval) }
        store.blocked.remove(phoneNumber)
    }

    public func removeIdentificationEntry(withPhoneNumber phoneNumber: CXCallDirectoryPhoneNumber) {
        guard isIncremental else { return fail(.unexpectedIncrementalRemoval) }
        store.labels[phoneNumber] = nil
    }

    public func removeAllBlockingEntries() {
        guard isIncremental else { return fail(.unexpectedIncrementalRemoval) }
        store.blocked = []
    }

    public func removeAllIdentificationEntries() {
        guard isIncremental else { return fail(.unexpectedIncrementalRemoval) }
        store.labels = [:]
    }

    /// - Parameter completionHandler: gets whether the system ended the request early.
    open func completeRequest(completionHandler: ((Bool) -> Void)? = nil) {
        completions += 1
        if let failure { delegate?.requestFailed(for: self, withError: failure) }
        completionHandler?(isExpiring)
    }

    /// The system ends the request early.
    @_spi(Host) public var isExpiring = false

    private func check(_ number: Int64, after last: inout Int64?, isKnown: Bool) {
        if let previous = last, number <= previous {
            fail(number == previous ? .duplicateEntries : .entriesOutOfOrder)
        }
        if isKnown { fail(.duplicateEntries) }
        last = number
    }

    private func fail(_ code: CXErrorCodeCallDirectoryManagerError.Code) {
        failure = failure ?? CXErrorCodeCallDirectoryManagerError(code)
    }
}

/// What the system holds of one extension.
public struct DirectoryStore: Equatable, Sendable {
    public var blocked: Set<Int64> = []
    public var labels: [Int64: String] = [:]
    public init() {}
}

open class CXCallDirectoryManager: NSObject {
    public enum EnabledStatus: Int, Sendable {
        case unknown = 0
        case disabled = 1
        case enabled = 2
    }

    private static let shared = Carried(CXCallDirectoryManager())
    public class var sharedInstance: CXCallDirectoryManager { shared.value }

    /// What a reload does; set by a test that plays the system.
    @_spi(Host) public var onReload: (@Sendable (String) throws -> Void)?
    @_spi(Host) public var status = EnabledStatus.enabled

    open func reloadExtension(
        withIdentifier identifier: String, completionHandler completion: (@Sendable ((any Error)?) -> Void)? = nil
    ) {
        let reload = onReload
        let phone = SimulatedPhone.current
        phone.record(.directory("reload \(identifier)"))
        phone.deliver(on: .global()) {
            do {
                try reload?(identifier)
                completion?(nil)
            } catch { completion?(error) }
        }
    }

    open func getEnabledStatusForExtension(
        withIdentifier identifier: String,
        completionHandler completion: @escaping @Sendable (EnabledStatus, (any Error)?) -> Void
    ) {
        let status = status
        SimulatedPhone.current.deliver(on: .global()) { completion(status, nil) }
    }

    open func openSettings(completionHandler completion: (@Sendable ((any Error)?) -> Void)? = nil) {
        SimulatedPhone.current.record(.directory("settings"))
        completion?(nil)
    }
}
