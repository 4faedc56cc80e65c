import { describe, expect, it } from 'vitest';
import { BadRequest } from '../../../shared/api/badRequest.ts';
import { fieldAliases } from '../../../shared/api/schemas/fieldAliases.ts';
import { groupOperations } from '../../../shared/api/schemas/groups.ts';
import { messageAsServer } from '../../../shared/api/schemas/messages.ts';
import { serverOperations } from '../../../shared/api/schemas/server.ts';
import { validate } from '../../../shared/api/validate.ts';

const policyBody = serverOperations['PUT /v1/server/policies/{policyId}'].body;
const memberBody = groupOperations['PUT /v1/groups/{groupId}/members/{userId}'].body;
const membersBody = groupOperations['POST /v1/server/groups/{groupId}/members'].body;

const message = (offlinePush: object) => ({
  from: 'alice',
  to: { userId: 'bob' },
  elements: [{ type: 'text', text: 'hi' }],
  offlinePush,
});
const pushOf = (offlinePush: object) => validate('body', messageAsServer, message(offlinePush)).offlinePush;

function faultsOf(act: () => unknown) {
  try {
    return act();
  } catch (error) {
    if (error instanceof BadRequest) return error.problem.errors;
    throw error;
  }
}

describe('the second name of a field', () => {
  it('is read as the first one', () => {
    // Act
    const push = pushOf({ body: 'hi', contentAvailable: true, texts: { en: { body: 'hello' } } });
    const policy = validate('body', policyBody, { body: 'hi', contentAvailable: true });
    const member = validate('body', memberBody, { nameCard: 'Al' });
    const members = validate('body', membersBody, { add: [{ userId: 'bob', nameCard: 'Bo' }] });
    // Assess
    expect(push).toEqual({ desc: 'hi', wakeInBackground: true, texts: { en: { desc: 'hello' } } });
    expect(policy).toEqual({ desc: 'hi', wakeInBackground: true });
    expect(member).toEqual({ card: 'Al' });
    expect(members.add).toEqual([{ userId: 'bob', card: 'Bo' }]);
  });

  it('may stand beside the first one with the same value', () => {
    // Act
    const push = pushOf({ desc: 'hi', body: 'hi', wakeInBackground: false, contentAvailable: false });
    // Assess
    expect(push).toEqual({ desc: 'hi', wakeInBackground: false });
  });

  it.each<[string, () => unknown, string]>([
    ['body', () => pushOf({ desc: 'hi', body: 'hello' }), '/offlinePush/body'],
    ['body', () => pushOf({ texts: { en: { desc: '', body: 'hello' } } }), '/offlinePush/texts/en/body'],
    [
      'contentAvailable',
      () => pushOf({ wakeInBackground: false, contentAvailable: true }),
      '/offlinePush/contentAvailable',
    ],
    ['nameCard', () => validate('body', memberBody, { card: 'A', nameCard: 'B' }), '/nameCard'],
  ] as const)('%s is refused beside the first one with another value', (alias, act, path) => {
    // Act
    const errors = faultsOf(act);
    // Assess
    const name = fieldAliases[alias as keyof typeof fieldAliases];
    expect(errors).toEqual([
      { path, message: `is another name for ${name}, which has another value: send one of them` },
    ]);
  });

  it('is held to the limits of the field', () => {
    // Act
    const errors = faultsOf(() => pushOf({ body: 'x'.repeat(20_001) }));
    // Assess
    expect(errors).toEqual([{ path: '/offlinePush/body', message: 'must have at most 20000 characters' }]);
  });

  it('counts for the combinations that a push may not have', () => {
    // Act
    const errors = faultsOf(() => pushOf({ pushType: 'background', body: 'hi' }));
    // Assess
    expect(errors).toEqual([expect.objectContaining({ path: '/offlinePush/desc' })]);
  });
});
