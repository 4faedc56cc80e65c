/** Calls on four phones of one user, on the lab's page in a real browser and by the lab's routes. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LabAccess } from '../../lab/routes/access.ts';
import { reachKey } from '../../shared/platform/table/keys.ts';
import { until, userClient } from '../support/lab/labClient.ts';
import { useLabPage } from '../support/lab/labPage.ts';

const bobsPhones = ['bob-1', 'bob-2', 'bob-3', 'bob-4'];

const labPage = useLabPage({
  viewport: { width: 1900, height: 900 },
  async prepareLab({ ask }) {
    for (const build of ['release', 'debug']) await ask('POST', '/lab/phones', { userId: 'bob', build });
  },
  async prepareTest({ ask }) {
    for (const phoneId of bobsPhones) {
      await ask('PATCH', `/lab/phones/${phoneId}`, { network: 'on', reportsCalls: true });
    }
  },
});
const { phone, mistakes, ask: askLab } = labPage;
const asAlice = async (method: string, path: string, body?: unknown) =>
  (await userClient(labPage.lab, 'alice')(method, path, body)).body;

/** What the phone's screen shows of its last call. */
const callOn = async (phoneId: string) => (await askLab('GET', `/lab/phones/${phoneId}`)).call;
const callsOn = (phoneIds: readonly string[]) => Promise.all(phoneIds.map(callOn));
const reasons = async (phoneIds: readonly string[]) => (await callsOn(phoneIds)).map((call) => call?.endedReason);

/** Waits until this is so on all of these phones. */
const onAll = (phoneIds: readonly string[], wanted: (call: Awaited<ReturnType<typeof callOn>>) => boolean) =>
  until(
    () => callsOn(phoneIds),
    (calls) => calls.every((call) => call !== undefined && wanted(call)),
  );
const allRing = (phoneIds: readonly string[] = bobsPhones) =>
  onAll(phoneIds, ({ state, endedReason }) => state === 'ringing' && endedReason === undefined);

const ring = async (timeoutSeconds: number): Promise<string> =>
  (await asAlice('POST', '/v1/calls', { to: { userId: 'bob' }, callerName: 'Alice', timeoutSeconds })).callId;

/** VoIP pushes by call and phone. */
async function mostVoipPushes(): Promise<number> {
  const { pushes } = await askLab('GET', '/lab/pushes?since=0');
  const counts = new Map<string, number>();
  for (const { headers, payload, phoneId } of pushes) {
    if (headers['apns-push-type'] !== 'voip') continue;
    const key = `${payload.callId} ${phoneId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

describe('a call to four phones', () => {
  it('rings all of them, one with a killed app, and stops on three with reason 4 when one answers', async () => {
    // Prepare
    await askLab('PATCH', '/lab/phones/bob-4', { state: 'killed' });
    await labPage.page.getByTestId('video-call').click();
    const incoming = phone('bob-4').getByTestId('incoming-call');
    await incoming.getByText('Alice', { exact: true }).waitFor();
    await incoming.getByText('Ringpost Video').waitFor();
    await incoming.getByText('alice', { exact: true }).waitFor();
    await allRing();

    // Act
    await phone('bob-2').getByTestId('answer').click();
    await phone('bob-4').getByText('Answered on another device').first().waitFor();

    // Assess
    const others = ['bob-1', 'bob-3', 'bob-4'];
    await onAll(others, ({ endedReason }) => endedReason !== undefined);
    expect(await reasons(others)).toEqual([4, 4, 4]);
    expect(await callOn('bob-2')).toMatchObject({ state: 'answered' });
    await phone('bob-2').getByTestId('mute').click();
    await phone('bob-2').getByTestId('hold').click();
    await phone('bob-2').getByText('通话保持中').waitFor();
    expect(await callOn('bob-2')).toMatchObject({ state: 'answered', muted: true, held: true });
    await phone('bob-2').getByTestId('end').click();
    await labPage.page.getByText('The call has ended').waitFor();
    expect(mistakes).toEqual([]);
  });

  it('stops on all with reason 2 when it is cancelled 200 ms after the invitation', async () => {
    // Prepare
    const callId = await ring(30);
    await delay(200);

    // Act
    const cancelled = await asAlice('POST', `/v1/calls/${callId}/cancel`, {});
    await onAll(bobsPhones, (call) => call.callId === callId && call.endedReason !== undefined);

    // Assess
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(await reasons(bobsPhones)).toEqual([2, 2, 2, 2]);
  });

  it('stops on the other three with reason 5 when one declines', async () => {
    // Prepare
    await labPage.page.getByTestId('call').click();
    await allRing();

    // Act
    await phone('bob-1').getByTestId('decline').click();
    await labPage.page.getByText('Bob declined').waitFor();
    await onAll(bobsPhones, ({ state }) => state === 'declined');

    // Assess
    expect(await reasons(bobsPhones)).toEqual([undefined, 5, 5, 5]);
  });

  it('is busy on all when the app on one phone reports busy', async () => {
    // Prepare
    await labPage.page.getByTestId('call').click();
    await phone('bob-3').getByTestId('incoming-call').waitFor();

    // Act
    await phone('bob-3').getByTestId('busy').click();
    await labPage.page.getByText('Bob is in another call').waitFor();

    // Assess
    await onAll(bobsPhones, ({ state }) => state === 'busy');
    expect(await reasons(['bob-1', 'bob-2', 'bob-4'])).toEqual([5, 5, 5]);
  });

  it('ends at its deadline with reason 3 when nobody answers, even when the caller is gone', async () => {
    // Prepare
    await askLab('PATCH', '/lab/phones/alice-1', { network: 'off' });
    onTestFinished(async () => {
      await askLab('PATCH', '/lab/phones/alice-1', { network: 'on' });
    });
    const callId = await ring(2);
    await allRing();

    // Act
    const events = await until(
      async () => (await askLab('GET', '/lab/events?since=0')).events,
      (all: { 'detail-type': string; detail: { callId?: string } }[]) =>
        all.some((event) => event['detail-type'] === 'call.timedOut' && event.detail.callId === callId),
    );

    // Assess
    await onAll(bobsPhones, ({ endedReason }) => endedReason !== undefined);
    // The phones' reports are events of their own.
    const told = events
      .filter(({ detail }) => detail.callId === callId)
      .map((event) => event['detail-type'])
      .filter((type) => type.startsWith('call.'));
    expect(await reasons(bobsPhones)).toEqual([3, 3, 3, 3]);
    expect(told).toEqual(['call.ringing', 'call.timedOut']);
  });

  it('rings the reachable phones when one has no network', async () => {
    // Prepare
    await askLab('PATCH', '/lab/phones/bob-1', { network: 'off' });
    const callId = await ring(30);
    await allRing(['bob-2', 'bob-3', 'bob-4']);

    // Act
    await askLab('PATCH', '/lab/phones/bob-1', { network: 'on' });
    await askLab('POST', '/lab/phones/bob-3/actions', { action: 'answer' });
    await onAll(['bob-2', 'bob-4'], ({ endedReason }) => endedReason === 4);

    // Assess
    expect((await callOn('bob-1'))?.callId).not.toBe(callId);
    await asAlice('POST', `/v1/calls/${callId}/end`, {});
    await onAll(['bob-3'], ({ state }) => state === 'ended');
  });
});

describe('a phone whose app never reports its calls', () => {
  const timelineOf = async (callId: string, deviceId: string): Promise<string[]> =>
    (await asAlice('GET', `/v1/calls/${callId}`)).timeline
      .filter((line: { deviceId?: string }) => line.deviceId === deviceId)
      .map(({ event, reason }: { event: string; reason?: string }) => [event, reason].filter(Boolean).join(' '));

  /**
   * As two callers would have left it whose calls rang for half a minute each, an hour ago: the test does not wait for
   * that.
   */
  async function countMissedReports(userId: string, deviceId: string): Promise<void> {
    const { region, tableName, endpoints, serviceCredentials }: LabAccess = await askLab('GET', '/lab/access');
    const client = new DynamoDBClient({ region, endpoint: endpoints.dynamoDb, credentials: serviceCredentials });
    const missed = {
      ':calls': [randomUUID(), randomUUID()],
      ':callers': ['carol', 'dave'],
      ':at': new Date(Date.now() - 3_600_000).toISOString(),
    };
    await DynamoDBDocumentClient.from(client).send(
      new UpdateCommand({
        TableName: tableName,
        Key: reachKey(userId),
        UpdateExpression:
          'SET devices.#id.missedReports = :calls, devices.#id.missedCallers = :callers, devices.#id.missedRangAt = :at',
        ConditionExpression: 'attribute_exists(devices.#id)',
        ExpressionAttributeNames: { '#id': deviceId },
        ExpressionAttributeValues: missed,
      }),
    );
    client.destroy();
  }

  it('is rung by an alert with the reason at its third call, and by CallKit again after its app starts', async () => {
    // Prepare
    const { deviceId } = await askLab('GET', '/lab/phones/bob-1');
    await askLab('PATCH', '/lab/phones/bob-1', { reportsCalls: false, state: 'background' });
    await countMissedReports('bob', deviceId);

    // Act
    await labPage.page.getByTestId('call').click();
    const banner = phone('bob-1').getByTestId('banner');
    await banner.getByText('Time Sensitive').waitFor();
    const { call } = (await askLab('GET', '/lab/phones/bob-1')).notifications[0];
    const lines = await until(
      () => timelineOf(call.callId, deviceId),
      (all) => all.length > 0,
    );
    await banner.click();
    await phone('bob-1').getByTestId('answer').click();
    await labPage.page.getByText('In a call with Bob').waitFor();

    // Assess
    expect(lines.slice(0, 2)).toEqual(['skipped report_guard', 'accepted']);
    await labPage.page.getByText('skipped: its app did not report earlier calls to CallKit').waitFor();
    await phone('bob-1').getByTestId('end').click();
    await askLab('PATCH', '/lab/phones/bob-1', { reportsCalls: true, state: 'background' });
    const next = await ring(30);
    await onAll(['bob-1'], ({ callId, state }) => callId === next && state === 'ringing');
    expect(await timelineOf(next, deviceId)).toContain('accepted');
    await asAlice('POST', `/v1/calls/${next}/cancel`, {});
    expect(mistakes).toEqual([]);
  });
});

describe('every call of this file', () => {
  it('sent each phone at most one VoIP push', async () => {
    // Prepare
    const allowed = 1;

    // Act
    const most = await mostVoipPushes();

    // Assess
    expect(most).toBe(allowed);
  });
});
