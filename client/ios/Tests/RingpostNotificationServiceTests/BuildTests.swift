import RingpostNotificationService
import Testing

@Test func theModuleBringsTheCoreWithIt() {
    #expect(CallID() != CallID())
}
