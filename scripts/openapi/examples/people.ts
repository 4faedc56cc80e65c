import type { Profile } from '../../../shared/people/rules/recipient.ts';
import { type ExamplesOf, noContent } from './example.ts';

export const profile = {
  nickname: 'Alice',
  avatarUrl: 'https://example.com/avatars/alice.jpg',
  locale: 'en-GB',
  timeZone: 'Europe/London',
  doNotDisturb: {
    windows: [{ days: ['sun', 'mon', 'tue', 'wed', 'thu'], start: '22:00', end: '07:00' }],
    until: '2099-01-01T08:00:00.000Z',
    allowCalls: true,
  },
} satisfies Profile;
const muting = { level: 'mentions', until: '2099-01-01T08:00:00.000Z' } as const;
const muted = { ...muting, receive: 'none', mentionsStillPush: true } as const;
const tags = { tags: ['beta', 'city:shanghai'] };
const group = { groupId: 'family', name: 'Family', ownerId: 'alice', memberCount: 3 };

export const profileExamples: ExamplesOf<'profile'> = {
  'GET /v1/profile': { answers: { 200: profile } },
  'PUT /v1/profile': { body: profile, answers: { 200: profile } },
  'GET /v1/conversations/{conversationId}/settings': { answers: { 200: muted } },
  'PUT /v1/conversations/{conversationId}/settings': { body: muting, answers: { 200: muted } },
  'GET /v1/blocks': { answers: { 200: { blocks: [{ userId: 'mallory' }] } } },
  'PUT /v1/blocks/{userId}': noContent,
  'DELETE /v1/blocks/{userId}': noContent,
  'GET /v1/server/users/{userId}/profile': { answers: { 200: profile } },
  'PUT /v1/server/users/{userId}/profile': { body: profile, answers: { 200: profile } },
  'GET /v1/server/users/{userId}/tags': { answers: { 200: tags } },
  'PUT /v1/server/users/{userId}/tags': { body: tags, answers: { 200: tags } },
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': { answers: { 200: muted } },
  'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': { body: muting, answers: { 200: muted } },
  'PUT /v1/server/users/{userId}/blocks/{otherUserId}': noContent,
  'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': noContent,
};

const members = {
  answers: { 200: { members: [{ userId: 'alice' }, { userId: 'bob', card: 'Dad' }, { userId: 'carol' }] } },
};

export const groupExamples: ExamplesOf<'groups'> = {
  'GET /v1/groups/{groupId}': { answers: { 200: group } },
  'PUT /v1/groups/{groupId}': { body: { name: 'Family' }, answers: { 200: group } },
  'DELETE /v1/groups/{groupId}': noContent,
  'GET /v1/groups/{groupId}/members': members,
  'PUT /v1/groups/{groupId}/members/{userId}': {
    body: { card: 'Dad' },
    answers: { 200: { userId: 'bob', card: 'Dad' } },
  },
  'DELETE /v1/groups/{groupId}/members/{userId}': noContent,
  'GET /v1/server/groups/{groupId}': { answers: { 200: group } },
  'PUT /v1/server/groups/{groupId}': { body: { name: 'Family', ownerId: 'alice' }, answers: { 200: group } },
  'DELETE /v1/server/groups/{groupId}': noContent,
  'GET /v1/server/groups/{groupId}/members': members,
  'POST /v1/server/groups/{groupId}/members': {
    body: { add: [{ userId: 'bob', card: 'Dad' }, { userId: 'carol' }], remove: ['mallory'] },
    answers: { 200: group },
  },
};
