/** How often a user may do something in a minute, whole, over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { type Answer, makePhone, makeUser, serverClient, text, userClient } from '../support/lab/labClient.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ port: 0 });
});
afterAll(() => lab.stop());

/** One request after the other. */
async function repeat(times: number, request: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await request());
  return answers;
}

const nobody = () => ({ to: { userId: makeUser('nobody') } });
const isLimited = ({ status }: Answer) => status === 429;

describe('the settings of an app', () => {
  it('apply to the next request in any function', async () => {
    // Prepare
    const appId = `com.example.strict${Date.now()}`;
    const userId = makeUser('alice');
    await makePhone(lab, { userId, appId });
    const user = userClient(lab, userId);
    const groupId = makeUser('family');
    await user('PUT', `/v1/groups/${groupId}`, { name: 'Family' });
    // Each function reads the settings by itself.
    const reach = async () => [
      await user('POST', '/v1/messages', { ...nobody(), ...text('hi') }),
      await user('POST', '/v1/calls', { ...nobody(), callerName: 'Alice' }),
      await user('PUT', `/v1/groups/${groupId}/members/${makeUser('nobody')}`, {}),
    ];
    const set = (contacts: string) => serverClient(lab)('PUT', `/v1/server/apps/${appId}`, { contacts });
    // Act
    const answers = [
      await reach(),
      (await set('server_only')) && (await reach()),
      (await set('everybody')) && (await reach()),
    ];
    // Assess
    expect(answers.map((each) => each.map(({ status }) => status))).toEqual([
      [200, 201, 200],
      [403, 403, 403],
      [200, 201, 200],
    ]);
  });
});

describe('the rate of a user', () => {
  it('defaults to that of calls, and the answer has the seconds to wait', async () => {
    // Prepare
    const alice = userClient(lab, makeUser('alice'));
    // Act: more than two minutes take, as one may end meanwhile.
    const answers = await repeat(41, () => alice('POST', '/v1/calls', nobody()));
    // Assess
    const limited = answers.filter(isLimited);
    expect(answers.slice(0, 20).filter(isLimited)).toEqual([]);
    expect(limited.length).toBeGreaterThan(0);
    expect(limited[0]?.body).toMatchObject({
      code: 'rate_limited',
      status: 429,
      retryAfterSeconds: expect.any(Number),
    });
    expect(answers.filter((answer) => !isLimited(answer)).map(({ status }) => status)).toEqual(
      Array(answers.length - limited.length).fill(201),
    );
  });

  it("is the one that the team set for the user's app", async () => {
    // Prepare
    const appId = `com.example.slow${Date.now()}`;
    const userId = makeUser('alice');
    await serverClient(lab)('PUT', `/v1/server/apps/${appId}`, { rates: { messages: 2 } });
    await makePhone(lab, { userId, appId });
    const alice = userClient(lab, userId);
    // Act
    const answers = await repeat(5, () => alice('POST', '/v1/messages', { ...nobody(), ...text('hi') }));
    // Assess
    expect(answers.filter(isLimited).length).toBeGreaterThan(0);
  });

  it('does not apply to servers', async () => {
    // Prepare
    const server = serverClient(lab);
    const from = makeUser('alice');
    // Act
    const answers = await repeat(45, () => server('POST', '/v1/server/calls', { from, ...nobody() }));
    // Assess
    expect(answers.filter(isLimited)).toEqual([]);
  });
});
