/** The call log and the call directory of a running lab, through the API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { makePhone, makeUser, until, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

describe('GET /v1/calls', () => {
  it('lists the calls of both sides in pages, newest first, with their current state', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const callIds: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { body } = await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob }, callerName: 'Alice' });
      callIds.unshift(body.callId);
      await userClient(lab, alice)('POST', `/v1/calls/${body.callId}/cancel`, {});
    }
    const asBob = userClient(lab, bob);
    await until(
      () => asBob('GET', '/v1/calls'),
      ({ body }) => body.calls.length === callIds.length,
    );

    // Act
    const first = await asBob('GET', `/v1/calls?limit=2&deviceId=${phone.deviceId}`);
    const second = await asBob('GET', `/v1/calls?limit=2&cursor=${first.body.cursor}`);
    const ofCaller = await userClient(lab, alice)('GET', '/v1/calls');
    const ofAnother = await userClient(lab, makeUser('carol'))('GET', '/v1/calls');

    // Assess
    const idsOf = ({ body }: typeof first) => body.calls.map((call: { callId: string }) => call.callId);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(callIds);
    expect(first.body.calls[0]).toMatchObject({ state: 'cancelled', endedReason: 2, from: alice });
    expect(first.body.calls[0].targets).toBeUndefined();
    expect(second.body.cursor).toBeUndefined();
    expect(idsOf(ofCaller)).toEqual(callIds);
    expect(ofCaller.body.calls[0]).not.toHaveProperty('targets');
    expect(ofAnother.body).toEqual({ calls: [] });
  });

  it.each(['limit=0', 'limit=51', 'limit=x', 'cursor=abc', 'cursor=%25', 'other=1'])('refuses ?%s', async (query) => {
    // Prepare
    const request = userClient(lab, makeUser('alice'));

    // Act
    const { status, body } = await request('GET', `/v1/calls?${query}`);

    // Assess
    expect({ status, fix: typeof body.fix }).toEqual({ status: 400, fix: 'string' });
  });
});

describe('the call directory', () => {
  it('normalises numbers, and gives a phone the removals and additions since its last request', async () => {
    // Prepare
    const request = userClient(lab, makeUser('alice'));
    const named = await request('PUT', '/v1/call-directory/13800138000', { label: '快递' });
    await request('PUT', `/v1/call-directory/${encodeURIComponent('+1 (415) 555-2671')}`, { blocked: true });
    const whole = await request('GET', '/v1/call-directory');

    // Act
    await request('PUT', '/v1/call-directory/8613800138000', { blocked: true });
    const removed = await request('DELETE', '/v1/call-directory/4155552671?territory=US');
    const increment = await request('GET', `/v1/call-directory?since=${whole.body.cursor}`);

    // Assess
    expect(named).toMatchObject({ status: 200, body: { number: '8613800138000', label: '快递' } });
    expect(whole.body).toEqual({
      blocking: { add: ['14155552671'], remove: [] },
      identification: { add: [{ number: '8613800138000', label: '快递' }], remove: [] },
      cursor: expect.stringMatching(/./),
      incremental: false,
    });
    expect(removed.status).toBe(204);
    expect(increment.body).toEqual({
      blocking: { add: ['8613800138000'], remove: ['14155552671'] },
      identification: { add: [], remove: ['8613800138000'] },
      cursor: expect.stringMatching(/./),
      incremental: true,
    });
  });

  it("reads a number without a country code as one of the territory of the user's phone", async () => {
    // Prepare
    const user = makeUser('alice');
    const request = userClient(lab, user);
    const { appId, deviceId, tokens } = await makePhone(lab);
    await request('PUT', `/v1/devices/${deviceId}`, {
      appId,
      territory: 'GB',
      tokens: { voip: { token: tokens.voip } },
    });

    // Act
    const { body } = await request('PUT', '/v1/call-directory/02079460000', { label: 'Office' });

    // Assess
    expect(body.number).toBe('442079460000');
  });

  it.each([
    ['PUT', '/v1/call-directory/hello', { blocked: true }, 'phone_number'],
    ['DELETE', '/v1/call-directory/110', undefined, 'phone_number'],
    ['PUT', '/v1/call-directory/00861380013800?territory=HK', { blocked: true }, 'ambiguous_number'],
    ['PUT', '/v1/call-directory/13800138000', {}, 'invalid_request'],
    ['PUT', '/v1/call-directory/13800138000', { blocked: false }, 'invalid_request'],
    ['PUT', '/v1/call-directory/13800138000', { blocked: true, label: 'x' }, 'invalid_request'],
    ['PUT', '/v1/call-directory/13800138000', { label: '' }, 'invalid_request'],
    ['PUT', '/v1/call-directory/13800138000?territory=china', { blocked: true }, 'invalid_request'],
    ['GET', '/v1/call-directory?since=xyz', undefined, 'unknown_cursor'],
  ])('refuses %s %s %j with %s, and writes nothing', async (method, path, body, code) => {
    // Prepare
    const request = userClient(lab, makeUser('alice'));

    // Act
    const answer = await request(method, path, body);

    // Assess
    expect(answer).toMatchObject({ status: 400, body: { code } });
    const { body: whole } = await request('GET', '/v1/call-directory');
    expect([whole.blocking.add, whole.identification.add]).toEqual([[], []]);
  });

  it.each([
    '8613800138000',
    '\u202a+86 138-0013-8000\u202c',
    '\uff0b\uff18\uff16 (138) 0013.8000',
    'tel:+86-138-0013-8000',
    '001 86 138 0013 8000',
  ])('stops a call from a number that the callee blocks, written %j', async (value) => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    await makePhone(lab, { userId: bob });
    const blockedNumber = encodeURIComponent('001 86 138 0013 8000');
    await userClient(lab, bob)('PUT', `/v1/call-directory/${blockedNumber}?territory=HK`, { blocked: true });
    const handle = { type: 'phoneNumber', value };

    // Act
    const { body } = await userClient(lab, alice)('POST', '/v1/calls', { to: { userId: bob }, handle });

    // Assess
    expect(body).toMatchObject({ state: 'failed', targets: [{ outcome: 'skipped', reason: 'blocked' }] });
  });
});
