/** Channels of Live Activities, from the API to the phones that follow them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AcceptedPush } from '../../lab/apple/apple.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { type Answer, anybody, makeUser, serverClient } from '../support/lab/labClient.ts';

const appId = 'com.example.ringpost';
let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

const pathOf = (name: string) => `/v1/server/activity-channels/${name}`;
const put = (name: string, body: object = { appId }): Promise<Answer> => serverClient(lab)('PUT', pathOf(name), body);
const update = (name: string, body: object): Promise<Answer> =>
  serverClient(lab)('POST', `${pathOf(name)}/update`, body);
/** A phone whose Live Activity follows the channel. */
function follow(channelId: string, onPush: (push: AcceptedPush) => void = () => {}): void {
  const request = { bundleId: appId, environment: 'production', phoneId: makeUser('phone'), onPush: () => {} } as const;
  lab.apple.followChannel(lab.apple.install(request).tokens.alert, channelId, onPush);
}
const newName = () => makeUser('match');

describe('a channel of Live Activities', () => {
  test('is created in both environments, once for each name', async () => {
    // Prepare
    const name = newName();
    // Act
    const [first, second] = [await put(name), await put(name)];
    // Assess
    expect(first).toMatchObject({ status: 200, body: { name, appId, storesLatest: false } });
    expect(first.body.hosts).toEqual([
      { environment: 'production', outcome: 'accepted', status: 201 },
      { environment: 'development', outcome: 'accepted', status: 201 },
    ]);
    expect(second.body).toEqual({ ...first.body, hosts: [] });
    const { body } = await serverClient(lab)('GET', '/v1/server/activity-channels');
    const { hosts: _, ...stored } = first.body;
    expect(body.channels).toContainEqual(stored);
  });

  test('has one winner when two requests create it at once', async () => {
    // Prepare
    const name = newName();
    // Act
    const answers = await Promise.all([put(name), put(name), put(name)]);
    // Assess
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body.channelIds))).size).toBe(1);
  });

  test('reaches every phone that follows it with one request for each environment', async () => {
    // Prepare
    const name = newName();
    const { channelIds } = (await put(name)).body;
    const seen: AcceptedPush[] = [];
    for (let phone = 0; phone < 50; phone += 1) {
      follow(channelIds.production, (push) => seen.push(push));
    }
    const before = lab.apple.pushes().length;
    // Act
    const { status, body } = await update(name, { event: 'update', contentState: { home: 2, away: 1 } });
    // Assess
    expect({ status, outcomes: body.hosts.map(({ outcome }: { outcome: string }) => outcome) }).toEqual({
      status: 200,
      outcomes: ['accepted', 'accepted'],
    });
    expect(seen.map(({ payload }) => payload)).toEqual(
      Array.from({ length: 50 }, () => ({
        aps: { timestamp: expect.any(Number), event: 'update', 'content-state': { home: 2, away: 1 } },
      })),
    );
    expect(lab.apple.pushes().length - before).toBe(2);
  });

  test('that stores nothing takes no time to live', async () => {
    // Prepare
    const [storing, other] = [newName(), newName()];
    await put(storing, { appId, storesLatest: true });
    await put(other);
    const body = { event: 'update', contentState: {}, ttlSeconds: 60 };
    // Act
    const answers = [await update(storing, body), await update(other, body)];
    // Assess
    expect(answers).toMatchObject([{ status: 200 }, { status: 400, body: { code: 'channel_stores_nothing' } }]);
  });

  test('keeps its app and its storage', async () => {
    // Prepare
    const name = newName();
    await put(name);
    // Act
    const answer = await put(name, { appId, storesLatest: true });
    // Assess
    expect(answer).toMatchObject({ status: 409, body: { code: 'channel_exists' } });
  });

  test('is gone at Apple too once it is deleted', async () => {
    // Prepare
    const name = newName();
    const { channelIds } = (await put(name)).body;
    // Act
    const deleted = await serverClient(lab)('DELETE', pathOf(name));
    // Assess
    expect(deleted.status).toBe(204);
    expect(() => follow(channelIds.production)).toThrow(/has no channel/);
    expect(await update(name, { event: 'end', contentState: {} })).toMatchObject({
      status: 404,
      body: { code: 'unknown_channel' },
    });
  });

  test('of an app without a credential is refused with the reason of each host, and its name stays free', async () => {
    // Prepare
    const name = newName();
    // Act
    const refused = await put(name, { appId: 'com.example.unheard-of' });
    // Assess
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'rejected_by_apple', hosts: [{ reason: 'no_credential' }, { reason: 'no_credential' }] },
    });
    expect(await put(name)).toMatchObject({ status: 200 });
  });

  test('asks Apple again for an environment that failed before', async () => {
    // Prepare
    const name = newName();
    await anybody(lab)('POST', '/lab/faults', { kind: 'status', status: 400, reason: 'FeatureNotEnabled', count: 1 });
    const first = await put(name);
    // Act
    const second = await put(name);
    // Assess
    expect(Object.keys(first.body.channelIds)).toHaveLength(1);
    expect(Object.keys(second.body.channelIds)).toHaveLength(2);
    expect(second.body.hosts).toMatchObject([{ outcome: 'accepted' }]);
  });
});
