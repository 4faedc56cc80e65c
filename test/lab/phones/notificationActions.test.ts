/** What the user does with a notification: actions of its category, a reply, and clearing it. */
import { describe, expect, it } from 'vitest';
import type { TestPhone } from './testPhone.ts';
import { testPhone } from './testPhone.ts';

const message = (messageId: string, conversationId = 'user:alice', category = 'message') => ({
  kind: 'alert' as const,
  payload: { aps: { alert: { body: messageId }, category }, ringpost: { messageId, conversationId, receipt: 't' } },
  headers: { 'apns-collapse-id': messageId },
});

const ids = ({ phone }: TestPhone) => phone.view().notifications.map(({ messageId }) => messageId);
const requests = ({ api }: TestPhone) =>
  api.requests.map(({ method, path, body }) => ({ line: `${method} ${path}`, body }));

describe('a reply in a notification', () => {
  it.each([
    ['user:alice', { userId: 'alice' }],
    ['user:staff:alice', { userId: 'staff:alice' }],
    ['group:team', { groupId: 'team' }],
  ])('to %s is a message of the phone’s user, who has opened the other one', async (conversationId, to) => {
    // Prepare
    const bobs = testPhone({ state: 'killed' });
    await bobs.push(message('m1', conversationId));
    await bobs.push(message('m2'));

    // Act
    await bobs.phone.act('respond', { messageId: 'm1', actionId: 'reply', text: 'yes' });

    // Assess
    expect(requests(bobs)).toEqual(
      expect.arrayContaining([
        { line: 'POST /v1/messages', body: { to, elements: [{ type: 'text', text: 'yes' }] } },
        { line: 'POST /v1/receipts/t', body: { event: 'tapped', at: expect.any(String), ageMs: 0 } },
      ]),
    );
    expect(ids(bobs)).toEqual(['m2']);
    expect(bobs.phone.view()).toMatchObject({ state: 'background', forceQuit: false });
    expect(bobs.phone.view().replyProblem).toBeUndefined();
  });

  it('shows why it was not sent, until the next one', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1'));
    await bobs.push(message('m2'));
    bobs.api.answer('POST /v1/messages', { status: 403, body: { detail: 'No.', fix: 'Ask.' } });
    await bobs.phone.act('respond', { messageId: 'm1', actionId: 'reply', text: 'yes' });
    const { replyProblem } = bobs.phone.view();
    bobs.api.answer('POST /v1/messages', { status: 200 });

    // Act
    await bobs.phone.act('respond', { messageId: 'm2', actionId: 'reply', text: 'yes' });

    // Assess
    expect(replyProblem).toBe('403: No. Ask.');
    expect(bobs.phone.view().replyProblem).toBeUndefined();
  });
});

describe('an action of the category', () => {
  it('mutes the conversation', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1'));

    // Act
    await bobs.phone.act('respond', { messageId: 'm1', actionId: 'mute' });

    // Assess
    expect(requests(bobs)).toContainEqual({
      line: 'PUT /v1/conversations/user:alice/settings',
      body: { level: 'none' },
    });
  });

  it.each([
    ['of a category that the app does not have', 'other', 'm1'],
    ['of a notification that is gone', 'message', 'm0'],
  ])('%s does nothing', async (_, category, messageId) => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1', 'user:alice', category));

    // Act
    await bobs.phone.act('respond', { messageId, actionId: 'reply', text: 'yes' });

    // Assess
    expect(bobs.api.lines().filter((line) => line === 'POST /v1/messages')).toEqual([]);
    expect(ids(bobs)).toEqual(['m1']);
  });
});

describe('a notification that its user clears', () => {
  it('goes alone, and nobody learns of it', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1'));
    await bobs.push(message('m2'));

    // Act
    await bobs.phone.act('dismiss', { messageId: 'm1' });

    // Assess
    expect(ids(bobs)).toEqual(['m2']);
    expect(bobs.api.lines().filter((line) => line.includes('receipts'))).toEqual([]);
  });
});
