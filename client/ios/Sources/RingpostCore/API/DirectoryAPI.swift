extension APIClient {
    /// What has changed in the user's directory since a cursor; without one, all of it.
    public func directoryChanges(since cursor: String?) async throws(RingpostError) -> DirectoryChanges {
        let query = cursor.map { ["since": $0] } ?? [:]
        return try await send(Endpoint(method: "GET", path: ["v1", "call-directory"], query: query))
    }

    /// Names or blocks a number.
    /// - Parameter territory: ISO 3166, two capitals: where the number is dialled as it is written.
    @discardableResult public func setDirectoryNumber(
        _ number: String, _ word: DirectoryWord, territory: String? = nil
    ) async throws(RingpostError) -> DirectoryNumber {
        let path = ["v1", "call-directory", number]
        return try await send(Endpoint(method: "PUT", path: path, query: query(territory: territory), body: word))
    }

    public func removeDirectoryNumber(_ number: String, territory: String? = nil) async throws(RingpostError) {
        let path = ["v1", "call-directory", number]
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: path, query: query(territory: territory)))
    }

    private func query(territory: String?) -> [String: String] { territory.map { ["territory": $0] } ?? [:] }
}
