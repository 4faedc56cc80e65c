/** Other providers' requests become what the tables in docs/moving/ say, and nothing of them is lost without a word. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Adapted } from '../../../../client/js/src/adapters/index.ts';
import { gorushRequest, snsPublish, tencentMessage, zegoPush } from '../../../../client/js/src/adapters/index.ts';
import { callOperations } from '../../../../shared/api/schemas/calls.ts';
import { messageAsServer } from '../../../../shared/api/schemas/messages.ts';
import { type Golden, goldens } from './golden.ts';

type Fields = Record<string, unknown>;

const bodySchemas = {
  'POST /v1/server/messages': messageAsServer,
  'POST /v1/server/calls': callOperations['POST /v1/server/calls'].body,
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names that contain dots themselves. */
const namesIn = (path: string) =>
  path
    .replace(/AWS\.SNS\.MOBILE\.APNS\.\w+/, (name) => name.replaceAll('.', '\0'))
    .split('.')
    .map((name) => name.replaceAll('\0', '.'));

function valueAt(value: unknown, path: string): unknown {
  return namesIn(path).reduce<unknown>(
    (inner, name) => (isFields(inner) || Array.isArray(inner) ? (inner as Fields)[name] : undefined),
    value,
  );
}

function without(request: Fields, path: string): Fields {
  const copy = structuredClone(request);
  const names = namesIn(path);
  const last = names.pop() ?? '';
  const parent = names.length === 0 ? copy : valueAt(copy, names.join('.'));
  if (isFields(parent)) delete parent[last];
  return copy;
}

interface Row {
  field: string;
  /** `-` if it does not come along. */
  ours: string;
}

/** @returns the rows of the table under a heading: `| \`field\`, \`field\` | \`ours\` or - | … |`. */
function rowsOf(table: string): Row[] {
  const [page = '', heading = ''] = table.split(' › ');
  const text = readFileSync(new URL(`../../../../docs/moving/${page}`, import.meta.url), 'utf8');
  const section = text.split(`\n### ${heading}\n`)[1]?.split(/^#/m)[0] ?? '';
  return [...section.matchAll(/^\| (`.+?) \| (.+?) \|/gm)].flatMap(([, fields = '', ours = '']) =>
    [...fields.matchAll(/`([^`]+)`/g)].map(([, field = '']) => ({ field, ours: /`([^`]+)`/.exec(ours)?.[1] ?? '-' })),
  );
}

const bodyOf = ({ request }: Adapted) => request?.body;
const namesOf = ({ notCarried }: Adapted) => notCarried.map(({ field }) => field);
const isUnder = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}.`);

function leavesOf(fields: Fields, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    isFields(value) ? leavesOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

describe.each(goldens)('$title', ({ request, adapt, body, table }: Golden) => {
  test('becomes this request, which the API takes', () => {
    // Act
    const adapted = adapt(request);
    // Assess
    expect(bodyOf(adapted)).toEqual(body);
    const schema = bodySchemas[adapted.request?.route ?? 'POST /v1/server/messages'];
    expect(schema.safeParse(bodyOf(adapted)).error).toBeUndefined();
  });

  test('has each of its fields in the table of the guide', () => {
    // Act
    const fields = rowsOf(table).map(({ field }) => field);
    const unlisted = leavesOf(request).filter((leaf) => !fields.some((field) => isUnder(leaf, field)));
    // Assess
    expect(fields.length).toBeGreaterThan(3);
    expect(unlisted).toEqual([]);
  });

  test('does with each field what the table says', () => {
    // Prepare
    const adapted = adapt(request);
    const rows = rowsOf(table).filter(({ field }) => valueAt(request, field) !== undefined);
    // Act
    const faults = rows.filter(({ field, ours }) => {
      if (ours === '-') return !namesOf(adapted).some((name) => isUnder(name, field));
      const isThere = valueAt(bodyOf(adapted), ours) !== undefined;
      const isNamed = namesOf(adapted).includes(field);
      const before = JSON.stringify(bodyOf(adapted));
      const changes = JSON.stringify(bodyOf(adapt(without(request, field)))) !== before;
      return isNamed || !(isThere && changes);
    });
    // Assess
    expect(faults.map(({ field }) => field).filter((field) => !isDefault(request, field))).toEqual([]);
  });

  test('lists a field that Ringpost does not know, wherever it is', () => {
    // Prepare
    const places = placesOf(request).filter((place) => !isFree(place));
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.stringMatching(/^[a-z]{3,12}X$/), (place, name) => {
        // Act
        const adapted = adapt(withField(request, place, name));
        // Assess
        expect(namesOf(adapted).some((field) => field.endsWith(name))).toBe(true);
        expect(bodyOf(adapted)).toEqual(body);
      }),
      { numRuns: 50 },
    );
  });

  test('stays a request that the API takes, whatever its fields hold', () => {
    // Prepare
    const leaves = leavesOf(request).filter((leaf) => !/platform$|MessageStructure/.test(leaf));
    const odd = fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 12 }),
      fc.integer(),
      fc.boolean(),
      fc.constant([]),
      fc.constant({}),
      fc.constant('x'.repeat(30_000)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...leaves), odd, (leaf, value) => {
        // Act
        const adapted = adapt(
          withField(without(request, leaf), namesIn(leaf).slice(0, -1).join('.'), namesIn(leaf).at(-1) ?? '', value),
        );
        // Assess
        if (adapted.request === undefined) return;
        expect(bodySchemas[adapted.request.route].safeParse(adapted.request.body).error).toBeUndefined();
      }),
    );
  });
});

/** Values that say what would be anyway, and so change nothing. */
function isDefault(request: Fields, field: string): boolean {
  const value = valueAt(request, field);
  const isPushed = field.endsWith('PushFlag') && value === 0;
  const isOverridden =
    field === 'OfflinePushInfo.Title' && valueAt(request, 'OfflinePushInfo.ApnsInfo.Title') !== undefined;
  const isAlert = /push_type$|PUSH_TYPE$/.test(field) && JSON.stringify(value).includes('alert');
  return (
    isPushed ||
    isOverridden ||
    isAlert ||
    /^(?:Message\.default|MessageStructure|TargetArn|tokens|platform)$/.test(field)
  );
}

/** Paths of all objects, the request itself first. */
function placesOf(fields: Fields, prefix = ''): string[] {
  const inner = Object.entries(fields).flatMap(([name, value]) =>
    isFields(value) ? placesOf(value, prefix === '' ? name : `${prefix}.${name}`) : [],
  );
  return [prefix, ...inner];
}

/** What an app or another platform has inside of these is its own, and named or carried as a whole. */
const isFree = (place: string) =>
  /^(?:Message|Message\.(?:APNS|APNS_VOIP)|data|MessageAttributes.*)$|AndroidInfo|oppoTemplateConfig|GCM|SANDBOX/.test(
    place,
  );

function withField(request: Fields, place: string, name: string, value: unknown = 1): Fields {
  const copy = structuredClone(request);
  const parent = place === '' ? copy : valueAt(copy, place);
  if (isFields(parent)) parent[name] = value;
  return copy;
}

const parties = { from: 'alice', to: { userId: 'bob' } };

describe('a request', () => {
  test('without a sender or a recipient names what is missing', () => {
    // Act
    const adapted = tencentMessage({ MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }] });
    // Assess
    expect(adapted.request).toBeUndefined();
    expect(namesOf(adapted)).toEqual(['From_Account', 'To_Account']);
  });

  test('with an element that Ringpost does not have sends a custom one, and names it', () => {
    // Prepare
    const MsgBody = [{ MsgType: 'TIMFaceElem', MsgContent: { Index: 1 } }];
    // Act
    const adapted = tencentMessage({ From_Account: 'alice', To_Account: ['bob', 'carol'], MsgBody });
    // Assess
    expect(bodyOf(adapted)).toMatchObject({
      to: { userIds: ['bob', 'carol'] },
      elements: [{ type: 'custom', data: { Index: 1 } }],
    });
    expect(namesOf(adapted)).toEqual(['MsgBody.0.MsgType']);
  });

  test('with more elements than a message may have names what is left out', () => {
    // Prepare
    const MsgBody = Array.from({ length: 101 }, () => ({ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }));
    // Act
    const adapted = tencentMessage({ From_Account: 'alice', To_Account: 'bob', MsgBody });
    // Assess
    expect(messageAsServer.safeParse(bodyOf(adapted)).success).toBe(true);
    expect(namesOf(adapted)).toEqual(['MsgBody']);
  });

  test('of gorush for Android is named as a whole', () => {
    // Act
    const adapted = gorushRequest(
      { notifications: [{ platform: 2, tokens: ['x'], message: 'hi' }], sync: true },
      { from: 'alice', to: () => ({ userId: 'bob' }) },
    );
    // Assess
    expect(adapted.map(bodyOf)).toEqual([undefined]);
    expect(adapted.flatMap(namesOf)).toEqual(['notifications.0', 'sync']);
  });

  test.each([
    ['names its type', { PUSH_TYPE: 'background', PRIORITY: '10' }],
    ['has nothing to show', { PRIORITY: '10' }],
  ])('that only wakes the app lists its priority when it %s', (_why, attributes) => {
    // Prepare
    const named = Object.entries(attributes).map(([name, StringValue]) => [
      `AWS.SNS.MOBILE.APNS.${name}`,
      { DataType: 'String', StringValue },
    ]);
    const Message = JSON.stringify({ APNS: JSON.stringify({ aps: { 'content-available': 1 } }) });
    const MessageAttributes = Object.fromEntries(named);
    // Act
    const adapted = snsPublish({ MessageStructure: 'json', Message, MessageAttributes }, parties);
    // Assess
    expect(bodyOf(adapted)).toMatchObject({ offlinePush: { pushType: 'background' } });
    expect(adapted.notCarried).toEqual([
      { field: 'MessageAttributes.AWS.SNS.MOBILE.APNS.PRIORITY', reason: 'A push of type background always has 5.' },
    ]);
  });

  test('of gorush that only wakes the app lists its priority', () => {
    // Prepare
    const notification = {
      platform: 1,
      tokens: ['x'],
      push_type: 'background',
      content_available: true,
      priority: 'high',
    };
    // Act
    const adapted = gorushRequest({ notifications: [notification] }, { from: 'alice', to: () => parties.to });
    // Assess
    expect(adapted.flatMap(namesOf)).toEqual(['notifications.0.priority']);
  });

  test('of ZEGO that counts nothing leaves the badge', () => {
    // Act
    const adapted = zegoPush({ content: 'hi', badgeIncrement: 3 }, { from: 'alice', to: { userId: 'bob' } });
    // Assess
    expect(bodyOf(adapted)).toMatchObject({ offlinePush: { badge: { mode: 'none' } } });
    expect(namesOf(adapted)).toEqual(['badgeIncrement']);
  });
});
