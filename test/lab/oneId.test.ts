/** One ID from the API request through the queue to the apns-id, read from the log lines that the functions write. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import {
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  serverClient,
  text,
  until,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

type Push = Record<string, string | number>;
type Line = Record<string, unknown> & { pushes?: Push[] };

/** As the page gives it: which fields it shows, and in which it looks for the ID. */
const query = /```text\n(fields @timestamp[^`]*)```/.exec(readFileSync('docs/observability.md', 'utf8'))?.[1] ?? '';
const shown = (/^fields (.*)$/m.exec(query)?.[1] ?? '').split(', ').filter((field) => !field.startsWith('@'));
const searched = [...query.matchAll(/(\w+) = "<id>"/g)].map(([, field = '']) => field);

/** What the query of docs/observability.md finds in what the functions have logged, in its order. */
async function follow(id: string, isWhole: (lines: Line[]) => boolean): Promise<Line[]> {
  const read = async () =>
    lab
      .logLines()
      .map((line): Line => JSON.parse(line))
      .filter((line) => searched.some((field) => line[field] === id));
  return until(read, isWhole, 20_000);
}

const pushesIn = (lines: readonly Line[]) =>
  lines.flatMap(({ service, requestId, pushes = [] }): Line[] =>
    pushes.map((push) => ({ service, requestId, ...push })),
  );
/** As CloudWatch Logs Insights names them. */
const fieldsOfFirst = ({ pushes: [first = {}] = [] }: Line) => Object.keys(first).map((field) => `pushes.0.${field}`);
const apnsIdsOf = async (phone: LabPhone) => (await pushesTo(lab, phone)).map(({ apnsId }) => apnsId);

describe('the query of the documentation', () => {
  test('searches for each kind of ID and shows fields that log lines have', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    await makePhone(lab, { userId: bob });
    const { body } = await userClient(lab, alice)('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });

    // Act
    const lines = await follow(body.messageId, (found) => found.some(({ message }) => message === 'request'));

    // Assess
    expect(searched).toEqual(['requestId', 'messageId', 'callId']);
    const had = new Set(lines.flatMap((line) => [...Object.keys(line), ...fieldsOfFirst(line)]));
    expect(pushesIn(lines)).toMatchObject([{ outcome: 'accepted', userId: bob, kind: 'alert' }]);
    const onlyOfFailures = ['pushes.0.reason', 'error'];
    expect(shown.filter((field) => !had.has(field))).toEqual(onlyOfFailures);
  });
});

describe('the log lines of a message', () => {
  test('share one request ID in the API function, in the retry worker and beside the apns-id', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    const fault = { kind: 'status', status: 503, reason: 'ServiceUnavailable', match: phone.tokens.alert, count: 1 };
    await anybody(lab)('POST', '/lab/faults', fault);

    // Act
    const { body } = await userClient(lab, alice)('POST', '/v1/messages', { to: { userId: bob }, ...text('hi') });
    const known = await follow(body.messageId, (lines) => pushesIn(lines).length === 2);
    const requestId = String(known[0]?.['requestId']);
    const lines = await follow(requestId, (found) => pushesIn(found).length === 2);

    // Assess
    const { messageId } = body;
    const [apnsId] = await apnsIdsOf(phone);
    const pushed = (outcome: string) => [expect.objectContaining({ outcome, apnsId })];
    expect(lines).toMatchObject([
      { service: 'ringpost-messages', message: 'request', messageId, pushes: pushed('rejected') },
      { service: 'ringpost-deliver', message: 'work', messageId, pushes: pushed('accepted') },
    ]);
    for (const { sinceRequestMs } of [...lines, ...pushesIn(lines)]) expect(sinceRequestMs).toBeGreaterThanOrEqual(0);
  });

  test('share it in the worker of a large send', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    await makePhone(lab, { userId: bob });
    const userIds = [...Array.from({ length: 100 }, (_, index) => `nobody-${index}`), bob];

    // Act
    const { status, body } = await userClient(lab, alice)('POST', '/v1/messages', { to: { userIds }, ...text('hi') });
    const chunksIn = (lines: readonly Line[]) => lines.filter(({ message }) => message === 'chunk pushed');
    const known = await follow(body.messageId, (lines) => chunksIn(lines).length === 2);

    // Assess
    expect(status).toBe(202);
    const [request] = known.filter(({ message }) => message === 'request');
    for (const line of chunksIn(known)) {
      expect(line).toMatchObject({ service: 'ringpost-deliver', requestId: request?.['requestId'], end: 'finished' });
    }
    const counts = chunksIn(known).map((line) => ({ accepted: line['accepted'], nobody: line['skipped/no_device'] }));
    expect(counts).toEqual(
      expect.arrayContaining([
        { accepted: undefined, nobody: 100 },
        { accepted: 1, nobody: undefined },
      ]),
    );
  });
});

describe('the log lines of a call', () => {
  test('share the request ID of the call, even when its timer pushes', async () => {
    // Prepare
    const [alice, bob] = [makeUser('alice'), makeUser('bob')];
    const phone = await makePhone(lab, { userId: bob });
    await serverClient(lab)('PUT', `/v1/server/apps/${phone.appId}`, { calls: { pushWhenRingingStops: true } });
    const call = { to: { userId: bob }, callerName: 'Alice', timeoutSeconds: 4 };

    // Act
    const { body } = await userClient(lab, alice)('POST', '/v1/calls', call);
    // The ring, the push that stops it and the alert of the missed call. The last two come in either order.
    const lines = await follow(body.callId, (found) => pushesIn(found).length === 3);

    // Assess
    const [request] = lines.filter(({ message }) => message === 'request');
    const pushes = pushesIn(lines);
    expect(request?.['requestId']).toEqual(expect.any(String));
    expect(pushes).toMatchObject(
      ['calls', 'callTimer', 'callTimer'].map((name) => ({
        service: `ringpost-${name}`,
        requestId: request?.['requestId'],
      })),
    );
    expect(pushes.map(({ apnsId }) => apnsId).sort()).toEqual((await apnsIdsOf(phone)).sort());
  });
});
