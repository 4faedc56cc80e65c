/**
 * Every route of the API: who may call it and which function answers. The one list that the stack, the lab's HTTP API
 * host, the functions and the OpenAPI document are made from. Pure data, so that `cdk/` can read it.
 */

/** `user`: a JWT of the stage's OIDC issuer. `server`: AWS IAM (SigV4). `none`: anybody. */
export type Caller = 'user' | 'server' | 'none';
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
/** A file of `functions/` that answers routes, without its ending. */
export type ApiFunction = 'devices' | 'profile' | 'messages' | 'calls' | 'health';
export type RouteKey = `${Method} /v1/${string}`;

export interface Route {
  caller: Caller;
  function: ApiFunction;
  /** One line for the API reference. */
  summary: string;
}

export const routes = {
  'GET /v1/health': { caller: 'none', function: 'health', summary: 'Is the stage up, and which version it runs' },

  'PUT /v1/devices/{deviceId}': { caller: 'user', function: 'devices', summary: 'Register a device and its tokens' },
  'GET /v1/devices': { caller: 'user', function: 'devices', summary: "List the caller's devices" },
  'DELETE /v1/devices/{deviceId}': { caller: 'user', function: 'devices', summary: 'Log a device out' },
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': {
    caller: 'user',
    function: 'devices',
    summary: 'Remove a token that iOS has invalidated',
  },
  'PUT /v1/devices/{deviceId}/presence': {
    caller: 'user',
    function: 'devices',
    summary: 'Say that the app is in the foreground or the background',
  },

  'GET /v1/profile': { caller: 'user', function: 'profile', summary: "Read the caller's profile" },
  'PUT /v1/profile': { caller: 'user', function: 'profile', summary: "Replace the caller's profile" },

  'POST /v1/messages': { caller: 'user', function: 'messages', summary: 'Send a message' },
  'GET /v1/messages/{messageId}': {
    caller: 'user',
    function: 'messages',
    summary: "Read what became of one's own message",
  },

  'POST /v1/calls': { caller: 'user', function: 'calls', summary: 'Ring a user' },
  'GET /v1/calls/{callId}': { caller: 'user', function: 'calls', summary: 'Read the state of a call' },
  'POST /v1/calls/{callId}/answer': { caller: 'user', function: 'calls', summary: 'Answer a ringing call' },
  'POST /v1/calls/{callId}/decline': { caller: 'user', function: 'calls', summary: 'Decline a ringing call' },
  'POST /v1/calls/{callId}/busy': {
    caller: 'user',
    function: 'calls',
    summary: 'Say that the callee is in another call',
  },
  'POST /v1/calls/{callId}/cancel': { caller: 'user', function: 'calls', summary: 'Take a ringing call back' },
  'POST /v1/calls/{callId}/end': { caller: 'user', function: 'calls', summary: 'End an answered call' },

  'POST /v1/server/messages': { caller: 'server', function: 'messages', summary: 'Send a message as a user' },
  'POST /v1/server/calls': { caller: 'server', function: 'calls', summary: 'Ring a user on behalf of another' },
} as const satisfies Record<RouteKey, Route>;

export type KnownRouteKey = keyof typeof routes;
export type RouteKeyOf<F extends ApiFunction> = {
  [K in KnownRouteKey]: (typeof routes)[K]['function'] extends F ? K : never;
}[KnownRouteKey];
