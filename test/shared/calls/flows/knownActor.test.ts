import { describe, expect, it } from 'vitest';
import { knownActor } from '../../../../shared/calls/flows/knownActor.ts';
import type { CallActor } from '../../../../shared/calls/rules/call.ts';
import { aCall, aCallRecord, aDevice, aParticipant } from '../../../support/factories.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const { callId } = aCall();
const phone = 'E621E1F8-C36C-495A-93FC-0C247A3E6E5F';

async function portsWithPhones(call = aCall()): Promise<MemoryPorts> {
  const ports = memoryPorts();
  ports.devices.add(aDevice({ deviceId: phone }), aDevice({ userId: 'eve', deviceId: 'eve-1' }));
  await ports.calls.create(aCallRecord(call));
  return ports;
}

describe('the actor on a call', () => {
  it.each<[string, CallActor, CallActor]>([
    ['with a registered device', { userId: 'bob', deviceId: phone }, { userId: 'bob', deviceId: phone }],
    ['with its ID in lower case', { userId: 'bob', deviceId: phone.toLowerCase() }, { userId: 'bob', deviceId: phone }],
    ['without naming a device', { userId: 'bob' }, { userId: 'bob' }],
  ])('%s is known', async (_how, given, expected) => {
    // Prepare
    const ports = await portsWithPhones();

    // Act
    const known = await knownActor(ports, callId, given);

    // Assess
    expect(known).toMatchObject({ actor: expected, record: { call: { callId } } });
  });

  it.each([
    ['with a device that is not registered', { userId: 'bob', deviceId: 'nonsense' }, 'unknown_device'],
    ["with another user's device", { userId: 'bob', deviceId: 'eve-1' }, 'unknown_device'],
    ['outside the call', { userId: 'eve', deviceId: 'eve-1' }, 'unknown_call'],
    ['outside the call, without a device', { userId: 'eve', deviceId: 'nonsense' }, 'unknown_call'],
  ])('%s is refused', async (_how, given, refusal) => {
    // Prepare
    const ports = await portsWithPhones();

    // Act
    const known = await knownActor(ports, callId, given);

    // Assess
    expect(known).toMatchObject({ refusal });
  });

  it('can end the call on the device that answered it, even after that device logged out', async () => {
    // Prepare
    const answeredBy = { userId: 'bob', deviceId: 'gone' };
    const ports = await portsWithPhones(aCall({ participants: [aParticipant({ state: 'answered', answeredBy })] }));

    // Act
    const known = await knownActor(ports, callId, { userId: 'bob', deviceId: 'gone' });

    // Assess
    expect(known).toMatchObject({ actor: answeredBy });
  });
});
