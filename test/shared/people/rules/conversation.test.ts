import { describe, expect, it } from 'vitest';
import { conversationIdOf, groupOfConversation } from '../../../../shared/people/rules/conversation.ts';

describe('a conversation ID', () => {
  it.each([
    ['user:alice', 'alice', undefined],
    ['group:g1', 'alice', 'g1'],
    ['group:a:b\nc', 'alice', 'a:b\nc'],
  ])('%s names the sender, or the group', (expected, from, groupId) => {
    // Act
    const conversationId = conversationIdOf(from, groupId);

    // Assess
    expect(conversationId).toBe(expected);
    expect(groupOfConversation(conversationId)).toBe(groupId);
  });
});
