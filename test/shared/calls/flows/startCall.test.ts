import { describe, expect, it } from 'vitest';
import { changeCall } from '../../../../shared/calls/flows/changeCall.ts';
import { type StartCallInput, startCall } from '../../../../shared/calls/flows/startCall.ts';
import { aDevice } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const callId = 'c0ffee00-0000-4000-8000-000000000001';

const input = (changes: Partial<StartCallInput> = {}): StartCallInput => ({
  from: 'alice',
  to: { userIds: ['bob'] },
  callId,
  hasVideo: false,
  timeoutSeconds: 60,
  takesOver: false,
  ...changes,
});

function world() {
  const ports = memoryPorts();
  ports.devices.add(aDevice());
  return ports;
}

describe('a request to call', () => {
  it('rings', async () => {
    // Prepare
    const ports = world();

    // Act
    const result = await startCall(ports, input());

    // Assess
    expect(result).toMatchObject({ call: { callId, state: 'ringing' } });
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('that takes over rings when its predecessor died before it created the call', async () => {
    // Prepare
    const ports = world();

    // Act
    const result = await startCall(ports, input({ takesOver: true }));

    // Assess
    expect(result).toMatchObject({ call: { callId, state: 'ringing' } });
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('that takes over rings no phone twice and returns the state of the call', async () => {
    // Prepare
    const ports = world();
    await startCall(ports, input());
    await changeCall(ports, callId, 'answer', { userId: 'bob', deviceId: 'phone-1' });

    // Act
    const result = await startCall(ports, input({ takesOver: true }));

    // Assess
    expect(result).toMatchObject({ call: { callId, state: 'answered' }, targets: [{ outcome: 'accepted' }] });
    expect(ports.apns.requests).toHaveLength(1);
  });
});
