/** `ext` at every door by which it comes in: it arrives at the phone with the same value, or is 400 with its path. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { anyJson, nestedJson } from '../support/anyJson.ts';
import {
  type Answer,
  type LabPhone,
  makePhone,
  makeUser,
  pushesTo,
  rawServerClient,
  rawUserClient,
  userClient,
} from '../support/lab/labClient.ts';

let lab: Lab;
let phone: LabPhone;
let third: LabPhone;
const [bob, carol] = [makeUser('bob'), makeUser('carol')];
beforeAll(async () => {
  lab = await startLab({ port: 0 });
  phone = await makePhone(lab, { userId: bob });
  third = await makePhone(lab, { userId: carol });
});
afterAll(() => lab.stop());

/** @param ext JSON. @returns the answer that judges it, and who is pushed to. */
type Door = (ext: string) => Promise<{ answer: Answer; to: LabPhone }>;

const message = (offlinePush: string, rest = '') =>
  `{"to":{"userId":"${bob}"},"elements":[{"type":"text","text":"hi"}],"offlinePush":{${offlinePush}}${rest}}`;
const call = (ext: string, rest = '', callee = bob) =>
  `{"to":{"userId":"${callee}"},"callerName":"Alice","ext":${ext}${rest}}`;

/** Users of their own for each request: what they send one after the other has nothing to do with each other. */
const user = (method: string, path: string, body: string) => rawUserClient(lab, makeUser('alice'))(method, path, body);
const server = (method: string, path: string, body: string) => rawServerClient(lab)(method, path, body);

const doors: readonly (readonly [name: string, door: Door, pathOfExt: string])[] = [
  [
    'a message',
    async (ext) => ({ answer: await user('POST', '/v1/messages', message(`"ext":${ext}`)), to: phone }),
    '/offlinePush/ext',
  ],
  [
    'a message in the background',
    async (ext) => {
      const body = message(`"pushType":"background","ext":${ext}`);
      return { answer: await user('POST', '/v1/messages', body), to: phone };
    },
    '/offlinePush/ext',
  ],
  [
    'a message that rings',
    async (ext) => {
      const body = message(`"pushType":"voip","ext":${ext}`);
      return { answer: await user('POST', '/v1/messages', body), to: phone };
    },
    '/offlinePush/ext',
  ],
  [
    'a message of a server',
    async (ext) => {
      const body = message(`"ext":${ext}`, `,"from":"${makeUser('alice')}"`);
      return { answer: await server('POST', '/v1/server/messages', body), to: phone };
    },
    '/offlinePush/ext',
  ],
  [
    'a policy',
    async (ext) => {
      const policyId = randomUUID();
      const answer = await server('PUT', `/v1/server/policies/${policyId}`, `{"desc":"hi","ext":${ext}}`);
      if (answer.status === 200) {
        const body = message(`"policyId":"${policyId}"`, `,"from":"${makeUser('alice')}"`);
        await server('POST', '/v1/server/messages', body);
      }
      return { answer, to: phone };
    },
    '/ext',
  ],
  ['a call', async (ext) => ({ answer: await user('POST', '/v1/calls', call(ext)), to: phone }), '/ext'],
  [
    'a call of a server',
    async (ext) => {
      const body = call(ext, `,"from":"${makeUser('alice')}"`);
      return { answer: await server('POST', '/v1/server/calls', body), to: phone };
    },
    '/ext',
  ],
  [
    'a later invitation to the call',
    async (ext) => {
      const [alice, callee] = [makeUser('alice'), makeUser('callee')];
      // A phone that rings already is busy.
      await makePhone(lab, { userId: callee });
      const answer = await rawUserClient(lab, alice)('POST', '/v1/calls', call(ext, '', callee));
      if (answer.status === 201) {
        await userClient(lab, alice)('POST', `/v1/calls/${answer.body.callId}/participants`, { userIds: [carol] });
      }
      return { answer, to: third };
    },
    '/ext',
  ],
];

/** The `ext` of the newest push to the phone, and how many there were. */
async function pushed(to: LabPhone): Promise<{ count: number; ext: unknown }> {
  const pushes = await pushesTo(lab, to);
  return { count: pushes.length, ext: pushes.at(-1)?.payload.ext };
}

/** Small enough to be pushed beside all else. */
const fitting = anyJson.map((value) => JSON.stringify(value)).filter((json) => Buffer.byteLength(json) < 2500);

describe.each(doors)('ext of %s', (_name, door, pathOfExt) => {
  test('arrives with the same value, whatever JSON it is', async () => {
    const examples = [nestedJson(60), '{"__proto__":{"a":1}}', '{"constructor":1}', '9007199254740992', '-0', 'null'];
    await fc.assert(
      fc.asyncProperty(fitting, async (ext) => {
        // Act
        const { answer, to } = await door(ext);
        const { ext: arrived } = await pushed(to);

        // Assess: the order of fields as well.
        expect(answer.status).toBeLessThan(300);
        expect(JSON.stringify(arrived)).toBe(JSON.stringify(JSON.parse(ext)));
      }),
      { numRuns: 15, examples: examples.map((ext): [string] => [ext]) },
    );
  });

  test.each([
    ['a number beyond 2^53', '{"a":[1,9007199254740993]}', '/a/1'],
    ['a number that is out of range', '[{"b":1e400}]', '/0/b'],
    ['a number of too many digits', '{"__proto__":0.12345678901234567891}', '/__proto__'],
    ['half of a character', '{"a":"\\ud83d"}', '/a'],
    ['61 levels', nestedJson(61), '/0/a'.repeat(30)],
    ['65,537 bytes', `"${'x'.repeat(65_535)}"`, ''],
  ])('is refused at its path with %s, and nothing is pushed', async (_what, ext, path) => {
    // Prepare
    const before = await Promise.all([pushed(phone), pushed(third)]);

    // Act
    const { answer } = await door(ext);

    // Assess
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path: pathOfExt + path, message: expect.stringMatching(/\w/) }]);
    expect(await Promise.all([pushed(phone), pushed(third)])).toEqual(before);
  });
});
