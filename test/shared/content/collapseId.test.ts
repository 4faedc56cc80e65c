import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callCollapseId, type MessageNotification, messageCollapseId } from '../../../shared/content/collapseId.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 260 });
const notifications: fc.Arbitrary<Required<MessageNotification>> = fc.record({
  from: anyText,
  isFromServer: fc.boolean(),
  conversationId: anyText,
  givenId: anyText,
});
const bobs = { from: 'bob', conversationId: 'group:g', givenId: 'x' };

describe('the collapse ID that Apple sees', () => {
  it('fits the header and never equals the given one', () => {
    fc.assert(
      fc.property(notifications, (notification) => {
        // Act
        const id = messageCollapseId(notification);

        // Assess
        expect(id).toMatch(/^[\w-]{43}$/);
        expect(id).not.toBe(notification.givenId);
      }),
    );
  });

  it('is the same for two notifications only when sender, conversation and given ID are', () => {
    fc.assert(
      fc.property(notifications, notifications, (one, other) => {
        // Act
        const isSame = messageCollapseId(one) === messageCollapseId(other);

        // Assess
        expect(isSame).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it.each<[string, MessageNotification]>([
    ['another sender', { ...bobs, from: 'mallory' }],
    ['a server in the name of the sender', { ...bobs, isFromServer: true }],
    ['the sender in another conversation', { ...bobs, conversationId: 'user:bob' }],
    ['the sender with another ID', { ...bobs, givenId: 'y' }],
    ['parts that look the same when joined', { from: 'bob","group:g', conversationId: '', givenId: 'x' }],
  ])('differs for %s', (_who, other) => {
    // Act
    const ids = [messageCollapseId(bobs), messageCollapseId(other)];

    // Assess
    expect(new Set(ids).size).toBe(2);
  });

  it('of a call differs from that of a message with the same ID', () => {
    fc.assert(
      fc.property(anyText, notifications, (callId, notification) => {
        // Act
        const ids = [
          callCollapseId({ from: notification.from, callId }),
          messageCollapseId({ ...notification, givenId: callId }),
        ];

        // Assess
        expect(new Set(ids).size).toBe(2);
      }),
    );
  });
});
