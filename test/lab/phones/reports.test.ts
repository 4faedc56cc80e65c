import { describe, expect, it } from 'vitest';
import { deviceId, ringPush, testPhone } from './testPhone.ts';

/** By the tickets of their pushes, which need no login. */
const reports = (requests: readonly { path: string; authorization: string | null; body: unknown }[]) =>
  requests
    .filter(({ path, authorization }) => path.startsWith('/v1/receipts/') && authorization === null)
    .map(({ path, body }) => ({ ticket: path.split('/').at(-1), ...(body as object) }));
const reported = (callId: string, at: string, ageMs = 0) => ({
  ticket: `ticket-${callId}`,
  event: 'callReported',
  at,
  ageMs,
});

describe('an app that reports its calls', () => {
  it('reports when CallKit showed the call', async () => {
    // Prepare
    const { push, clock, api } = testPhone();
    clock.advance(1500);

    // Act
    await push(ringPush(clock));

    // Assess
    expect(reports(api.requests)).toEqual([reported('c1', '2026-11-22T12:00:01.500Z')]);
  });

  it('reports it when the network returns', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    api.answer('POST /v1/receipts/ticket-c1', 'no answer');
    await push(ringPush(clock));
    api.answer('POST /v1/receipts/ticket-c1', { status: 202, body: {} });
    await phone.change({ network: 'off' });

    // Act
    await phone.change({ network: 'on' });
    await phone.change({ network: 'off' });
    await phone.change({ network: 'on' });

    // Assess
    const once = reported('c1', '2026-11-22T12:00:00.000Z');
    expect(reports(api.requests)).toEqual([once, once]);
  });

  it('says how long a report has waited, whatever its date and time are by then', async () => {
    // Prepare
    const { phone, push, clock, api, pass } = testPhone({ clockErrorMs: -600_000 });
    api.answer('POST /v1/receipts/ticket-c1', 'no answer');
    await push(ringPush(clock));
    api.answer('POST /v1/receipts/ticket-c1', { status: 202, body: {} });
    await phone.change({ network: 'off' });
    api.requests.length = 0;

    // Act
    await phone.change({ clockErrorMs: 120_000 });
    await pass(45_000);
    await phone.change({ network: 'on' });

    // Assess
    expect(reports(api.requests)).toEqual([reported('c1', '2026-11-22T11:50:00.000Z', 45_000)]);
  });

  it('has no login after a restart until the phone is unlocked, and reports by ticket all the same', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone();
    await phone.change({ restarted: true });
    api.requests.length = 0;

    // Act
    await push(ringPush(clock));
    const beforeUnlock = api.requests.filter(({ authorization }) => authorization !== null);
    const { registration, call } = phone.view();
    await phone.act('home');

    // Assess
    expect(beforeUnlock).toEqual([]);
    expect(registration?.problem).toBe('the keychain is closed until the phone is unlocked');
    expect(call).toMatchObject({ callId: 'c1', state: 'ringing' });
    expect(reports(api.requests)).toEqual([reported('c1', '2026-11-22T12:00:00.000Z')]);
    expect(phone.view()).toMatchObject({ beforeFirstUnlock: false, registration: { registered: true } });
  });

  it('reports a call without a ticket as its user', async () => {
    // Prepare
    const { push, clock, api } = testPhone();

    // Act
    await push(ringPush(clock, { ticket: undefined }));

    // Assess
    const report = api.requests.find(({ path }) => path === '/v1/receipts');
    expect(report).toMatchObject({
      authorization: 'Bearer token-of-bob',
      body: { receipts: [{ callId: 'c1', deviceId }] },
    });
  });

  it('reports a call that finds the phone busy', async () => {
    // Prepare
    const { push, clock, api } = testPhone();
    await push(ringPush(clock));

    // Act
    await push(ringPush(clock, { callId: 'c2' }));

    // Assess
    expect(reports(api.requests)).toHaveLength(2);
    expect(api.actions()).toEqual(['POST /v1/calls/c2/busy']);
  });

  it('is launched by the push when it was killed, and registers as at every start', async () => {
    // Prepare
    const { phone, push, clock, api } = testPhone({ state: 'killed' });

    // Act
    await push(ringPush(clock));

    // Assess
    expect(phone.view()).toMatchObject({ state: 'background', call: { state: 'ringing' } });
    expect(api.lines()).toContain(`PUT /v1/devices/${deviceId}`);
  });
});

describe('an app that takes its time to report', () => {
  it('rings late but within the seven seconds that iOS waits', async () => {
    // Prepare
    const { phone, push, pass, clock } = testPhone({ state: 'killed', reportDelayMs: 6900 });
    await push(ringPush(clock));
    const before = phone.view();

    // Act
    await pass(6900);

    // Assess
    expect(before).toMatchObject({ state: 'background', voip: { missedReports: 0 } });
    expect(before.call).toBeUndefined();
    expect(phone.view()).toMatchObject({ call: { state: 'ringing' }, voip: { missedReports: 0 } });
  });

  it('is killed without a report when it takes longer', async () => {
    // Prepare
    const { phone, push, pass, clock, api } = testPhone({ reportDelayMs: 8000 });
    await push(ringPush(clock));

    // Act
    await pass(10_000);

    // Assess
    expect(phone.view()).toMatchObject({ state: 'killed', voip: { missedReports: 1, blocked: false } });
    expect(phone.view().call).toBeUndefined();
    expect(reports(api.requests)).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('reports nothing when its user kills it meanwhile', async () => {
    // Prepare
    const { phone, push, pass, clock, api } = testPhone({ reportDelayMs: 2000 });
    await push(ringPush(clock));

    // Act
    await phone.act('kill');
    await pass(10_000);

    // Assess
    expect(phone.view()).toMatchObject({ state: 'killed', voip: { missedReports: 0 } });
    expect(reports(api.requests)).toEqual([]);
  });
});
