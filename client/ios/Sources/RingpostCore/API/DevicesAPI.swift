extension APIClient {
    /// Registers this device for the user, or says what has changed of it. Its tokens move here from their former device.
    public func register(_ device: DeviceBody, deviceId: String) async throws(RingpostError) -> RegisteredDevice {
        try await send(Endpoint(method: "PUT", path: ["v1", "devices", deviceId], body: device))
    }

    public func devices() async throws(RingpostError) -> DeviceList {
        try await send(Endpoint(method: "GET", path: ["v1", "devices"]))
    }

    /// Logs the device out: nothing is pushed to it any more.
    public func logOut(deviceId: String) async throws(RingpostError) {
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: ["v1", "devices", deviceId]))
    }

    /// Says that a token is invalid, as PushKit does by `didInvalidatePushTokenFor`.
    public func removeToken(_ kind: TokenKind, deviceId: String) async throws(RingpostError) {
        let path = ["v1", "devices", deviceId, "tokens", kind.rawValue]
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: path))
    }

    /// Says by which token a Live Activity on this device is updated. It goes with the device, or after twelve hours.
    public func registerActivity(
        _ activityId: String, token: DeviceBody.Token, deviceId: String
    ) async throws(RingpostError) {
        let path = ["v1", "devices", deviceId, "activities", activityId]
        let _: Nothing = try await send(Endpoint(method: "PUT", path: path, body: token))
    }

    /// Says that a Live Activity has ended.
    public func removeActivity(_ activityId: String, deviceId: String) async throws(RingpostError) {
        let path = ["v1", "devices", deviceId, "activities", activityId]
        let _: Nothing = try await send(Endpoint(method: "DELETE", path: path))
    }

    @discardableResult
    public func setPresence(_ presence: PresenceBody, deviceId: String) async throws(RingpostError) -> Presence {
        try await send(Endpoint(method: "PUT", path: ["v1", "devices", deviceId, "presence"], body: presence))
    }

    public func health() async throws(RingpostError) -> Health {
        try await send(Endpoint(method: "GET", path: ["v1", "health"], needsLogin: false))
    }
}
