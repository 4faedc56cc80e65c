/**
 * Every route of the API: its callers and its function. The one list behind the stack, the lab's HTTP API host, the
 * functions and the OpenAPI document. Pure data, so that `cdk/` can read it.
 */
import type { RateKind } from '../people/rules/rates.ts';

/** `user`: a JWT of the stage's OIDC issuer. `server`: AWS IAM (SigV4). `none`: anyone. */
export type Caller = 'user' | 'server' | 'none';
export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
/** A file of `functions/` that answers routes, without its extension. */
export type ApiFunction =
  | 'devices'
  | 'profile'
  | 'messages'
  | 'calls'
  | 'health'
  | 'callLog'
  | 'directory'
  | 'rings'
  | 'receipts'
  | 'statistics'
  | 'groups'
  | 'server'
  | 'userData'
  | 'pushes'
  | 'broadcasts'
  | 'activities'
  | 'webhookSettings';
export type RouteKey = `${Method} /v1/${string}`;

export interface Route {
  caller: Caller;
  /** The throttle that it uses, if not that of its callers. */
  throttledAs?: Caller;
  function: ApiFunction;
  /** The rate that it counts towards, per user and minute. */
  rate?: RateKind;
}

export const routes = {
  'GET /v1/health': { caller: 'none', function: 'health' },

  'PUT /v1/devices/{deviceId}': { caller: 'user', function: 'devices', rate: 'registrations' },
  'GET /v1/devices': { caller: 'user', function: 'devices' },
  'DELETE /v1/devices/{deviceId}': { caller: 'user', function: 'devices' },
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': { caller: 'user', function: 'devices' },
  'PUT /v1/devices/{deviceId}/presence': { caller: 'user', function: 'devices' },

  'GET /v1/profile': { caller: 'user', function: 'profile' },
  'PUT /v1/profile': { caller: 'user', function: 'profile' },

  'POST /v1/messages': { caller: 'user', function: 'messages', rate: 'messages' },
  'GET /v1/messages/{messageId}': { caller: 'user', function: 'messages' },

  'POST /v1/messages/{messageId}/recall': { caller: 'user', function: 'messages', rate: 'messages' },

  'POST /v1/calls': { caller: 'user', function: 'calls', rate: 'calls' },
  'GET /v1/calls': { caller: 'user', function: 'callLog' },
  'GET /v1/calls/{callId}': { caller: 'user', function: 'calls' },
  'PATCH /v1/calls/{callId}': { caller: 'user', function: 'calls', rate: 'calls' },
  'POST /v1/calls/{callId}/answer': { caller: 'user', function: 'calls' },
  'POST /v1/calls/{callId}/decline': { caller: 'user', function: 'calls' },
  'POST /v1/calls/{callId}/busy': { caller: 'user', function: 'calls' },
  'POST /v1/calls/{callId}/cancel': { caller: 'user', function: 'calls' },
  'POST /v1/calls/{callId}/participants': { caller: 'user', function: 'calls', rate: 'calls' },
  'POST /v1/calls/{callId}/leave': { caller: 'user', function: 'calls' },
  'POST /v1/calls/{callId}/end': { caller: 'user', function: 'calls' },
  'GET /v1/rings/{ticket}': {
    caller: 'none',
    // A ringing phone that cannot listen asks each second at first.
    throttledAs: 'user',
    function: 'rings',
  },

  'POST /v1/receipts': { caller: 'user', function: 'receipts', rate: 'receipts' },
  'POST /v1/receipts/{ticket}': {
    caller: 'none',
    // Each phone that a message reaches reports it.
    throttledAs: 'user',
    function: 'receipts',
  },

  'GET /v1/call-directory': { caller: 'user', function: 'directory' },
  'PUT /v1/call-directory/{number}': { caller: 'user', function: 'directory' },
  'DELETE /v1/call-directory/{number}': { caller: 'user', function: 'directory' },

  'GET /v1/conversations/{conversationId}/settings': { caller: 'user', function: 'profile' },
  'PUT /v1/conversations/{conversationId}/settings': { caller: 'user', function: 'profile' },
  'GET /v1/blocks': { caller: 'user', function: 'profile' },
  'PUT /v1/blocks/{userId}': { caller: 'user', function: 'profile' },
  'DELETE /v1/blocks/{userId}': { caller: 'user', function: 'profile' },

  'GET /v1/groups/{groupId}': { caller: 'user', function: 'groups' },
  'PUT /v1/groups/{groupId}': { caller: 'user', function: 'groups' },
  'DELETE /v1/groups/{groupId}': { caller: 'user', function: 'groups' },
  'GET /v1/groups/{groupId}/members': { caller: 'user', function: 'groups' },
  'PUT /v1/groups/{groupId}/members/{userId}': { caller: 'user', function: 'groups', rate: 'groupAdditions' },
  'DELETE /v1/groups/{groupId}/members/{userId}': { caller: 'user', function: 'groups' },

  'GET /v1/server/policies': { caller: 'server', function: 'server' },
  'GET /v1/server/policies/{policyId}': { caller: 'server', function: 'server' },
  'PUT /v1/server/policies/{policyId}': { caller: 'server', function: 'server' },
  'DELETE /v1/server/policies/{policyId}': { caller: 'server', function: 'server' },
  'GET /v1/server/apps': { caller: 'server', function: 'server' },
  'GET /v1/server/apps/{appId}': { caller: 'server', function: 'server' },
  'PUT /v1/server/apps/{appId}': { caller: 'server', function: 'server' },
  'DELETE /v1/server/apps/{appId}': { caller: 'server', function: 'server' },
  'GET /v1/server/users/{userId}': { caller: 'server', function: 'server' },
  'DELETE /v1/server/users/{userId}/devices': { caller: 'server', function: 'server' },
  'POST /v1/server/messages': { caller: 'server', function: 'messages' },
  'GET /v1/server/messages/{messageId}': { caller: 'server', function: 'messages' },
  'POST /v1/server/messages/{messageId}/recall': { caller: 'server', function: 'messages' },
  'GET /v1/server/stats': { caller: 'server', function: 'statistics' },
  'GET /v1/server/calls/{callId}': { caller: 'server', function: 'calls' },
  'PATCH /v1/server/calls/{callId}': { caller: 'server', function: 'calls' },
  'POST /v1/server/calls/{callId}/cancel': { caller: 'server', function: 'calls' },
  'POST /v1/server/calls/{callId}/end': { caller: 'server', function: 'calls' },
  'POST /v1/server/calls': { caller: 'server', function: 'calls' },
  'GET /v1/server/users/{userId}/profile': { caller: 'server', function: 'profile' },
  'PUT /v1/server/users/{userId}/profile': { caller: 'server', function: 'profile' },
  'GET /v1/server/users/{userId}/tags': { caller: 'server', function: 'profile' },
  'PUT /v1/server/users/{userId}/tags': { caller: 'server', function: 'profile' },
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': { caller: 'server', function: 'profile' },
  'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': { caller: 'server', function: 'profile' },
  'PUT /v1/server/users/{userId}/blocks/{otherUserId}': { caller: 'server', function: 'profile' },
  'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': { caller: 'server', function: 'profile' },
  'PUT /v1/server/users/{userId}/devices/{deviceId}': { caller: 'server', function: 'devices' },
  'DELETE /v1/server/users/{userId}/devices/{deviceId}': { caller: 'server', function: 'devices' },
  'GET /v1/server/groups/{groupId}': { caller: 'server', function: 'groups' },
  'PUT /v1/server/groups/{groupId}': { caller: 'server', function: 'groups' },
  'DELETE /v1/server/groups/{groupId}': { caller: 'server', function: 'groups' },
  'GET /v1/server/groups/{groupId}/members': { caller: 'server', function: 'groups' },
  'POST /v1/server/groups/{groupId}/members': { caller: 'server', function: 'groups' },
  'POST /v1/server/messages/batch': { caller: 'server', function: 'messages' },
  'GET /v1/server/users/{userId}/export': { caller: 'server', function: 'userData' },
  'POST /v1/server/pushes': { caller: 'server', function: 'pushes' },
  'DELETE /v1/server/users/{userId}': { caller: 'server', function: 'userData' },
  'GET /v1/server/users/{userId}/erasure': { caller: 'server', function: 'userData' },
  'DELETE /v1/me': { caller: 'user', function: 'userData', rate: 'registrations' },
  'POST /v1/server/broadcasts': { caller: 'server', function: 'broadcasts' },
  'GET /v1/server/broadcasts': { caller: 'server', function: 'broadcasts' },
  'GET /v1/server/broadcasts/{broadcastId}': { caller: 'server', function: 'broadcasts' },
  'POST /v1/server/broadcasts/{broadcastId}/stop': { caller: 'server', function: 'broadcasts' },
  'POST /v1/server/broadcasts/{broadcastId}/resume': { caller: 'server', function: 'broadcasts' },
  'POST /v1/server/broadcasts/{broadcastId}/recall': { caller: 'server', function: 'broadcasts' },
  'DELETE /v1/server/broadcasts/{broadcastId}': { caller: 'server', function: 'broadcasts' },
  'GET /v1/server/activity-channels': { caller: 'server', function: 'activities' },
  'PUT /v1/server/activity-channels/{name}': { caller: 'server', function: 'activities' },
  'POST /v1/server/activity-channels/{name}/update': { caller: 'server', function: 'activities' },
  'DELETE /v1/server/activity-channels/{name}': { caller: 'server', function: 'activities' },
  'GET /v1/server/webhooks': { caller: 'server', function: 'webhookSettings' },
  'GET /v1/server/webhooks/{webhookId}': { caller: 'server', function: 'webhookSettings' },
  'PUT /v1/server/webhooks/{webhookId}': { caller: 'server', function: 'webhookSettings' },
  'DELETE /v1/server/webhooks/{webhookId}': { caller: 'server', function: 'webhookSettings' },
  'POST /v1/server/webhooks/{webhookId}/test': { caller: 'server', function: 'webhookSettings' },
  'PUT /v1/devices/{deviceId}/activities/{activityId}': { caller: 'user', function: 'devices', rate: 'registrations' },
  'DELETE /v1/devices/{deviceId}/activities/{activityId}': { caller: 'user', function: 'devices' },
  'POST /v1/server/activities': { caller: 'server', function: 'activities' },
  'POST /v1/server/activities/{activityId}/update': { caller: 'server', function: 'activities' },
  'POST /v1/server/activities/{activityId}/end': { caller: 'server', function: 'activities' },
  'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': { caller: 'server', function: 'pushes' },
} as const satisfies Record<RouteKey, Route>;

export type KnownRouteKey = keyof typeof routes;
export type RouteKeyOf<F extends ApiFunction> = {
  [K in KnownRouteKey]: (typeof routes)[K]['function'] extends F ? K : never;
}[KnownRouteKey];
