/** Every route that reaches or names another user × how the user stands to them, over HTTP: a table of docs/callers.md. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KnownRouteKey, routes } from '../../../shared/api/routes.ts';
import { type ContactRule, contactRules } from '../../../shared/people/rules/userRules.ts';
import { makeUser } from '../../support/lab/labClient.ts';
import { resolved } from '../../support/openApi.ts';
import { type Reach, reach, type Standing, standingNames, standings } from './reachTable.ts';
import { type BobIs, followsFor, type Meeting, type ReachWorld, startReachWorld } from './reachWorld.ts';
import { seen } from './seenAnswer.ts';

let world: ReachWorld;
beforeAll(async () => {
  world = await startReachWorld();
});
afterAll(() => world.stop());

const routeKeys = Object.keys(routes) as KnownRouteKey[];
const reaching = routeKeys.flatMap((routeKey): [KnownRouteKey, Reach][] => {
  const row = reach[routeKey];
  return typeof row === 'string' ? [] : [[routeKey, row]];
});

test('every route is in the table, and each that can name a user says so', () => {
  // Prepare
  const { paths } = resolved(JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')));
  const namesSomebody = (routeKey: KnownRouteKey) => {
    const [method = '', path = ''] = routeKey.split(' ');
    const body = JSON.stringify(
      paths[path][method.toLowerCase()].requestBody?.content['application/json'].schema ?? '',
    );
    return (
      /{(userId|groupId|messageId|callId|conversationId)}/.test(path) || /"(to|userIds?|messageId|callId)":/.test(body)
    );
  };
  // Act
  const wanted = routeKeys.map((routeKey) => {
    if (routes[routeKey].caller === 'server')
      return [routeKey, /\/(messages(\/batch)?|calls|pushes)$/.test(routeKey) ? 'row' : 'let in'];
    return [routeKey, namesSomebody(routeKey) ? 'row' : 'names nobody'];
  });
  // Assess
  const written = Object.entries(reach).map(([routeKey, row]) => [routeKey, typeof row === 'string' ? row : 'row']);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(wanted));
});

describe.each(reaching)('%s', (routeKey, row) => {
  test.each(standingNames.map((name) => [name, row[name]] as const))('%s: %s', async (name, expected) => {
    // Prepare
    const meeting = await world.meet(routeKey, standings[name]);
    if (meeting.things['callId'] !== undefined) await world.settle();
    const before = await world.look(meeting);
    // Act
    const answer = await world.ask(routeKey, meeting);
    // Assess
    if (answer.status >= 400) expect(await world.look(meeting)).toEqual(before);
    else if (routeKey.startsWith('POST')) await world.settle();
    // Workers run concurrently: one of this request may still be at work after the one that settling waited for.
    await expect
      .poll(async () => {
        const follows = followsFor(meeting, before, await world.look(meeting)).join(', ');
        return `${seen(answer)}${follows && ': '}${follows}`;
      })
      .toBe(expected);
    if (routes[routeKey].caller === 'user') {
      expect(JSON.stringify(answer.body ?? '')).not.toContain(meeting.bobsPhone?.deviceId);
      expect(JSON.stringify(answer.body ?? '')).not.toMatch(/blocked/i);
    }
  });
});

interface Other extends Omit<Standing, 'contacts'> {
  is: BobIs;
  /** Absent: under each. */
  under?: readonly ContactRule[];
}
const stranger = { sharesGroup: false, isBlocked: false };
const others: Readonly<Record<string, Other>> = {
  nobody: { ...stranger, is: 'nobody' },
  'a stranger without a phone': { ...stranger, is: 'without a phone' },
  'a stranger who has blocked them': { ...stranger, isBlocked: true, is: 'reachable' },
  'a stranger with a phone': { ...stranger, is: 'reachable', under: ['common_group', 'server_only'] },
  'a member who has blocked them': {
    sharesGroup: true,
    isBlocked: true,
    is: 'reachable',
    under: ['everybody', 'server_only'],
  },
  'a member of a common group': { ...stranger, sharesGroup: true, is: 'reachable', under: ['server_only'] },
};

test.each(contactRules)(
  'contacts %s: a user cannot distinguish people out of reach',
  { timeout: 180_000 },
  async (contacts) => {
    // Prepare
    const compared = Object.entries(others).filter(([, { under }]) => under?.includes(contacts) ?? true);
    // Act
    const told: Record<string, string[]> = {};
    const reached: Record<string, string[]> = {};
    for (const [name, { is, ...standing }] of compared) {
      const meeting = await world.meet('POST /v1/calls/{callId}/participants', { contacts, ...standing }, is);
      await world.settle();
      const before = await world.look(meeting);
      told[name] = await askAll(meeting);
      await world.settle();
      if (meeting.bobsPhone) reached[name] = followsFor(meeting, before, await world.look(meeting));
    }
    // Assess
    const [first, ...rest] = Object.entries(told);
    for (const [name, answers] of rest) expect([name, answers]).toEqual([name, first?.[1]]);
    const refusals = first?.[1].filter((answer) => answer.includes('"not_a_contact"'));
    expect(refusals).toHaveLength(contacts === 'everybody' ? 0 : 4);
    expect(Object.values(reached).flat()).toEqual([]);
  },
);

/** @returns what Alice learns who asks everything about Bob, without what differs each time. */
async function askAll(meeting: Meeting): Promise<string[]> {
  const told: string[] = [];
  const ask = async (routeKey: KnownRouteKey, things: Meeting['things'] = {}) => {
    const answer = await world.ask(routeKey, { ...meeting, things: { ...meeting.things, ...things } });
    told.push(`${routeKey}: ${seen(answer)} ${JSON.stringify(answer.body ?? '')}`);
    return answer.body;
  };
  const { messageId } = await ask('POST /v1/messages');
  if (messageId !== undefined) {
    await ask('GET /v1/messages/{messageId}', { messageId });
    await ask('POST /v1/messages/{messageId}/recall', { messageId });
  }
  await ask('POST /v1/calls/{callId}/participants');
  const { callId } = await ask('POST /v1/calls');
  if (callId !== undefined) {
    await ask('GET /v1/calls/{callId}', { callId });
    await ask('POST /v1/calls/{callId}/cancel', { callId });
  }
  await ask('PUT /v1/conversations/{conversationId}/settings');
  await ask('PUT /v1/blocks/{userId}');
  await ask('DELETE /v1/blocks/{userId}');
  const groupId = makeUser('club');
  await ask('PUT /v1/groups/{groupId}', { groupId });
  await ask('PUT /v1/groups/{groupId}/members/{userId}', { groupId });
  await world.settle();
  await ask('GET /v1/calls');
  return withoutNames(told.join('\n'), meeting).split('\n');
}

/** Users by name, each other ID by its place in the text, and no times. */
function withoutNames(text: string, { alice, bob }: Meeting): string {
  const ids: string[] = [];
  return text
    .replaceAll(alice, 'alice')
    .replaceAll(bob, 'bob')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    .replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, (id) => {
      if (!ids.includes(id)) ids.push(id);
      return `ID ${ids.indexOf(id)}`;
    });
}
