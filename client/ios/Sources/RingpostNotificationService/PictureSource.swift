#if os(iOS) || os(Linux)
    import Foundation

    #if canImport(FoundationNetworking)
        import FoundationNetworking
    #endif

    /// Where the extension gets pictures from.
    public protocol PictureSource: Sendable {
        /// - Returns: a file of the caller's, whose extension says its type.
        func file(from url: URL, limitBytes: Int) async throws -> URL
    }

    /// A picture that iOS cannot show: not found, too large, or of a type that it does not know.
    public struct PictureIsUnusable: Error, Sendable {
        public init() {}
    }

    /// Downloads to a file. The memory of an extension is about 24 MB, so nothing is decoded here.
    public struct URLSessionPictures: PictureSource {
        public init() {}

        public func file(from url: URL, limitBytes: Int) async throws -> URL {
            let request = URLRequest(url: url, timeoutInterval: 20)
            let (file, response) = try await URLSession.shared.download(for: request)
            let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
            guard let response = response as? HTTPURLResponse, response.statusCode == 200,
                let size, size <= limitBytes, let type = Self.fileType(of: response, url)
            else {
                try? FileManager.default.removeItem(at: file)
                throw PictureIsUnusable()
            }
            let named = file.deletingLastPathComponent().appendingPathComponent("\(UUID().uuidString).\(type)")
            try FileManager.default.moveItem(at: file, to: named)
            return named
        }

        /// The types of `UNNotificationAttachment` that are pictures.
        static let types = ["image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"]

        private static func fileType(of response: HTTPURLResponse, _ url: URL) -> String? {
            if let type = response.mimeType.flatMap({ types[$0.lowercased()] }) { return type }
            let named = url.pathExtension.lowercased()
            return ["jpg", "jpeg", "png", "gif"].contains(named) ? named : nil
        }
    }
#endif
