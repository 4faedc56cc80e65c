/**
 * What a user is answered who acts on another user, and what follows for that other user. docs/callers.md shows this
 * table, reach.test.ts runs it.
 */
import type { KnownRouteKey } from '../../../shared/api/routes.ts';
import type { ContactRule } from '../../../shared/people/rules/userRules.ts';
import type { Expected } from './callerTable.ts';

/** How a user stands to the one whom a route reaches or names, and what their app's `contacts` are. */
export interface Standing {
  contacts: ContactRule;
  sharesGroup: boolean;
  isBlocked: boolean;
}

export const standings = {
  /** They share no group. */
  stranger: { contacts: 'everybody', sharesGroup: false, isBlocked: false },
  /** The same where only members of a common group are contacts. */
  noContact: { contacts: 'common_group', sharesGroup: false, isBlocked: false },
  /** A member of a common group whom the other one has blocked. */
  blocked: { contacts: 'common_group', sharesGroup: true, isBlocked: true },
  member: { contacts: 'common_group', sharesGroup: true, isBlocked: false },
} as const satisfies Record<string, Standing>;
export type StandingName = keyof typeof standings;
export const standingNames = Object.keys(standings) as StandingName[];

/**
 * What can follow for the other one. `push`: their phone gets one or more. `call log`: a line of theirs. `member`, `no
 * member`: they are in one group more, or less. `receipt`: it is noted with their message. `call state`: the call that
 * both are in changes, as the other one reads it. `written`: something else of theirs, without a push.
 */
export const consequences = ['push', 'call log', 'member', 'no member', 'receipt', 'call state', 'written'] as const;
export type Consequence = (typeof consequences)[number];

/** The answer, then what follows: `201: push, call log`. Without a colon nothing follows. */
export type Reached = Expected | `${Expected}: ${string}`;
export type Reach = Readonly<Record<StandingName, Reached>>;

const alike = (reached: Reached): Reach => ({
  stranger: reached,
  noContact: reached,
  blocked: reached,
  member: reached,
});
/** @param status with which the request is answered, also where a block keeps all that follows. */
const reaching = (status: Expected, follows: string): Reach => ({
  stranger: `${status}: ${follows}`,
  noContact: '403 not_a_contact',
  blocked: status,
  member: `${status}: ${follows}`,
});
/** It takes back what was sent before: `contacts` do not matter, a block does. */
const takingBack = (reached: Reached, ofBlocked: Reached): Reach => ({ ...alike(reached), blocked: ofBlocked });
/** Servers are free of `contacts`; a block holds for whoever they speak for. */
const speakingFor = (status: Expected, follows: string): Reach => takingBack(`${status}: ${follows}`, status);
/** About a group of the other one. */
const ofGroup = (toMembers: Reached): Reach => ({
  stranger: '404 unknown_group',
  noContact: '404 unknown_group',
  blocked: toMembers,
  member: toMembers,
});

/** `names nobody`: no other user, and nothing that others are concerned with. `let in`: any server, whoever it is about. */
export const reach: Readonly<Record<KnownRouteKey, Reach | 'names nobody' | 'let in'>> = {
  'GET /v1/health': 'names nobody',
  // For whoever holds the ticket, who has got it in a ring.
  'GET /v1/rings/{ticket}': 'names nobody',
  'POST /v1/receipts/{ticket}': 'names nobody',

  'PUT /v1/devices/{deviceId}': 'names nobody',
  'GET /v1/devices': 'names nobody',
  'DELETE /v1/devices/{deviceId}': 'names nobody',
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': 'names nobody',
  'PUT /v1/devices/{deviceId}/presence': 'names nobody',

  'GET /v1/profile': 'names nobody',
  'PUT /v1/profile': 'names nobody',
  'GET /v1/conversations/{conversationId}/settings': alike('200'),
  'PUT /v1/conversations/{conversationId}/settings': alike('200'),
  'GET /v1/blocks': 'names nobody',
  'PUT /v1/blocks/{userId}': alike('204'),
  'DELETE /v1/blocks/{userId}': alike('204'),
  'GET /v1/call-directory': 'names nobody',
  'PUT /v1/call-directory/{number}': 'names nobody',
  'DELETE /v1/call-directory/{number}': 'names nobody',

  'POST /v1/messages': reaching('200', 'push'),
  'GET /v1/messages/{messageId}': alike('200'),
  'POST /v1/messages/{messageId}/recall': takingBack('200: push', '200'),
  // For a message of the other one.
  'POST /v1/receipts': alike('202: receipt'),

  'POST /v1/calls': reaching('201', 'push, call log'),
  'GET /v1/calls': 'names nobody',
  'GET /v1/calls/{callId}': alike('200'),
  'PATCH /v1/calls/{callId}': alike('200'),
  // The other one has called.
  'POST /v1/calls/{callId}/answer': alike('200: call state'),
  'POST /v1/calls/{callId}/decline': alike('200: call state'),
  'POST /v1/calls/{callId}/busy': alike('200: call state'),
  // The push says that a call was missed.
  'POST /v1/calls/{callId}/cancel': takingBack('200: push, call state', '200: call state'),
  'POST /v1/calls/{callId}/participants': reaching('200', 'push, call log'),
  'POST /v1/calls/{callId}/leave': alike('200: call state'),
  'POST /v1/calls/{callId}/end': alike('200: call state'),

  'GET /v1/groups/{groupId}': ofGroup('200'),
  'PUT /v1/groups/{groupId}': alike('403 not_group_owner'),
  'DELETE /v1/groups/{groupId}': ofGroup('403 not_group_owner'),
  'GET /v1/groups/{groupId}/members': ofGroup('200'),
  // The group is the user's own.
  'PUT /v1/groups/{groupId}/members/{userId}': reaching('200', 'member'),
  // For the user's own group, which is the common one.
  'DELETE /v1/groups/{groupId}/members/{userId}': {
    stranger: '404 unknown_member',
    noContact: '404 unknown_member',
    blocked: '204: no member',
    member: '204: no member',
  },

  'GET /v1/server/policies': 'let in',
  'GET /v1/server/policies/{policyId}': 'let in',
  'PUT /v1/server/policies/{policyId}': 'let in',
  'DELETE /v1/server/policies/{policyId}': 'let in',
  'GET /v1/server/apps': 'let in',
  'GET /v1/server/apps/{appId}': 'let in',
  'PUT /v1/server/apps/{appId}': 'let in',
  'DELETE /v1/server/apps/{appId}': 'let in',
  'GET /v1/server/users/{userId}': 'let in',
  'DELETE /v1/server/users/{userId}/devices': 'let in',
  'POST /v1/server/messages': speakingFor('200', 'push'),
  'GET /v1/server/messages/{messageId}': 'let in',
  'POST /v1/server/messages/{messageId}/recall': 'let in',
  'GET /v1/server/stats': 'let in',
  'POST /v1/server/calls': speakingFor('201', 'push, call log'),
  'GET /v1/server/calls/{callId}': 'let in',
  'PATCH /v1/server/calls/{callId}': 'let in',
  'POST /v1/server/calls/{callId}/cancel': 'let in',
  'POST /v1/server/calls/{callId}/end': 'let in',
  'GET /v1/server/users/{userId}/profile': 'let in',
  'PUT /v1/server/users/{userId}/profile': 'let in',
  'GET /v1/server/users/{userId}/tags': 'let in',
  'PUT /v1/server/users/{userId}/tags': 'let in',
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': 'let in',
  'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': 'let in',
  'PUT /v1/server/users/{userId}/blocks/{otherUserId}': 'let in',
  'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': 'let in',
  'PUT /v1/server/users/{userId}/devices/{deviceId}': 'let in',
  'DELETE /v1/server/users/{userId}/devices/{deviceId}': 'let in',
  'GET /v1/server/groups/{groupId}': 'let in',
  'PUT /v1/server/groups/{groupId}': 'let in',
  'DELETE /v1/server/groups/{groupId}': 'let in',
  'GET /v1/server/groups/{groupId}/members': 'let in',
  'POST /v1/server/groups/{groupId}/members': 'let in',
  'POST /v1/server/messages/batch': speakingFor('200', 'push'),
  'GET /v1/server/users/{userId}/export': 'let in',
  // It has no sender whom a user could have blocked.
  'POST /v1/server/pushes': alike('200: push'),
  'DELETE /v1/server/users/{userId}': 'let in',
  'GET /v1/server/users/{userId}/erasure': 'let in',
  'DELETE /v1/me': 'names nobody',
  'POST /v1/server/broadcasts': 'let in',
  'GET /v1/server/broadcasts': 'let in',
  'GET /v1/server/broadcasts/{broadcastId}': 'let in',
  'POST /v1/server/broadcasts/{broadcastId}/stop': 'let in',
  'POST /v1/server/broadcasts/{broadcastId}/resume': 'let in',
  'POST /v1/server/broadcasts/{broadcastId}/recall': 'let in',
  'DELETE /v1/server/broadcasts/{broadcastId}': 'let in',
  'GET /v1/server/activity-channels': 'let in',
  'PUT /v1/server/activity-channels/{name}': 'let in',
  'POST /v1/server/activity-channels/{name}/update': 'let in',
  'DELETE /v1/server/activity-channels/{name}': 'let in',
  'GET /v1/server/webhooks': 'let in',
  'GET /v1/server/webhooks/{webhookId}': 'let in',
  'PUT /v1/server/webhooks/{webhookId}': 'let in',
  'DELETE /v1/server/webhooks/{webhookId}': 'let in',
  'POST /v1/server/webhooks/{webhookId}/test': 'let in',
  'PUT /v1/devices/{deviceId}/activities/{activityId}': 'names nobody',
  'DELETE /v1/devices/{deviceId}/activities/{activityId}': 'names nobody',
  'POST /v1/server/activities': 'let in',
  'POST /v1/server/activities/{activityId}/update': 'let in',
  'POST /v1/server/activities/{activityId}/end': 'let in',
  'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': 'let in',
};
