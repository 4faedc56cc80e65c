import Foundation

/// ID of a call: the UUID that the API, every push, every event and CallKit share.
public typealias CallID = UUID
