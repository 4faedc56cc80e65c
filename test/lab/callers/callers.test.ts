/** Every route × every kind of caller, over HTTP in one lab: the tables of docs/callers.md. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type KnownRouteKey, routes } from '../../../shared/api/routes.ts';
import { serverFunctions } from '../../../shared/api/serverFunctions.ts';
import { send } from '../../support/lab/labClient.ts';
import { type Expected, proofs, proofTable, relations } from './callerTable.ts';
import { type CallerWorld, type Person, startCallerWorld } from './callerWorld.ts';
import { seen } from './seenAnswer.ts';

let world: CallerWorld;
beforeAll(async () => {
  world = await startCallerWorld();
});
afterAll(() => world.stop());

const routeKeys = Object.keys(routes) as KnownRouteKey[];
const callerOf = (routeKey: KnownRouteKey): Caller => routes[routeKey].caller;
const of = (caller: Caller) => routeKeys.filter((routeKey) => callerOf(routeKey) === caller);

test('the tables list every route and every kind of credential', () => {
  // Prepare
  const tables = [Object.keys(relations), Object.keys(proofTable)];
  // Act
  const sorted = tables.map((names) => names.sort());
  // Assess
  expect(sorted).toEqual([[...routeKeys].sort(), [...proofs].sort()]);
});

describe.each([...of('user'), ...of('server')])('%s', (routeKey) => {
  test('refuses every wrong credential of a caller and does nothing', async () => {
    // Prepare
    const caller = callerOf(routeKey) as 'user' | 'server';
    const request = world.request(routeKey, await world.make(routeKey));
    const refused = proofs.filter((proof) => proofTable[proof][caller] !== 'let in');
    await world.rest();
    const before = await world.everything();
    // Act
    const answers = await Promise.all(
      refused.map(async (proof) => {
        const headers = await world.headersFor(proof, request);
        return [proof, seen(await send(world.lab, { ...request, headers }))];
      }),
    );
    // Assess
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(refused.map((proof) => [proof, proofTable[proof][caller]])),
    );
    expect(await world.everything()).toEqual(before);
  });
});

describe.each(of('user'))('%s', (routeKey) => {
  const row = relations[routeKey];
  if (typeof row === 'string') throw new Error(`${routeKey} is for users: say what each of them is answered`);
  const callers: [string, Person, Expected | undefined][] = [
    ['anybody else', 'mallory', row.other],
    ['who is involved', 'bob', row.involved],
    ['the owner', 'alice', row.owner],
  ];

  test.each(callers.flatMap(([who, person, expected]) => (expected ? [[who, person, expected] as const] : [])))(
    '%s (%s): %s',
    async (_who, person, expected) => {
      // Prepare
      const request = world.request(routeKey, await world.make(routeKey));
      const authorization = `Bearer ${await world.lab.issueUserToken(world.people[person])}`;
      await world.rest();
      const before = await world.everything();
      // Act
      const answer = await send(world.lab, { ...request, headers: { authorization } });
      // Assess
      expect(seen(answer)).toBe(expected);
      const after = await world.everything();
      if (answer.status >= 400) expect(after).toEqual(before);
      if (person === 'mallory') {
        expect(JSON.stringify(answer.body ?? '')).not.toContain(world.people.alice);
        expect(ofAlice(after)).toEqual(ofAlice(before));
      }
      await world.settle(routeKey, person);
    },
  );
});

describe.each(of('server'))('%s', (routeKey) => {
  test('answers a server that IAM allows', async () => {
    // Prepare
    const request = world.request(routeKey, await world.make(routeKey));
    const headers = await world.headersFor('a signature', request);
    // Act
    const answer = await send(world.lab, { ...request, headers });
    // Assess
    expect(seen(answer)).toBe(relations[routeKey]);
  });
});

describe.each(of('server'))('%s at the URL of its function', (routeKey) => {
  test('answers a server that IAM allows', async () => {
    // Prepare
    const request = world.request(routeKey, await world.make(routeKey));
    const url = functionUrlOf(routeKey);
    // Act
    const headers = await world.headersFor('a signature', request, url);
    const answer = await send({ ...world.lab, url }, { ...request, headers });
    // Assess
    expect(seen(answer)).toBe(relations[routeKey]);
  });

  test('refuses every wrong credential of a caller and does nothing', async () => {
    // Prepare
    const request = world.request(routeKey, await world.make(routeKey));
    const url = functionUrlOf(routeKey);
    const refused = proofs.filter((proof) => proofTable[proof].server !== 'let in');
    await world.rest();
    const before = await world.everything();
    // Act
    const answers = await Promise.all(
      refused.map(async (proof) => {
        const headers = await world.headersFor(proof, request, url);
        return seen(await send({ ...world.lab, url }, { ...request, headers }));
      }),
    );
    // Assess
    expect(answers).toEqual(refused.map((proof) => proofTable[proof].server));
    expect(await world.everything()).toEqual(before);
  });
});

test.each([...of('user'), ...of('none')])('no function URL answers %s, not even a server', async (routeKey) => {
  // Prepare
  const request = world.request(routeKey, await world.make(routeKey));
  const url = functionUrlOf(routeKey);
  const headers = await world.headersFor('a signature', request, url);
  // Act
  const answer = await fetch(url + request.path, {
    method: request.method,
    headers: { ...headers, ...(request.body !== undefined && { 'content-type': 'application/json' }) },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  });
  // Assess
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'unknown_route' });
});

describe.each(of('none'))('%s', (routeKey) => {
  test('answers everyone the same, with any credentials', async () => {
    // Prepare
    const request = world.request(routeKey, await world.make(routeKey));
    // Act
    const answers = await Promise.all(
      proofs.map(async (proof) => send(world.lab, { ...request, headers: await world.headersFor(proof, request) })),
    );
    // Assess
    expect(answers.map(seen)).toEqual(proofs.map(() => relations[routeKey]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });
});

/** The URL of the route's function, or of another one if that has none. */
function functionUrlOf(routeKey: KnownRouteKey): string {
  const { functionUrls } = world.lab;
  const name = serverFunctions.find((serverFunction) => serverFunction === routes[routeKey].function);
  return functionUrls[name ?? 'messages'];
}

/** What is stored of her, or names her. */
function ofAlice({ items }: Awaited<ReturnType<CallerWorld['everything']>>): unknown[] {
  return items.filter((item) => JSON.stringify(item).includes(world.people.alice));
}
