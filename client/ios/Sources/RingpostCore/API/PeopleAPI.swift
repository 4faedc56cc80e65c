extension APIClient {
    public func profile() async throws(RingpostError) -> Profile {
        try await send(Endpoint(method: "GET", path: ["v1", "profile"]))
    }

    /// Replaces all of the profile.
    @discardableResult public func setProfile(_ profile: Profile) async throws(RingpostError) -> Profile {
        try await send(Endpoint(method: "PUT", path: ["v1", "profile"], body: profile))
    }

    public func settings(of conversation: ConversationID) async throws(RingpostError) -> ConversationSettings {
        try await send(Endpoint(method: "GET", path: ["v1", "conversations", conversation.rawValue, "settings"]))
    }

    @discardableResult public func setSettings(
        _ settings: ConversationSettings, of conversation: ConversationID
    ) async throws(RingpostError) -> ConversationSettings {
        let path = ["v1", "conversations", conversation.rawValue, "settings"]
        return try await send(Endpoint(method: "PUT", path: path, body: ConversationSettingsBody(settings)))
    }

    /// Erases all that is stored of the user. It is done within a minute. Sign the user out first: a device that is registered
    /// again starts over.
    @discardableResult public func eraseMe() async throws(RingpostError) -> Erasure {
        try await send(Endpoint(method: "DELETE", path: ["v1", "me"]))
    }

    public func blocks(cursor: String? = nil) async throws(RingpostError) -> BlockList {
        try await send(Endpoint(method: "GET", path: ["v1", "blocks"], query: query(cursor: cursor)))
    }

    public func block(userId: String) async throws(RingpostError) {
        let _: Nothing = try await send(Endpoint(method: "PUT", path: ["v1", "blocks", userId]))
    }

    public func unblock(userId: String) async throws(RingpostError) {
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: ["v1", "blocks", userId]))
    }

    public func group(_ groupId: String) async throws(RingpostError) -> Group {
        try await send(Endpoint(method: "GET", path: ["v1", "groups", groupId]))
    }

    /// Makes the group, which the user then owns, or renames it and changes the settings that are not nil.
    @discardableResult public func setGroup(
        _ groupId: String, name: String, settings: GroupSettings = GroupSettings()
    ) async throws(RingpostError) -> Group {
        let body = GroupBody(name: name, settings: settings)
        return try await send(Endpoint(method: "PUT", path: ["v1", "groups", groupId], body: body))
    }

    public func deleteGroup(_ groupId: String) async throws(RingpostError) {
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: ["v1", "groups", groupId]))
    }

    public func members(of groupId: String, cursor: String? = nil) async throws(RingpostError) -> MemberList {
        let path = ["v1", "groups", groupId, "members"]
        return try await send(Endpoint(method: "GET", path: path, query: query(cursor: cursor)))
    }

    @discardableResult public func addMember(
        _ userId: String, to groupId: String, card: String? = nil
    ) async throws(RingpostError) -> Member {
        let path = ["v1", "groups", groupId, "members", userId]
        return try await send(Endpoint(method: "PUT", path: path, body: MemberBody(card: card)))
    }

    public func removeMember(_ userId: String, from groupId: String) async throws(RingpostError) {
        let path = ["v1", "groups", groupId, "members", userId]
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: path))
    }

    func query(cursor: String?) -> [String: String] { cursor.map { ["cursor": $0] } ?? [:] }
}
