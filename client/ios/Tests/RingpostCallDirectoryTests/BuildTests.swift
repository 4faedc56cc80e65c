import RingpostCallDirectory
import Testing

@Test func theModuleBringsTheCoreWithIt() {
    #expect(CallID() != CallID())
}
