import Foundation

/// One request to the API, with the type of its answer. Each of them can be sent again and changes nothing more: a message and
/// a call have an idempotency key, the same word on a call by the same device is taken once, and the others say how it shall be.
struct Endpoint<Answer: Decodable & Sendable>: Sendable {
    var method: String
    /// Not encoded yet, such as `["v1", "devices", deviceId]`.
    var path: [String]
    var query: [String: String] = [:]
    var headers: [String: String] = [:]
    var body: (any Encodable & Sendable)?
    var needsLogin = true

    func url(at base: URL) -> URL? {
        var text = base.absoluteString
        while text.hasSuffix("/") { text.removeLast() }
        for segment in path { text += "/" + Self.pathID(segment) }
        if !query.isEmpty {
            text += "?" + query.sorted { $0.key < $1.key }
                .map { "\(Self.encode($0.key))=\(Self.encode($0.value))" }.joined(separator: "&")
        }
        return URL(string: text)
    }

    /// API Gateway decodes a path before it looks for the route, so an ID with other characters is written `~` and the
    /// base64url of its UTF-8 (docs/api.md, "IDs in paths").
    private static func pathID(_ id: String) -> String {
        let isPlain = id != "." && id != ".." && !id.isEmpty && id.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x3A, 0x40, 0x5F].contains(byte)
        }
        if isPlain { return id }
        return "~" + Data(id.utf8).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    /// Everything but the unreserved characters of RFC 3986 is percent-encoded.
    private static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            let isUnreserved =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
            return isUnreserved ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
        }.joined()
    }
}

/// Answer without a body.
struct Nothing: Decodable, Sendable {}
