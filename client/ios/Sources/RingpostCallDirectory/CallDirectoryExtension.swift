#if os(iOS) || os(Linux)
    import CallKit
    import RingpostCore

    /// Loads the user's numbers into CallKit, only what has changed where iOS allows it.
    ///
    /// Subclass it in the Call Directory extension, and override `store` with the folder that the app's `CallDirectorySync`
    /// writes to.
    open class CallDirectoryExtension: CXCallDirectoryProvider {
        /// The folder of the App Group. nil: there is none, and nothing can be loaded.
        open var store: (any KeptStore)? { nil }

        open override func beginRequest(with context: CXCallDirectoryExtensionContext) {
            context.delegate = self
            guard let store, let file = try? CallDirectoryFile.load(from: store) else {
                // Before the first unlock, or without an App Group. What iOS has loaded stays.
                context.cancelRequest(withError: CallDirectoryIsClosed())
                return
            }
            let steps = CallDirectoryLoad.steps(
                for: file, loadedVersion: CallDirectoryLoad.loadedVersion(in: store),
                isIncremental: context.isIncremental)
            for batch in steps.batches(of: 1_000) {
                withAutoreleasePool { for step in batch { context.take(step) } }
            }
            // Written first: a failure, which takes it back, may come before or after the request is complete.
            try? CallDirectoryLoad.saveLoadedVersion(file.version, in: store)
            context.completeRequest { isExpired in
                if isExpired { Self.forgetLoad(in: store) }
            }
        }

        /// iOS keeps nothing of a load that failed, so the next one has to bring everything.
        fileprivate static func forgetLoad(in store: any KeptStore) {
            try? CallDirectoryLoad.saveLoadedVersion(-1, in: store)
        }
    }

    extension CallDirectoryExtension: CXCallDirectoryExtensionContextDelegate {
        public func requestFailed(
            for extensionContext: CXCallDirectoryExtensionContext, withError error: any Error
        ) {
            if let store { Self.forgetLoad(in: store) }
        }
    }

    /// The extension cannot read the directory: the phone was not unlocked yet, or `store` is nil.
    public struct CallDirectoryIsClosed: Error, Sendable {}

    extension CXCallDirectoryExtensionContext {
        fileprivate func take(_ step: CallDirectoryStep) {
            switch step {
            case .removeAllBlocking: removeAllBlockingEntries()
            case .removeAllIdentification: removeAllIdentificationEntries()
            case .removeBlocking(let number): removeBlockingEntry(withPhoneNumber: number)
            case .removeIdentification(let number): removeIdentificationEntry(withPhoneNumber: number)
            case .addBlocking(let number): addBlockingEntry(withNextSequentialPhoneNumber: number)
            case .addIdentification(let number, let label):
                addIdentificationEntry(withNextSequentialPhoneNumber: number, label: label)
            }
        }
    }

    extension Array {
        fileprivate func batches(of size: Int) -> [ArraySlice<Element>] {
            stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
        }
    }

    /// CallKit makes an object for each number. The memory of an extension is small.
    private func withAutoreleasePool(_ work: () -> Void) {
        #if canImport(ObjectiveC)
            autoreleasepool(invoking: work)
        #else
            work()
        #endif
    }
#endif
