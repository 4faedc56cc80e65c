import RingpostKit
import Testing

@Test func theModuleBringsTheCoreWithIt() {
    #expect(CallID() != CallID())
}
