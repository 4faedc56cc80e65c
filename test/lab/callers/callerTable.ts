/**
 * What every kind of caller is answered on every route. docs/callers.md shows these tables, callers.test.ts runs them.
 */
import type { Caller, KnownRouteKey } from '../../../shared/api/routes.ts';

/** A status, and the problem's code when it is a refusal: `204`, `404 unknown_device`. */
export type Expected = `${number}` | `${number} ${string}`;

/** How a caller proves who it is. */
export const proofs = [
  'nothing',
  'a JWT',
  'text that is not a JWT',
  'a JWT of another issuer',
  'a JWT for another audience',
  'a JWT that has expired',
  'a JWT that is not valid yet',
  'a JWT issued in the future',
  'a JWT with changed claims',
  'a JWT signed with another key',
  'a JWT without a signature',
  'a JWT signed with HS256 and the public key',
  'a JWT of an unknown key',
  'a JWT without `sub`',
  'a JWT with an empty `sub`',
  'a JWT whose `sub` has 256 characters',
  'a signature',
  'a signature with another secret',
  'a signature of another access key',
  'a signature from ten minutes ago',
  'a signature for another region',
  'a signature for another service',
  'a signature of another path',
] as const;
export type Proof = (typeof proofs)[number];

const noUser = '401 unauthenticated';
const noServer = '403 forbidden';

/** By the caller that a route is for. `let in`: what then is answered is in `relations`. */
export const proofTable: Readonly<Record<Proof, Readonly<Record<Exclude<Caller, 'none'>, Expected | 'let in'>>>> = {
  nothing: { user: noUser, server: noServer },
  'a JWT': { user: 'let in', server: noServer },
  'text that is not a JWT': { user: noUser, server: noServer },
  'a JWT of another issuer': { user: noUser, server: noServer },
  'a JWT for another audience': { user: noUser, server: noServer },
  'a JWT that has expired': { user: '401 token_expired', server: noServer },
  'a JWT that is not valid yet': { user: noUser, server: noServer },
  'a JWT issued in the future': { user: noUser, server: noServer },
  'a JWT with changed claims': { user: noUser, server: noServer },
  'a JWT signed with another key': { user: noUser, server: noServer },
  'a JWT without a signature': { user: noUser, server: noServer },
  'a JWT signed with HS256 and the public key': { user: noUser, server: noServer },
  'a JWT of an unknown key': { user: noUser, server: noServer },
  'a JWT without `sub`': { user: noUser, server: noServer },
  'a JWT with an empty `sub`': { user: noUser, server: noServer },
  'a JWT whose `sub` has 256 characters': { user: noUser, server: noServer },
  'a signature': { user: noUser, server: 'let in' },
  'a signature with another secret': { user: noUser, server: noServer },
  'a signature of another access key': { user: noUser, server: noServer },
  'a signature from ten minutes ago': { user: noUser, server: noServer },
  'a signature for another region': { user: noUser, server: noServer },
  'a signature for another service': { user: noUser, server: noServer },
  'a signature of another path': { user: noUser, server: noServer },
};

/** What a route is asked about belongs to Alice. Bob is the other side of her messages and calls, and in her group. */
export interface Relations {
  owner: Expected;
  /** Absent where nobody else is concerned. */
  involved?: Expected;
  /** Any other user. */
  other: Expected;
}

/** Others have things of the same name of their own, and see and change only those. */
const own = (status: Expected): Relations => ({ owner: status, other: status });
const hidden = (status: Expected, code: string): Relations => ({ owner: status, other: `404 ${code}` });
const ofCaller: Relations = { owner: '200', involved: '409 call_side', other: '404 unknown_call' };
const ofCallee: Relations = { owner: '409 call_side', involved: '200', other: '404 unknown_call' };
const ofBoth: Relations = { owner: '200', involved: '200', other: '404 unknown_call' };
const ofSender: Relations = { owner: '200', involved: '404 unknown_message', other: '404 unknown_message' };

/** For routes that are open to everyone, or to any server that IAM admits, the one answer to all. */
export const relations: Readonly<Record<KnownRouteKey, Relations | Expected>> = {
  'GET /v1/health': '200',
  'GET /v1/rings/{ticket}': '200',
  'POST /v1/receipts/{ticket}': '202',

  'PUT /v1/devices/{deviceId}': own('200'),
  'GET /v1/devices': own('200'),
  'DELETE /v1/devices/{deviceId}': hidden('204', 'unknown_device'),
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': hidden('204', 'unknown_device'),
  'PUT /v1/devices/{deviceId}/presence': hidden('200', 'unknown_device'),

  'GET /v1/profile': own('200'),
  'PUT /v1/profile': own('200'),
  'GET /v1/conversations/{conversationId}/settings': own('200'),
  'PUT /v1/conversations/{conversationId}/settings': own('200'),
  'GET /v1/blocks': own('200'),
  'PUT /v1/blocks/{userId}': own('204'),
  'DELETE /v1/blocks/{userId}': own('204'),
  'GET /v1/call-directory': own('200'),
  'PUT /v1/call-directory/{number}': own('200'),
  'DELETE /v1/call-directory/{number}': own('204'),

  'POST /v1/messages': own('200'),
  'GET /v1/messages/{messageId}': ofSender,
  'POST /v1/messages/{messageId}/recall': ofSender,
  'POST /v1/receipts': own('202'),

  'POST /v1/calls': own('201'),
  'GET /v1/calls': own('200'),
  'GET /v1/calls/{callId}': ofBoth,
  'PATCH /v1/calls/{callId}': ofCaller,
  'POST /v1/calls/{callId}/answer': ofCallee,
  'POST /v1/calls/{callId}/decline': ofCallee,
  'POST /v1/calls/{callId}/busy': ofCallee,
  'POST /v1/calls/{callId}/cancel': ofCaller,
  'POST /v1/calls/{callId}/participants': ofBoth,
  'POST /v1/calls/{callId}/leave': ofBoth,
  'POST /v1/calls/{callId}/end': ofBoth,

  'GET /v1/groups/{groupId}': { owner: '200', involved: '200', other: '404 unknown_group' },
  'PUT /v1/groups/{groupId}': { owner: '200', involved: '403 not_group_owner', other: '403 not_group_owner' },
  'DELETE /v1/groups/{groupId}': { owner: '204', involved: '403 not_group_owner', other: '404 unknown_group' },
  'GET /v1/groups/{groupId}/members': { owner: '200', involved: '200', other: '404 unknown_group' },
  'PUT /v1/groups/{groupId}/members/{userId}': {
    owner: '200',
    involved: '403 not_group_owner',
    other: '404 unknown_group',
  },
  'DELETE /v1/groups/{groupId}/members/{userId}': {
    owner: '204',
    involved: '403 not_group_owner',
    other: '404 unknown_group',
  },

  'GET /v1/server/policies': '200',
  'GET /v1/server/policies/{policyId}': '200',
  'PUT /v1/server/policies/{policyId}': '200',
  'DELETE /v1/server/policies/{policyId}': '204',
  'GET /v1/server/apps': '200',
  'GET /v1/server/apps/{appId}': '200',
  'PUT /v1/server/apps/{appId}': '200',
  'DELETE /v1/server/apps/{appId}': '204',
  'GET /v1/server/users/{userId}': '200',
  'DELETE /v1/server/users/{userId}/devices': '204',
  'POST /v1/server/messages': '200',
  'GET /v1/server/messages/{messageId}': '200',
  'POST /v1/server/messages/{messageId}/recall': '200',
  'GET /v1/server/stats': '200',
  'POST /v1/server/calls': '201',
  'GET /v1/server/calls/{callId}': '200',
  'PATCH /v1/server/calls/{callId}': '200',
  'POST /v1/server/calls/{callId}/cancel': '200',
  'POST /v1/server/calls/{callId}/end': '200',
  'GET /v1/server/users/{userId}/profile': '200',
  'PUT /v1/server/users/{userId}/profile': '200',
  'GET /v1/server/users/{userId}/tags': '200',
  'PUT /v1/server/users/{userId}/tags': '200',
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': '200',
  'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': '200',
  'PUT /v1/server/users/{userId}/blocks/{otherUserId}': '204',
  'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': '204',
  'PUT /v1/server/users/{userId}/devices/{deviceId}': '200',
  'DELETE /v1/server/users/{userId}/devices/{deviceId}': '204',
  'GET /v1/server/groups/{groupId}': '200',
  'PUT /v1/server/groups/{groupId}': '200',
  'DELETE /v1/server/groups/{groupId}': '204',
  'GET /v1/server/groups/{groupId}/members': '200',
  'POST /v1/server/groups/{groupId}/members': '200',
  'POST /v1/server/messages/batch': '200',
  'GET /v1/server/users/{userId}/export': '200',
  'POST /v1/server/pushes': '200',
  'DELETE /v1/server/users/{userId}': '202',
  'GET /v1/server/users/{userId}/erasure': '200',
  'DELETE /v1/me': own('202'),
  'POST /v1/server/broadcasts': '202',
  'GET /v1/server/broadcasts': '200',
  'GET /v1/server/broadcasts/{broadcastId}': '200',
  'POST /v1/server/broadcasts/{broadcastId}/stop': '409 broadcast_state',
  'POST /v1/server/broadcasts/{broadcastId}/resume': '409 broadcast_state',
  'POST /v1/server/broadcasts/{broadcastId}/recall': '409 broadcast_state',
  'DELETE /v1/server/broadcasts/{broadcastId}': '204',
  'GET /v1/server/activity-channels': '200',
  'PUT /v1/server/activity-channels/{name}': '200',
  'POST /v1/server/activity-channels/{name}/update': '200',
  'DELETE /v1/server/activity-channels/{name}': '204',
  'GET /v1/server/webhooks': '200',
  'GET /v1/server/webhooks/{webhookId}': '200',
  'PUT /v1/server/webhooks/{webhookId}': '200',
  'DELETE /v1/server/webhooks/{webhookId}': '204',
  'POST /v1/server/webhooks/{webhookId}/test': '200',
  'PUT /v1/devices/{deviceId}/activities/{activityId}': hidden('204', 'unknown_device'),
  'DELETE /v1/devices/{deviceId}/activities/{activityId}': hidden('204', 'unknown_device'),
  'POST /v1/server/activities': '200',
  'POST /v1/server/activities/{activityId}/update': '200',
  'POST /v1/server/activities/{activityId}/end': '200',
  'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': '404 unknown_push',
};
