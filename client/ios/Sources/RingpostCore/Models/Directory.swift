import Foundation

/// Answer of `GET /v1/call-directory`: what to remove, and then what to add, since a cursor.
public struct DirectoryChanges: Sendable, Hashable, Codable {
    public struct Numbers: Sendable, Hashable, Codable {
        public var add: [String]
        public var remove: [String]

        public init(add: [String] = [], remove: [String] = []) {
            self.add = add
            self.remove = remove
        }
    }

    public struct Entry: Sendable, Hashable, Codable {
        /// E.164 without `+`.
        public var number: String
        public var label: String

        public init(number: String, label: String) {
            self.number = number
            self.label = label
        }
    }

    public struct Entries: Sendable, Hashable, Codable {
        public var add: [Entry]
        public var remove: [String]

        public init(add: [Entry] = [], remove: [String] = []) {
            self.add = add
            self.remove = remove
        }
    }

    public var blocking: Numbers
    public var identification: Entries
    public var cursor: String
    /// False: the lists are the whole directory.
    public var incremental: Bool

    public init(
        blocking: Numbers = Numbers(), identification: Entries = Entries(), cursor: String, incremental: Bool
    ) {
        self.blocking = blocking
        self.identification = identification
        self.cursor = cursor
        self.incremental = incremental
    }
}

/// Body of `PUT /v1/call-directory/{number}`: a label, or blocked.
public struct DirectoryWord: Sendable, Hashable, Codable {
    public var label: String?
    public var blocked: Bool?

    public static func named(_ label: String) -> DirectoryWord { DirectoryWord(label: label, blocked: nil) }
    public static let blocked = DirectoryWord(label: nil, blocked: true)
}

public struct DirectoryNumber: Sendable, Hashable, Codable {
    /// E.164 without `+`.
    public var number: String
    public var label: String?
    public var blocked: Bool?
}
