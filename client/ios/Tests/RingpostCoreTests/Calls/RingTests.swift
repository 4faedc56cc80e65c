import Foundation
import Testing

@testable import RingpostCore

@Suite struct RingTests {
    func read(_ payload: [AnyHashable: Any]) -> RingReading {
        RingReading(voipPayload: payload, arrivedAt: noon, unknownCaller: "Unknown")
    }

    @Test func everythingThatCallKitShowsComesFromThePayloadAlone() {
        // Act
        let reading = read(voipPayload())

        // Assess
        let update = CallUpdate(
            handle: CallHandle(type: .phoneNumber, value: "8613800000000"), callerName: "Alice", hasVideo: true,
            supportsHolding: false)
        #expect(
            reading
                == .ring(
                    Ring(
                        callId: callId(), update: update, expiresAt: noon.addingTimeInterval(60),
                        ticket: "ticket-of-the-ring", ext: ["room": 7])))
    }

    @Test func fieldsOfAnotherShapeFallBackOneByOne() {
        // Act
        let reading = read(
            voipPayload(changing: ["handle": "alice", "callerName": 5, "hasVideo": "yes", "expiresAt": nil, "ticket": ""]))

        // Assess
        let update = CallUpdate(handle: CallHandle(value: "Unknown"), callerName: "Unknown", supportsHolding: false)
        #expect(
            reading
                == .ring(Ring(callId: callId(), update: update, expiresAt: noon.addingTimeInterval(60), ext: ["room": 7])))
    }

    @Test(arguments: [-3_600.0, -600, 0, 600, 3_600])
    func theRingTimeCountsFromTheArrivalWhateverThePhonesClockShows(errorSeconds: TimeInterval) {
        // Prepare
        let arrivedAt = noon.addingTimeInterval(errorSeconds)

        // Act
        let reading = RingReading(
            voipPayload: voipPayload(changing: ["expiresAt": 1_795_780_845]), arrivedAt: arrivedAt, unknownCaller: "Unknown")

        // Assess
        #expect(reading.ring.expiresAt == arrivedAt.addingTimeInterval(45))
    }

    @Test func aRingWithoutItsTimesRingsForAMinute() {
        for missing in ["sentAt", "expiresAt"] {
            #expect(read(voipPayload(changing: [missing: nil])).ring.expiresAt == noon.addingTimeInterval(60), "\(missing)")
        }
    }

    @Test func aNumberDoesNotCountAsABool() {
        #expect(read(voipPayload(changing: ["hasVideo": 1])).ring.update.hasVideo == false)
    }

    @Test func thePhoneNumberStandsInForAMissingName() {
        #expect(read(voipPayload(changing: ["callerName": nil])).ring.update.callerName == "8613800000000")
    }

    @Test func aPushOfAnotherShapeIsACallToReportAndToEnd() {
        let payloads: [[AnyHashable: Any]] = [
            [:], ["callId": 1], ["callId": "no UUID"], ["when": Date()], [1: "a key that is not text"],
        ]
        for payload in payloads {
            // Act
            let reading = read(payload)

            // Assess
            guard case .unreadable(let ring, _) = reading else {
                Issue.record("it was read: \(reading)")
                continue
            }
            #expect(ring.update == CallUpdate(handle: CallHandle(value: "Unknown"), callerName: "Unknown"))
        }
    }
}
