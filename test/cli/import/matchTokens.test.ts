/** Which records of an export are one phone, and which contradict each other. */
import { describe, expect, test } from 'vitest';
import { aFile, planOf, snsEndpoint, token } from './exports.ts';

const planOfEndpoints = (...endpoints: object[]) => planOf('sns', aFile(JSON.stringify({ Endpoints: endpoints })));

describe('a VoIP token', () => {
  test('is matched to a user with one phone', () => {
    // Act
    const plan = planOfEndpoints(snsEndpoint('APNS_VOIP', 'v', 'bob'), snsEndpoint('APNS', 'a', 'bob'));
    // Assess
    expect(plan.registrations.map(({ deviceId, body }) => [deviceId, Object.keys(body.tokens)])).toEqual([
      ['a', ['alert', 'voip']],
    ]);
    expect(plan.registrations[0]?.places).toEqual(['Endpoints[1]', 'Endpoints[0]']);
  });

  test('is left out for a user with several phones: two devices for one phone would ring it twice', () => {
    // Act
    const plan = planOfEndpoints(
      ...[snsEndpoint('APNS', 'a', 'bob'), snsEndpoint('APNS', 'b', 'bob')],
      ...[snsEndpoint('APNS_VOIP', 'v', 'bob'), snsEndpoint('APNS_VOIP', 'w', 'bob')],
    );
    // Assess
    expect(plan.registrations.map(({ deviceId }) => deviceId)).toEqual(['a', 'b']);
    expect(plan.leftOut).toMatchObject([
      { place: 'Endpoints[2]', field: 'Attributes.Token', code: 'unmatched_voip' },
      { place: 'Endpoints[3]', field: 'Attributes.Token', code: 'unmatched_voip' },
    ]);
  });

  test('of a user without other tokens is a device', () => {
    // Act
    const plan = planOfEndpoints(snsEndpoint('APNS_VOIP', 'v', 'bob'), snsEndpoint('APNS', 'a', 'carol'));
    // Assess
    expect(plan.registrations.map(({ userId, deviceId }) => [userId, deviceId])).toEqual([
      ['bob', 'v'],
      ['carol', 'a'],
    ]);
  });
});

describe('a token', () => {
  test('that two users have goes to neither', () => {
    // Prepare
    const same = { Token: token('same') };
    // Act
    const plan = planOfEndpoints(snsEndpoint('APNS', 'a', 'bob', same), snsEndpoint('APNS', 'b', 'carol', same));
    // Assess
    expect(plan.registrations).toEqual([]);
    expect(plan.leftOut.map(({ place, code }) => [place, code])).toEqual([
      ['Endpoints[0]', 'token_of_two_users'],
      ['Endpoints[1]', 'token_of_two_users'],
    ]);
  });

  test('that one user has twice comes along once, from the later record', () => {
    // Prepare
    const tokens = [token('same'), token('same').toUpperCase()];
    // Act
    const plan = planOfEndpoints(...tokens.map((Token, index) => snsEndpoint('APNS', `d${index}`, 'bob', { Token })));
    // Assess
    expect(plan.registrations.map(({ deviceId }) => deviceId)).toEqual(['d1']);
    expect(plan.leftOut).toMatchObject([{ place: 'Endpoints[0]', code: 'duplicate_token' }]);
  });
});
