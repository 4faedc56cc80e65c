import Foundation

@testable import RingpostCore

/// Makes JSON that a schema of the API allows.
struct ExampleMaker {
    enum Extent {
        /// What is required.
        case minimal
        /// Every field.
        case full
        /// Each optional field by chance.
        case random
    }

    let document: OpenAPIDocument
    let extent: Extent
    var random: SeededRandom

    init(document: OpenAPIDocument, extent: Extent, seed: UInt64 = 1) {
        self.document = document
        self.extent = extent
        random = SeededRandom(seed: seed)
    }

    mutating func example(of schema: JSON, name: String = "") throws -> JSON {
        let schema = try document.resolved(schema)
        if let value = schema["const"] { return value }
        if case .array(let values) = schema["enum"] { return pick(values) }
        if let variants = variants(of: schema) { return try example(of: pick(variants), name: name) }
        switch schema["type"]?.stringValue {
        case "object": return try object(schema)
        case "array": return .array(try (0..<count()).map { _ in try example(of: schema["items"] ?? [:], name: name) })
        case "string": return .string(try text(schema, name: name))
        case "integer": return .int(Int64(max(schema["minimum"]?.doubleValue ?? 0, 0)) + 1)
        case "number": return .double(0.5)
        case "boolean": return .bool(Bool.random(using: &random))
        // Any JSON, such as `ext`.
        case nil: return ["any": [1, "two", 3.5, true]]
        case let other: throw OpenAPIDocument.NoSuchThing(description: "no example of type \(other ?? "")")
        }
    }

    /// The schemas of which a value has one; `null` counts as leaving the field out.
    func variants(of schema: JSON) -> [JSON]? {
        guard case .array(let variants) = schema["anyOf"] ?? schema["oneOf"] else { return nil }
        return variants.filter { $0["type"]?.stringValue != "null" }
    }

    private mutating func object(_ schema: JSON) throws -> JSON {
        var members: [String: JSON] = [:]
        if case .object(let properties) = schema["properties"] {
            var required: [JSON] = []
            if case .array(let names) = schema["required"] { required = names }
            for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
                // The kit uses the first name of each field.
                if case .object(let field) = property, field["x-alias-of"] != nil { continue }
                if required.contains(.string(name)) || wants(optional: name) {
                    members[name] = try example(of: property, name: name)
                }
            }
        }
        if case .object = schema["additionalProperties"], let values = schema["additionalProperties"] {
            // Names of languages, tokens, reasons and variables alike.
            for name in ["alert", "voip"].prefix(count()) { members[name] = try example(of: values, name: name) }
        }
        return .object(try oneRecipient(members))
    }

    /// `to` takes one of three fields, which no schema says.
    private mutating func oneRecipient(_ members: [String: JSON]) throws -> [String: JSON] {
        let names = ["userId", "userIds", "groupId"]
        guard let first = names.first(where: { members[$0] != nil }), members.keys.allSatisfy(names.contains) else {
            return members
        }
        return [first: members[first] ?? .null]
    }

    private mutating func wants(optional name: String) -> Bool {
        switch extent {
        case .minimal: name == "userId"
        case .full: true
        case .random: Bool.random(using: &random) || name == "userId"
        }
    }

    private mutating func count() -> Int {
        switch extent {
        case .minimal: 0
        case .full: 2
        case .random: Int.random(in: 0...2, using: &random)
        }
    }

    private mutating func pick(_ values: [JSON]) -> JSON {
        extent == .random ? values.randomElement(using: &random) ?? .null : values.first ?? .null
    }

    private func text(_ schema: JSON, name: String) throws -> String {
        if schema["format"]?.stringValue == "date-time" { return "2026-11-30T12:00:00.250Z" }
        guard let pattern = schema["pattern"]?.stringValue else { return "some \(name)" }
        let expression = try Regex(pattern)
        guard let sample = Self.samples.first(where: { $0.contains(expression) }) else {
            throw OpenAPIDocument.NoSuchThing(description: "no sample in ExampleMaker matches \(pattern)")
        }
        return sample
    }

    private static let samples = [
        "0b0f2a8e-6c1d-4f5e-9a37-2f1f0c9b7d11", "c0ffee00c0ffee00c0ffee00c0ffee00", "com.example.ringpost",
        "https://example.com/a.png", "22:00", "user:alice", "CN", "zh-Hans", "alice",
    ]
}
