import Foundation

@testable import RingpostCore

/// `docs/openapi.json` of the repository.
struct OpenAPIDocument {
    struct NoSuchThing: Error, CustomStringConvertible { let description: String }

    /// A request or an answer of the API.
    struct Content {
        /// Such as `PUT /v1/profile`.
        let route: String
        /// `request`, or the status of the answer.
        let part: String
        let schema: JSON

        var name: String { "\(route) \(part)" }
    }

    let root: JSON

    init() throws {
        // …/client/ios/Tests/RingpostCoreTests/Support/OpenAPIDocument.swift
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<6 { folder.deleteLastPathComponent() }
        root = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: folder.appendingPathComponent("docs/openapi.json")))
    }

    /// Every body that the routes of app users take or give.
    func contents() throws -> [Content] {
        var contents: [Content] = []
        for (path, operations) in try members(root["paths"]) where !path.hasPrefix("/v1/server/") {
            for (method, operation) in try members(operations) where operation["responses"] != nil {
                let route = "\(method.uppercased()) \(path)"
                if let schema = schema(in: operation["requestBody"]) {
                    contents.append(Content(route: route, part: "request", schema: schema))
                }
                for (status, response) in try members(operation["responses"]) where status.hasPrefix("2") {
                    guard let schema = schema(in: response) else { continue }
                    contents.append(Content(route: route, part: status, schema: schema))
                }
            }
        }
        return contents.sorted { $0.name < $1.name }
    }

    /// Follows a `$ref` within the document.
    func resolved(_ schema: JSON) throws -> JSON {
        guard let reference = schema["$ref"]?.stringValue else { return schema }
        var found: JSON? = root
        for name in reference.split(separator: "/").dropFirst() { found = found?[String(name)] }
        guard let found else { throw NoSuchThing(description: "\(reference) leads nowhere") }
        return try resolved(found)
    }

    private func schema(in body: JSON?) -> JSON? { body.flatMap { try? resolved($0) }?["content"]?["application/json"]?["schema"] }

    private func members(_ value: JSON?) throws -> [(key: String, value: JSON)] {
        guard case .object(let members) = value else { throw NoSuchThing(description: "there is no object: \(String(describing: value))") }
        return members.sorted { $0.key < $1.key }
    }
}
