import { describe, expect, it } from 'vitest';
import { pushTypeRules, pushTypes } from '../../../../shared/apns/rules/pushTypes.ts';
import { faultsOfRawPush, type RawPush, rawHeaders } from '../../../../shared/push/rules/rawPush.ts';
import { appId, startMs } from '../../../support/factories.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';
const toToken = { token: 'ab'.repeat(32) };
const payload = { aps: { alert: 'hi' } };

function aPush(changes: Partial<RawPush> = {}): RawPush {
  return { appId, pushType: 'alert', headers: {}, payload, ...changes };
}
const pathsOf = (push: RawPush, to: Parameters<typeof faultsOfRawPush>[1] = toToken) =>
  faultsOfRawPush(push, to).map(({ path }) => path.join('.'));

describe('headers of a raw push', () => {
  it.each(pushTypes)('have the topic, priority and time to live of push type %s', (pushType) => {
    // Act
    const headers = rawHeaders(aPush({ pushType }), apnsId, startMs);

    // Assess
    const { topicSuffix, priorities, defaultTtlSeconds } = pushTypeRules[pushType];
    expect(headers).toEqual({
      'apns-topic': `${appId}${topicSuffix}`,
      'apns-push-type': pushType,
      'apns-priority': String(priorities[0]),
      'apns-expiration': String(defaultTtlSeconds === 0 ? 0 : Math.floor(startMs / 1000) + defaultTtlSeconds),
      'apns-id': apnsId,
    });
  });

  it('are those that the team chose', () => {
    // Prepare
    const chosen = { 'apns-priority': 5, 'apns-expiration': 0, 'apns-collapse-id': 'x' } as const;
    const ownId = '00000000-5d52-4f0e-9c3c-4ad2f6a5d001';

    // Act
    const headers = rawHeaders(aPush({ headers: { ...chosen, 'apns-id': ownId } }), apnsId, startMs);

    // Assess
    expect(headers).toMatchObject({
      'apns-priority': '5',
      'apns-expiration': '0',
      'apns-collapse-id': 'x',
      'apns-id': ownId,
    });
  });
});

describe('faults of a raw push', () => {
  it.each(pushTypes)('are found in the priority of push type %s', (pushType) => {
    // Act
    const refused = ([10, 5, 1] as const).filter(
      (priority) => pathsOf(aPush({ pushType, headers: { 'apns-priority': priority } })).length > 0,
    );

    // Assess
    const { priorities } = pushTypeRules[pushType];
    expect(refused).toEqual([10, 5, 1].filter((priority) => !priorities.some((legal) => legal === priority)));
  });

  it.each([
    ['alert', 4096],
    ['voip', 5120],
    ['liveactivity', 4096],
  ] as const)('are found in a payload of push type %s above %d bytes', (pushType, limitBytes) => {
    // Prepare: {"a":"…"} has eight bytes beside the text.
    const ofBytes = (bytes: number) => aPush({ pushType, payload: { a: 'x'.repeat(bytes - 8) } });

    // Act
    const found = [ofBytes(limitBytes), ofBytes(limitBytes + 1)].map((push) => pathsOf(push));

    // Assess
    expect(found).toEqual([[], ['payload']]);
  });

  it('are found in a collapse ID of more than 64 bytes', () => {
    // Act
    const found = ['é'.repeat(32), 'é'.repeat(33)].map((id) => pathsOf(aPush({ headers: { 'apns-collapse-id': id } })));

    // Assess
    expect(found).toEqual([[], ['headers.apns-collapse-id']]);
  });

  it('are found where a user has no token of that type', () => {
    // Act
    const withoutTokens = pushTypes.filter((pushType) => pathsOf(aPush({ pushType }), { userId: 'bob' }).length > 0);

    // Assess
    expect(withoutTokens).toEqual(pushTypes.filter((type) => !['alert', 'background', 'voip'].includes(type)));
  });

  it('are found in one apns-id for several devices', () => {
    // Prepare
    const push = aPush({ headers: { 'apns-id': apnsId } });

    // Act
    const found = [toToken, { userId: 'bob', deviceId: 'phone-1' }, { userId: 'bob' }].map((to) => pathsOf(push, to));

    // Assess
    expect(found).toEqual([[], [], ['headers.apns-id']]);
  });
});
