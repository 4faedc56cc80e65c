import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import type { RequestPart } from '../../../shared/api/fieldErrors.ts';
import type { Operation } from '../../../shared/api/operation.ts';
import { callOperations } from '../../../shared/api/schemas/calls.ts';
import { deviceOperations } from '../../../shared/api/schemas/devices.ts';
import { healthOperations } from '../../../shared/api/schemas/health.ts';
import { messageOperations } from '../../../shared/api/schemas/messages.ts';
import { profileOperations } from '../../../shared/api/schemas/profile.ts';
import { validate } from '../../../shared/api/validate.ts';
import { tokenHex } from '../../support/factories.ts';

const operations: Record<string, Operation> = {
  ...deviceOperations,
  ...profileOperations,
  ...messageOperations,
  ...callOperations,
  ...healthOperations,
};
const requestSchemas = Object.entries(operations).flatMap(([route, { path, query, body }]) =>
  Object.entries({ path, query, body }).flatMap(([part, schema]): [string, RequestPart, z.ZodMiniType][] =>
    schema ? [[route, part as RequestPart, schema]] : [],
  ),
);

const uuid = 'C0FFEE00-0000-4000-8000-00000000000A';
const registration = {
  appId: 'com.example.app',
  tokens: {
    alert: { token: tokenHex('A').toUpperCase(), environment: 'production' },
    voip: { token: tokenHex('V') },
  },
  locale: 'zh-Hans-CN',
  timeZone: 'Asia/Shanghai',
  territory: 'CN',
  permission: 'authorized',
  appVersion: '1.2.3',
  osVersion: '26.1',
  kitVersion: '0.1',
};
const message = {
  to: { userIds: ['bob', 'carol'] },
  elements: [{ type: 'text', text: 'hi' }],
  onlineUserOnly: true,
  offlinePush: {
    disabled: false,
    pushType: 'voip',
    title: 't',
    desc: 'd',
    ext: { any: [null, 'thing'] },
    sound: 'ring.caf',
    voip: { handle: { type: 'phoneNumber', value: '8613800000000' }, callerName: 'Alice', hasVideo: true },
  },
};
const call = {
  to: { userId: 'bob' },
  callId: uuid,
  handle: { type: 'emailAddress', value: 'a@example.com' },
  callerName: 'Alice',
  hasVideo: true,
  timeoutSeconds: 30,
  supportsHolding: true,
  supportsGrouping: false,
  supportsUngrouping: false,
  supportsDTMF: true,
  ext: '',
};
const presence = { state: 'foreground', ttlSeconds: 60, unreadCount: 0 };
const bodies: Record<string, object> = {
  'PUT /v1/devices/{deviceId}': registration,
  'PUT /v1/devices/{deviceId}/presence': presence,
  'PUT /v1/profile': { nickname: '爱丽丝' },
  'POST /v1/messages': message,
  'POST /v1/server/messages': { from: 'alice', ...message },
  'POST /v1/calls': call,
  'POST /v1/server/calls': { from: 'alice', ...call },
  'POST /v1/calls/{callId}/answer': { deviceId: 'phone-1' },
};

function bodySchema(route: string): z.ZodMiniType {
  const schema = operations[route]?.body;
  if (schema === undefined) throw new Error(`${route} has no body`);
  return schema;
}
const accepts = (route: string, body: unknown) => bodySchema(route).safeParse(body).success;

describe('any input', () => {
  it.each(requestSchemas)('%s: its %s is accepted or refused, without an internal error', (_route, part, schema) => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constant(undefined),
      fc.dictionary(fc.string(), fc.string()),
    );
    fc.assert(
      fc.property(value, (anything) => {
        // Prepare: anything

        // Act
        const judge = () => {
          try {
            validate(part, schema, anything);
          } catch (error) {
            if (!(error instanceof BadRequest)) throw error;
            return error.problem;
          }
          return undefined;
        };

        // Assess
        const problem = judge();
        if (problem !== undefined) expect(problem).toMatchObject({ status: 400, code: 'invalid_request' });
        if (problem !== undefined) expect(problem.errors?.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(bodies))('%s: a valid body with one change is accepted or refused', (route, good) => {
    fc.assert(
      fc.property(fc.nat(), fc.jsonValue({ maxDepth: 2 }), (place, anything) => {
        // Prepare
        const places = pathsIn(good);
        const body = withValueAt(good, places[place % places.length] ?? [], anything);

        // Act
        const judge = () => {
          try {
            return validate('body', bodySchema(route), body);
          } catch (error) {
            if (!(error instanceof BadRequest)) throw error;
            return error.problem;
          }
        };

        // Assess
        expect(judge()).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a valid body', () => {
  it.each(Object.entries(bodies))('is accepted whole: %s', (route, body) => {
    // Prepare: the row

    // Act
    const result = bodySchema(route).safeParse(body);

    // Assess
    expect(result.error).toBeUndefined();
    expect(Object.keys(result.data as object).toSorted()).toEqual(Object.keys(body).toSorted());
  });

  it('has its tokens and UUIDs in lower case, and its defaults', () => {
    // Prepare
    const minimal = { to: { userId: 'bob' } };

    // Act
    const made = [
      bodySchema('PUT /v1/devices/{deviceId}').parse({ appId: 'a.b', tokens: { alert: { token: 'AB'.repeat(32) } } }),
      bodySchema('PUT /v1/devices/{deviceId}/presence').parse({ state: 'background' }),
      bodySchema('POST /v1/messages').parse({ ...minimal, elements: [{ type: 'text', text: '' }] }),
      bodySchema('POST /v1/calls').parse({ ...minimal, callId: uuid }),
      bodySchema('POST /v1/calls/{callId}/end').parse(undefined),
    ];

    // Assess
    expect(made).toEqual([
      { appId: 'a.b', tokens: { alert: { token: 'ab'.repeat(32), environment: 'auto' } } },
      { state: 'background', ttlSeconds: 120 },
      { ...minimal, elements: [{ type: 'text', text: '' }], onlineUserOnly: false, offlinePush: {} },
      { ...minimal, callId: uuid.toLowerCase(), hasVideo: false, timeoutSeconds: 60 },
      {},
    ]);
  });

  it('passes any ext on unchanged', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (ext) => {
        // Prepare
        const body = { ...call, ext };

        // Act
        const made = bodySchema('POST /v1/calls').parse(body);

        // Assess
        expect(JSON.stringify((made as { ext: unknown }).ext)).toBe(JSON.stringify(ext));
      }),
    );
  });
});

describe('a field', () => {
  const device = 'PUT /v1/devices/{deviceId}';
  const withToken = (token: unknown) => ({ ...registration, tokens: { alert: { token } } });
  const withPush = (offlinePush: object) => ({ ...message, offlinePush });
  const quiet = (start: string, end: string) => ({ doNotDisturb: { windows: [{ start, end }] } });

  it.each<[string, string, unknown, boolean]>([
    ['token of 8 bytes', device, withToken('ab'.repeat(8)), true],
    ['token of 7 bytes', device, withToken('ab'.repeat(7)), false],
    ['token of 200 bytes', device, withToken('ab'.repeat(200)), true],
    ['token of 201 bytes', device, withToken('ab'.repeat(201)), false],
    ['token with half a byte', device, withToken(`${'ab'.repeat(32)}a`), false],
    ['token that is not hex', device, withToken('xy'.repeat(32)), false],
    ['token with spaces, as old iOS code prints it', device, withToken('<abcdabcd abcdabcd>'), false],
    ['token kind that is not known', device, { ...registration, tokens: { liveactivity: {} } }, false],
    [
      'environment sandbox',
      device,
      { ...registration, tokens: { alert: { token: tokenHex('A'), environment: 'sandbox' } } },
      false,
    ],
    ['tokens: none', device, { ...registration, tokens: {} }, true],
    ['tokens: missing', device, { appId: 'com.example.app' }, false],
    ['appId without a dot', device, { ...registration, appId: 'app' }, false],
    ['appId with a slash', device, { ...registration, appId: 'com.example/app' }, false],
    ['appId of 156 characters', device, { ...registration, appId: `a.${'b'.repeat(154)}` }, false],
    ['locale of 255 characters, to be left out', device, { ...registration, locale: 'x'.repeat(255) }, true],
    ['locale of 256 characters', device, { ...registration, locale: 'x'.repeat(256) }, false],
    [
      'facts that cannot be read',
      device,
      { ...registration, locale: '中文', timeZone: 'Mars', permission: 'yes' },
      true,
    ],
    ['facts that are null', device, { ...registration, locale: null, territory: null, appVersion: null }, true],
    ['fact that is not a text', device, { ...registration, appVersion: 7 }, false],
    ['locale of 35 characters', 'PUT /v1/profile', { locale: 'en-abcdefgh-abcdefgi-abcdefgj-abcde' }, true],
    ['locale of 36 characters', 'PUT /v1/profile', { locale: 'en-abcdefgh-abcdefgi-abcdefgj-abcdef' }, false],
    ['invalid locale', 'PUT /v1/profile', { locale: '中文' }, false],
    ['locale with an underscore', 'PUT /v1/profile', { locale: 'zh_CN' }, true],
    ['invalid timeZone', 'PUT /v1/profile', { timeZone: 'Mars/Olympus' }, false],
    ['timeZone as iOS writes an offset', 'PUT /v1/profile', { timeZone: 'GMT+0800' }, true],
    ['ttlSeconds 10', 'PUT /v1/devices/{deviceId}/presence', { ...presence, ttlSeconds: 10 }, true],
    ['ttlSeconds 9', 'PUT /v1/devices/{deviceId}/presence', { ...presence, ttlSeconds: 9 }, false],
    ['ttlSeconds 3600', 'PUT /v1/devices/{deviceId}/presence', { ...presence, ttlSeconds: 3600 }, true],
    ['ttlSeconds 3601', 'PUT /v1/devices/{deviceId}/presence', { ...presence, ttlSeconds: 3601 }, false],
    ['unreadCount -1', 'PUT /v1/devices/{deviceId}/presence', { ...presence, unreadCount: -1 }, false],
    ['previousUnreadCount', 'PUT /v1/devices/{deviceId}/presence', { ...presence, previousUnreadCount: 3 }, true],
    [
      'previousUnreadCount without unreadCount',
      'PUT /v1/devices/{deviceId}/presence',
      { state: 'background', previousUnreadCount: 3 },
      false,
    ],
    ['quiet until 24:00', 'PUT /v1/profile', quiet('22:00', '24:00'), true],
    ['quiet all day', 'PUT /v1/profile', quiet('00:00', '24:00'), true],
    ['quiet from 24:00', 'PUT /v1/profile', quiet('24:00', '07:00'), false],
    ['quiet until 24:01', 'PUT /v1/profile', quiet('22:00', '24:01'), false],
    ['quiet until 23:60', 'PUT /v1/profile', quiet('22:00', '23:60'), false],
    ['quiet until 7:00', 'PUT /v1/profile', quiet('22:00', '7:00'), false],
    ['quiet from 00:00 until 00:00', 'PUT /v1/profile', quiet('00:00', '00:00'), false],
    ['avatar without a host', 'PUT /v1/profile', { avatarUrl: 'https:///x' }, false],
    ['image without a host', 'POST /v1/messages', withPush({ image: 'https:///x' }), false],
    ['image with a password', 'POST /v1/messages', withPush({ image: 'https://a:b@example.com/x' }), false],
    ['nickname that is empty', 'PUT /v1/profile', { nickname: '' }, false],
    ['nickname of 101 characters', 'PUT /v1/profile', { nickname: 'x'.repeat(101) }, false],
    ['profile without nickname', 'PUT /v1/profile', {}, true],
    ['to of one user', 'POST /v1/messages', { ...message, to: { userId: 'bob' } }, true],
    ['to of nobody', 'POST /v1/messages', { ...message, to: { userIds: [] } }, false],
    ['to of 500 users', 'POST /v1/messages', { ...message, to: { userIds: new Array(500).fill('u') } }, true],
    ['to of 501 users', 'POST /v1/messages', { ...message, to: { userIds: new Array(501).fill('u') } }, false],
    ['to of both forms', 'POST /v1/messages', { ...message, to: { userId: 'a', userIds: ['b'] } }, false],
    ['to that is empty', 'POST /v1/messages', { ...message, to: { userId: '' } }, false],
    ['elements: none', 'POST /v1/messages', { ...message, elements: [] }, false],
    ['element of an unknown type', 'POST /v1/messages', { ...message, elements: [{ type: 'smell' }] }, false],
    ['sound none', 'POST /v1/messages', withPush({ sound: 'none' }), true],
    ['sound default', 'POST /v1/messages', withPush({ sound: 'default' }), true],
    ['sound without extension', 'POST /v1/messages', withPush({ sound: 'ring' }), false],
    ['sound in a folder', 'POST /v1/messages', withPush({ sound: 'a/ring.caf' }), false],
    ['voip of an alert', 'POST /v1/messages', withPush({ voip: {} }), false],
    ['voip of a message that rings', 'POST /v1/messages', withPush({ voip: {}, pushType: 'voip' }), true],
    ['from of a user', 'POST /v1/messages', { from: 'mallory', ...message }, false],
    ['from of a server: missing', 'POST /v1/server/messages', message, false],
    ['callId that is not a UUID', 'POST /v1/calls', { ...call, callId: 'call-1' }, false],
    ['timeoutSeconds 0', 'POST /v1/calls', { ...call, timeoutSeconds: 0 }, false],
    ['timeoutSeconds 600', 'POST /v1/calls', { ...call, timeoutSeconds: 600 }, true],
    ['timeoutSeconds 601', 'POST /v1/calls', { ...call, timeoutSeconds: 601 }, false],
    ['timeoutSeconds 1.5', 'POST /v1/calls', { ...call, timeoutSeconds: 1.5 }, false],
    ['handle of an unknown type', 'POST /v1/calls', { ...call, handle: { type: 'fax', value: '1' } }, false],
    ['to of several users', 'POST /v1/calls', { ...call, to: { userIds: ['bob', 'carol'] } }, true],
    ['to of a user and a group', 'POST /v1/calls', { ...call, to: { userId: 'bob', groupId: 'family' } }, false],
    ['deviceId with a space', 'POST /v1/calls/{callId}/answer', { deviceId: 'phone 1' }, false],
  ])('%s is accepted or refused', (_what, route, body, expected) => {
    // Prepare: the row

    // Act
    const taken = accepts(route, body);

    // Assess
    expect(taken).toBe(expected);
  });

  it.each(Object.entries(bodies))('that is unknown is refused by name: %s', (route, good) => {
    // Prepare
    const body = { ...good, colour: 'red' };

    // Act
    const result = bodySchema(route).safeParse(body);

    // Assess
    expect(result.error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['colour'], path: [] }]);
  });
});

type Path = readonly (string | number)[];

/** Where every value of a JSON document is, the document itself included. */
function pathsIn(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]];
  const inner = Object.entries(value).flatMap(([name, child]) => pathsIn(child).map((path) => [name, ...path]));
  return [[], ...inner];
}

function withValueAt(document: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(document))
    return document.map((child, i) => (String(i) === name ? withValueAt(child, rest, value) : child));
  const fields = document as Record<string, unknown>;
  return { ...fields, [name]: withValueAt(fields[name], rest, value) };
}
