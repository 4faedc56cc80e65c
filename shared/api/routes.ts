/**
 * Every route of the API: its callers and its function. The one list behind the stack, the lab's HTTP API host, the
 * functions and the OpenAPI document. Pure data, so that `cdk/` can read it.
 */
import type { RateKind } from '../people/rules/rates.ts';

/** `user`: a JWT of the stage's OIDC issuer. `server`: AWS IAM (SigV4). `none`: anyone. */
export type Caller = 'user' | 'server' | 'none';
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
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
  | 'server';
export type RouteKey = `${Method} /v1/${string}`;

export interface Route {
  caller: Caller;
  /** The throttle that it uses, if not that of its callers. */
  throttledAs?: Caller;
  function: ApiFunction;
  /** The rate that it counts towards, per user and minute. */
  rate?: RateKind;
  /** One line for the API reference. */
  summary: string;
}

export const routes = {
  'GET /v1/health': {
    caller: 'none',
    function: 'health',
    summary: 'Show that the stage is up and which version it runs',
  },

  'PUT /v1/devices/{deviceId}': {
    caller: 'user',
    function: 'devices',
    rate: 'registrations',
    summary: 'Register a device and its tokens',
  },
  'GET /v1/devices': { caller: 'user', function: 'devices', summary: "List the caller's devices" },
  'DELETE /v1/devices/{deviceId}': { caller: 'user', function: 'devices', summary: 'Log out a device' },
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': {
    caller: 'user',
    function: 'devices',
    summary: 'Remove a token that iOS has invalidated',
  },
  'PUT /v1/devices/{deviceId}/presence': {
    caller: 'user',
    function: 'devices',
    summary: 'Report that the app is in the foreground or the background',
  },

  'GET /v1/profile': { caller: 'user', function: 'profile', summary: "Read the caller's profile" },
  'PUT /v1/profile': { caller: 'user', function: 'profile', summary: "Replace the caller's profile" },

  'POST /v1/messages': { caller: 'user', function: 'messages', rate: 'messages', summary: 'Send a message' },
  'GET /v1/messages/{messageId}': {
    caller: 'user',
    function: 'messages',
    summary: "Read the outcome of one's own message",
  },

  'POST /v1/messages/{messageId}/recall': {
    caller: 'user',
    function: 'messages',
    rate: 'messages',
    summary: 'Recall a message',
  },

  'POST /v1/calls': {
    caller: 'user',
    function: 'calls',
    rate: 'calls',
    summary: 'Ring a user, several users or a group',
  },
  'GET /v1/calls': { caller: 'user', function: 'callLog', summary: "List the caller's calls, newest first" },
  'GET /v1/calls/{callId}': { caller: 'user', function: 'calls', summary: 'Read the state of a call' },
  'POST /v1/calls/{callId}/answer': { caller: 'user', function: 'calls', summary: 'Answer a ringing call' },
  'POST /v1/calls/{callId}/decline': { caller: 'user', function: 'calls', summary: 'Decline a ringing call' },
  'POST /v1/calls/{callId}/busy': {
    caller: 'user',
    function: 'calls',
    summary: 'Report that the callee is in another call',
  },
  'POST /v1/calls/{callId}/cancel': { caller: 'user', function: 'calls', summary: 'Cancel a ringing call' },
  'POST /v1/calls/{callId}/participants': {
    caller: 'user',
    function: 'calls',
    rate: 'calls',
    summary: 'Invite more users to a call',
  },
  'POST /v1/calls/{callId}/leave': {
    caller: 'user',
    function: 'calls',
    summary: 'Leave an answered call that others can continue',
  },
  'POST /v1/calls/{callId}/end': { caller: 'user', function: 'calls', summary: 'End an answered call' },
  'GET /v1/rings/{ticket}': {
    caller: 'none',
    // Each ringing phone polls once a second.
    throttledAs: 'user',
    function: 'rings',
    summary: 'Read the state of a ring, for the phone that holds its ticket',
  },

  'POST /v1/receipts': {
    caller: 'user',
    function: 'receipts',
    rate: 'receipts',
    summary: 'Report what a device did with pushes',
  },

  'GET /v1/call-directory': {
    caller: 'user',
    function: 'directory',
    summary: 'List the numbers to block and to name, for the Call Directory extension',
  },
  'PUT /v1/call-directory/{number}': { caller: 'user', function: 'directory', summary: 'Block or name a number' },
  'DELETE /v1/call-directory/{number}': {
    caller: 'user',
    function: 'directory',
    summary: 'Remove a number from the call directory',
  },

  'GET /v1/conversations/{conversationId}/settings': {
    caller: 'user',
    function: 'profile',
    summary: 'Read whether a conversation is muted',
  },
  'PUT /v1/conversations/{conversationId}/settings': {
    caller: 'user',
    function: 'profile',
    summary: 'Mute or unmute a conversation',
  },
  'GET /v1/blocks': { caller: 'user', function: 'profile', summary: 'List the users that the caller has blocked' },
  'PUT /v1/blocks/{userId}': { caller: 'user', function: 'profile', summary: 'Block a user' },
  'DELETE /v1/blocks/{userId}': { caller: 'user', function: 'profile', summary: 'Unblock a user' },

  'GET /v1/groups/{groupId}': { caller: 'user', function: 'groups', summary: 'Read a group' },
  'PUT /v1/groups/{groupId}': { caller: 'user', function: 'groups', summary: 'Create or rename a group' },
  'DELETE /v1/groups/{groupId}': { caller: 'user', function: 'groups', summary: 'Delete a group' },
  'GET /v1/groups/{groupId}/members': { caller: 'user', function: 'groups', summary: "List a group's members" },
  'PUT /v1/groups/{groupId}/members/{userId}': {
    caller: 'user',
    function: 'groups',
    rate: 'groupAdditions',
    summary: "Add a member, or set a member's group nickname",
  },
  'DELETE /v1/groups/{groupId}/members/{userId}': {
    caller: 'user',
    function: 'groups',
    summary: 'Remove a member, or leave the group',
  },

  'GET /v1/server/policies': { caller: 'server', function: 'server', summary: 'List the policies' },
  'GET /v1/server/policies/{policyId}': { caller: 'server', function: 'server', summary: 'Read a policy' },
  'PUT /v1/server/policies/{policyId}': { caller: 'server', function: 'server', summary: 'Create or replace a policy' },
  'DELETE /v1/server/policies/{policyId}': { caller: 'server', function: 'server', summary: 'Delete a policy' },
  'GET /v1/server/apps': { caller: 'server', function: 'server', summary: 'List the apps that have settings' },
  'GET /v1/server/apps/{appId}': { caller: 'server', function: 'server', summary: 'Read the settings of an app' },
  'PUT /v1/server/apps/{appId}': { caller: 'server', function: 'server', summary: 'Replace the settings of an app' },
  'DELETE /v1/server/apps/{appId}': { caller: 'server', function: 'server', summary: 'Delete the settings of an app' },
  'GET /v1/server/users/{userId}': {
    caller: 'server',
    function: 'server',
    summary: "Read a user's devices and whether each can be reached",
  },
  'DELETE /v1/server/users/{userId}/devices': {
    caller: 'server',
    function: 'server',
    summary: 'Log out a user everywhere',
  },
  'POST /v1/server/messages': { caller: 'server', function: 'messages', summary: 'Send a message as a user' },
  'GET /v1/server/stats': {
    caller: 'server',
    function: 'statistics',
    summary: 'Read what was sent and its outcomes, by day and app',
  },
  'POST /v1/server/calls': { caller: 'server', function: 'calls', summary: 'Ring a user on behalf of another' },
} as const satisfies Record<RouteKey, Route>;

export type KnownRouteKey = keyof typeof routes;
export type RouteKeyOf<F extends ApiFunction> = {
  [K in KnownRouteKey]: (typeof routes)[K]['function'] extends F ? K : never;
}[KnownRouteKey];
