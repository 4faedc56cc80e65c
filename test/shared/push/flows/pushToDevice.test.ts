import { describe, expect, it } from 'vitest';
import { apnsHeaders } from '../../../../shared/apns/rules/pushTypes.ts';
import type { Device, DeviceToken } from '../../../../shared/devices/rules/device.ts';
import { pushToDevice } from '../../../../shared/push/flows/pushToDevice.ts';
import type { DevicePush } from '../../../../shared/push/rules/devicePush.ts';
import { aDevice, appId, aToken, startMs } from '../../../support/factories.ts';
import { accepts, doesNotAnswer, hasNoCredential, rejects } from '../../../support/memory/fakeApns.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const badDeviceToken = rejects(400, 'BadDeviceToken');
const registeredAtMs = startMs - 60_000;

/** Ports that know the device, and a push to its alert token. */
function prepare(token: Partial<DeviceToken>): { ports: MemoryPorts; push: DevicePush; device: Device } {
  const ports = memoryPorts();
  const alert = aToken('A', token);
  const device = aDevice({ tokens: { alert, voip: aToken('V') } });
  ports.devices.add(device);
  const push: DevicePush = {
    target: { userId: 'bob', deviceId: 'phone-1', kind: 'alert' },
    device,
    token: alert,
    headers: apnsHeaders(appId, 'alert', apnsId, startMs),
    payload: { aps: { alert: 'hi' } },
    deadlineMs: startMs + 8000,
  };
  return { ports, push, device };
}

async function tokensIn({ devices }: MemoryPorts): Promise<Device['tokens']> {
  return (await devices.find('bob', 'phone-1'))?.tokens ?? {};
}
const environmentsOf = ({ apns }: MemoryPorts) => apns.requests.map(({ environment }) => environment);

describe('a push to one target', () => {
  it.each([
    ['production', 'production'],
    ['development', 'development'],
    ['auto', 'production'],
  ] as const)('whose token is of environment %s goes complete to the %s host', async (environment, host) => {
    // Prepare
    const { ports, push } = prepare({ environment });

    // Act
    const result = await pushToDevice(ports, push);

    // Assess
    expect(ports.apns.requests).toEqual([
      {
        appId,
        environment: host,
        deviceToken: push.token.token,
        headers: push.headers,
        payload: push.payload,
        deadlineMs: push.deadlineMs,
      },
    ]);
    expect(result).toEqual({
      outcome: { kind: 'accepted', status: 200, apnsId },
      verdict: { next: 'done', closeConnection: false, resends: 0 },
      environment: host,
    });
  });

  it.each(['production', 'development', 'auto'] as const)(
    'that is accepted proves the environment: %s',
    async (said) => {
      // Prepare
      const { ports, push } = prepare({ environment: said });

      // Act
      await pushToDevice(ports, push);

      // Assess
      const environment = said === 'development' ? 'development' : 'production';
      expect(await tokensIn(ports)).toEqual({
        alert: { ...push.token, environment, state: 'proven' },
        voip: aToken('V'),
      });
    },
  );

  it('writes nothing about a token proven before', async () => {
    // Prepare
    const { ports, push } = prepare({ state: 'proven' });
    ports.devices.markToken = () => Promise.reject(new Error('not needed'));

    // Act
    const { verdict } = await pushToDevice(ports, push);

    // Assess
    expect(verdict.next).toBe('done');
  });
});

describe('a token that the host does not know', () => {
  it.each([
    ['production', 'development'],
    ['development', 'production'],
    ['auto', 'development'],
  ] as const)(
    'and that is registered for %s is tried on %s with the same apns-id, and proven there',
    async (said, other) => {
      // Prepare
      const { ports, push } = prepare({ environment: said });
      ports.apns.will(badDeviceToken, accepts);

      // Act
      const { outcome, environment } = await pushToDevice(ports, push);

      // Assess
      expect({ kind: outcome.kind, environment }).toEqual({ kind: 'accepted', environment: other });
      expect(environmentsOf(ports)).toEqual([said === 'auto' ? 'production' : said, other]);
      expect(ports.apns.apnsIds).toEqual([apnsId, apnsId]);
      expect((await tokensIn(ports)).alert).toEqual({ ...push.token, environment: other, state: 'proven' });
    },
  );

  it('is quarantined when the other host does not know it either', async () => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(badDeviceToken, badDeviceToken);

    // Act
    const { outcome, environment } = await pushToDevice(ports, push);

    // Assess
    expect({ kind: outcome.kind, environment }).toEqual({ kind: 'rejected', environment: 'development' });
    expect((await tokensIn(ports)).alert).toEqual({ ...push.token, state: 'quarantined' });
    expect(ports.apns.requests).toHaveLength(2);
  });

  it('is quarantined at once when its environment was proven', async () => {
    // Prepare
    const { ports, push } = prepare({ environment: 'production', state: 'proven' });
    ports.apns.will(badDeviceToken);

    // Act
    await pushToDevice(ports, push);

    // Assess
    expect(environmentsOf(ports)).toEqual(['production']);
    expect((await tokensIn(ports)).alert).toEqual({ ...push.token, state: 'quarantined' });
  });

  it.each([
    ['does not answer', doesNotAnswer('maybe'), 'retry_later'],
    ['has trouble', rejects(503, 'ServiceUnavailable'), 'retry_later'],
    ['refuses the topic', rejects(400, 'DeviceTokenNotForTopic'), 'fix'],
  ] as const)('is kept and tried on the other host first next time, when that host %s', async (_what, answer, next) => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(badDeviceToken, answer);

    // Act
    const { verdict } = await pushToDevice(ports, push);

    // Assess
    expect(verdict.next).toBe(next);
    expect((await tokensIn(ports)).alert).toEqual({ ...push.token, environment: 'development' });
  });

  it('costs one extra request ever: the next push goes to the other host at once', async () => {
    // Prepare
    const { ports, push, device } = prepare({ environment: 'production' });
    ports.apns.will(badDeviceToken, doesNotAnswer('maybe'));
    await pushToDevice(ports, push);
    const { alert = push.token } = await tokensIn(ports);

    // Act
    await pushToDevice(ports, { ...push, device: { ...device, tokens: { alert } }, token: alert });

    // Assess
    expect(environmentsOf(ports)).toEqual(['production', 'development', 'development']);
    expect((await tokensIn(ports)).alert).toMatchObject({ environment: 'development', state: 'proven' });
  });

  it('is kept unchanged, with the answer of the first host, when no credential serves the other one', async () => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(badDeviceToken, hasNoCredential);

    // Act
    const { outcome, environment } = await pushToDevice(ports, push);

    // Assess
    expect(outcome).toMatchObject({ kind: 'rejected', reason: 'BadDeviceToken' });
    expect(environment).toBe('production');
    expect((await tokensIn(ports)).alert).toEqual(push.token);
    expect(ports.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'no credential covers this push' }),
    );
  });

  it('still gets its push when the new facts about it cannot be stored', async () => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(accepts);
    ports.devices.markToken = async () => {
      throw new Error('the table is not to be reached');
    };

    // Act
    const { outcome } = await pushToDevice(ports, push);

    // Assess
    expect(outcome.kind).toBe('accepted');
    expect(ports.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'token state not stored' }),
    );
  });

  it('is dropped when the other host reports it dead', async () => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(badDeviceToken, rejects(410, 'Unregistered', startMs));

    // Act
    await pushToDevice(ports, push);

    // Assess
    expect(await tokensIn(ports)).toEqual({ voip: aToken('V') });
  });
});

describe('a token that Apple reports dead', () => {
  it.each([
    ['since after the registration is dropped', 'Unregistered', registeredAtMs + 1, false],
    ['since the very moment of the registration is dropped', 'Unregistered', registeredAtMs, false],
    ['since before the registration is kept', 'Unregistered', registeredAtMs - 1, true],
    ['because it has expired is dropped', 'ExpiredToken', registeredAtMs + 1, false],
    ['because it had expired before is kept', 'ExpiredToken', registeredAtMs - 1, true],
  ])('%s', async (_behaviour, reason, timestampMs, kept) => {
    // Prepare
    const { ports, push } = prepare({ state: 'proven' });
    ports.apns.will(rejects(410, reason, timestampMs));

    // Act
    const { verdict } = await pushToDevice(ports, push);

    // Assess
    expect(verdict.next).toBe('drop_token');
    expect(await tokensIn(ports)).toEqual({ ...(kept && { alert: push.token }), voip: aToken('V') });
    expect(ports.apns.requests).toHaveLength(1);
  });

  it('without a time is left alone until the app registers it again', async () => {
    // Prepare
    const { ports, push } = prepare({ state: 'proven' });
    ports.apns.will(rejects(410, 'Unregistered'));

    // Act
    const { repair } = await pushToDevice(ports, push);

    // Assess
    expect(repair).toBe('quarantined');
    expect((await tokensIn(ports)).alert).toEqual({ ...push.token, state: 'quarantined' });
  });

  it('is kept when the app registered it again during the push', async () => {
    // Prepare
    const { ports, push, device } = prepare({ state: 'proven' });
    ports.apns.will(rejects(410, 'Unregistered', startMs - 1));
    const { token, environment } = push.token;
    const { userId, deviceId } = device;
    ports.apns.meanwhile = () =>
      ports.devices.register({ userId, deviceId, appId, tokens: { alert: { token, environment } } }, startMs);

    // Act
    await pushToDevice(ports, push);

    // Assess
    expect((await tokensIn(ports)).alert).toMatchObject({ token, state: 'proven' });
  });
});

describe('a rejection that is not about the token', () => {
  it.each([
    ['credential rejected', 'InvalidProviderToken', rejects(403, 'InvalidProviderToken')],
    ['credential rejected', 'TopicDisallowed', rejects(400, 'TopicDisallowed')],
    ['credential rejected', 'BadEnvironmentKeyInToken', rejects(403, 'BadEnvironmentKeyInToken')],
    // The connection has tried both once more on another connection.
    ['credential rejected', 'ExpiredProviderToken', rejects(403, 'ExpiredProviderToken')],
    ['credential rejected', 'UnrelatedKeyIdInToken', rejects(403, 'UnrelatedKeyIdInToken')],
    ['request rejected', 'PayloadEmpty', rejects(400, 'PayloadEmpty')],
    ['request rejected', 'PayloadTooLarge', rejects(413, 'PayloadTooLarge')],
  ])('is logged as an error and leaves the token alone: %s, %s', async (message, reason, answer) => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(answer);

    // Act
    await pushToDevice(ports, push);

    // Assess
    const errors = ports.log.lines.filter(({ level }) => level === 'error');
    expect(errors).toEqual([
      {
        level: 'error',
        message,
        fields: {
          apnsId,
          appId,
          userId: 'bob',
          deviceId: 'phone-1',
          kind: 'alert',
          environment: 'production',
          reason,
        },
      },
    ]);
    expect((await tokensIn(ports)).alert).toEqual(push.token);
    expect(ports.apns.requests).toHaveLength(1);
  });
});

describe('a push that APNs did not accept', () => {
  it.each([
    ['no answer', doesNotAnswer('maybe')],
    ['no connection', doesNotAnswer('no', 'connect_failed')],
    ['too many requests', rejects(429, 'TooManyRequests')],
    ['an internal error', rejects(500, 'InternalServerError')],
    ['a shutdown that went on for all resends of the connection', rejects(503, 'Shutdown')],
    ['connections that went idle for all resends', rejects(400, 'IdleTimeout')],
  ])('is retried later and changes nothing about the token: %s', async (_what, answer) => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(answer);

    // Act
    const { verdict } = await pushToDevice(ports, push);

    // Assess
    expect(verdict.next).toBe('retry_later');
    expect((await tokensIn(ports)).alert).toEqual(push.token);
    expect(ports.apns.requests).toHaveLength(1);
  });
});

describe('the log', () => {
  it('has an entry for each request to APNs, with user and device but never the token', async () => {
    // Prepare
    const { ports, push } = prepare({ environment: 'auto' });
    ports.apns.will(badDeviceToken, accepts);

    // Act
    await pushToDevice(ports, push);

    // Assess
    const described = { apnsId, appId, userId: 'bob', deviceId: 'phone-1', kind: 'alert' };
    expect(ports.log.lines).toEqual([
      {
        level: 'info',
        message: 'pushes',
        fields: { ...described, environment: 'production', outcome: 'rejected', reason: 'BadDeviceToken' },
      },
      { level: 'info', message: 'pushes', fields: { ...described, environment: 'development', outcome: 'accepted' } },
    ]);
    expect(JSON.stringify(ports.log.lines)).not.toContain(push.token.token);
  });

  it.each([
    ['the reason of a rejection', 'ServiceUnavailable', rejects(503, 'ServiceUnavailable')],
    ['the cause when there was no answer', 'connect_failed', doesNotAnswer('no', 'connect_failed')],
    ['the missing credential', 'no_credential', hasNoCredential],
    ['no reason after success', undefined, accepts],
  ])('has %s', async (_what, reason, answer) => {
    // Prepare
    const { ports, push } = prepare({ state: 'proven' });
    ports.apns.will(answer);

    // Act
    await pushToDevice(ports, push);

    // Assess
    expect(ports.log.lines[0]?.fields['reason']).toBe(reason);
  });
});
