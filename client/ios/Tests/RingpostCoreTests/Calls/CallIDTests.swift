import Foundation
import RingpostCore
import Testing

@Test func callIDsAreComparedAsUUIDsNotAsText() {
    #expect(CallID(uuidString: "0B0F2A8E-6C1D-4F5E-9A37-2F1F0C9B7D11") == CallID(uuidString: "0b0f2a8e-6c1d-4f5e-9a37-2f1f0c9b7d11"))
}
