import { describe, expect, it } from 'vitest';
import type { ApiExchange } from '../../../lab/phones/announcement.ts';
import { readSentRequests } from '../../../lab/phones/sentRequest.ts';

const exchange = (more: Partial<ApiExchange>, request: object, answer: object): ApiExchange => ({
  routeKey: 'POST /v1/messages',
  receivedMs: Date.UTC(2026, 11, 1),
  query: '',
  pathParameters: {},
  status: 200,
  requestBody: JSON.stringify(request),
  answerBody: JSON.stringify(answer),
  ...more,
});
const message = { to: { userId: 'bob' }, elements: [{ type: 'text', text: 'hi' }, { type: 'image' }] };

describe('readSentRequests', () => {
  it('reads a message of a user, so that it can be sent again', () => {
    // Prepare
    const targets = [{ userId: 'bob', deviceId: 'B', kind: 'alert', outcome: 'accepted' }];

    // Act
    const [sent] = readSentRequests(exchange({ userId: 'alice' }, message, { messageId: 'm', targets }));

    // Assess
    expect(sent).toEqual({
      kind: 'message',
      id: 'm',
      from: 'alice',
      to: { userId: 'bob' },
      text: 'hi [image]',
      receivedAt: '2026-12-01T00:00:00.000Z',
      path: '/v1/messages',
      body: JSON.stringify(message),
      asUser: 'alice',
      targets,
    });
  });

  it('reads each message of a batch as a message of a server, without the refused ones', () => {
    // Prepare
    const messages = [
      { from: 'alice', ...message },
      { from: 'carol', ...message },
    ];
    const results = [{ body: { code: 'unknown_user' } }, { body: { messageId: 'm2' } }];

    // Act
    const sent = readSentRequests(exchange({ routeKey: 'POST /v1/server/messages/batch' }, { messages }, { results }));

    // Assess
    expect(sent).toMatchObject([{ id: 'm2', from: 'carol', path: '/v1/server/messages' }]);
    expect(sent[0]).not.toHaveProperty('asUser');
  });

  it('reads a video call', () => {
    // Prepare
    const call = { routeKey: 'POST /v1/calls', userId: 'alice', status: 201 };

    // Act
    const sent = readSentRequests(exchange(call, { to: { groupId: 'g' }, hasVideo: true }, { callId: 'c' }));

    // Assess
    expect(sent).toMatchObject([{ kind: 'call', id: 'c', to: { groupId: 'g' }, hasVideo: true, targets: [] }]);
  });

  it.each([
    ['a refused request', { status: 400 }],
    ['an explanation', { query: 'explain=true' }],
    ['another route', { routeKey: 'POST /v1/receipts' }],
  ])('reads nothing of %s', (_, more) => {
    // Prepare
    const asked = exchange({ userId: 'alice', ...more }, message, { messageId: 'm' });

    // Act
    const sent = readSentRequests(asked);

    // Assess
    expect(sent).toEqual([]);
  });
});
