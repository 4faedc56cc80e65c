import type { ApiFunction, Caller, KnownRouteKey, Route } from '../../shared/api/routes.ts';

/** Descriptions of what a summary has no room for. */
export const notes: Readonly<Partial<Record<KnownRouteKey, string>>> = {
  'POST /v1/messages':
    'With `?explain=true` nothing is sent, written or counted, and the answer is a `MessageExplanation`. A `SentMessage` has a `messageId`, an explanation does not.',
  'POST /v1/server/messages':
    'With `?explain=true` nothing is sent, written or counted, and the answer is a `MessageExplanation`. A `SentMessage` has a `messageId`, an explanation does not.',
  'POST /v1/server/messages/batch':
    'A message that is rejected does not stop the others. With an `Idempotency-Key` a repeated batch sends no message twice; each message has a key of its own, made of the key and the place of the message. With `?explain=true` nothing is sent, written or counted.',
  'POST /v1/calls':
    'With `?explain=true` nothing rings, nothing is written, and the answer is 200 with a `CallExplanation`.',
  'POST /v1/server/calls':
    'With `?explain=true` nothing rings, nothing is written, and the answer is 200 with a `CallExplanation`.',
  'GET /v1/calls/{callId}':
    'With `deviceId` the answer has `endedReason`, the CXCallEndedReason for that device. Only the caller sees `targets` and `timeline`.',
  'GET /v1/call-directory':
    'Without `since` the answer is the whole list; with the cursor from the last answer, the changes since then.',
  'DELETE /v1/server/users/{userId}':
    'The worker of the delivery queue erases the user within a minute. `GET /v1/server/users/{userId}/erasure` says when it is done.',
  'DELETE /v1/me':
    'The worker of the delivery queue erases the user within a minute. Sign the user out first: an app that registers its device again starts over.',
  'GET /v1/server/users/{userId}/export':
    'A page holds as many entries as fit, in any of its lists; the document is complete when there is no `cursor`. The tokens of devices are whole.',
  'PUT /v1/server/webhooks/{webhookId}':
    'The answer is the only one with the secret, which stays the same until `secretVersion` grows. Any change enables a webhook that was disabled.',
  'DELETE /v1/server/users/{userId}/devices': 'With `pushId` only that device is logged out.',
};

export const callerNotes: Readonly<Record<Caller, string>> = {
  user: 'For app users, each as the `sub` of their token.',
  server: "For the team's own servers.",
  none: 'Needs no login.',
};

const tagOfFunction: Readonly<Record<ApiFunction, string>> = {
  health: 'Health',
  devices: 'Devices',
  profile: 'Profile and preferences',
  groups: 'Groups',
  messages: 'Messages',
  calls: 'Calls',
  callLog: 'Calls',
  rings: 'Calls',
  receipts: 'Receipts',
  directory: 'Call directory',
  server: 'Server',
  webhookSettings: 'Server',
  statistics: 'Server',
  userData: 'Profile and preferences',
  pushes: 'Server',
  broadcasts: 'Server',
  activities: 'Server',
};

export function tagOf({ caller, function: answeredBy }: Route): string {
  return caller === 'server' ? 'Server' : tagOfFunction[answeredBy];
}

/** In the order of the reference. */
export const tags = [
  { name: 'Devices', description: 'Installations of an app, their tokens, and whether the app is open.' },
  { name: 'Messages', description: 'Messages to users and groups, and their outcomes.' },
  { name: 'Calls', description: 'Calls from the first ring to the end.' },
  { name: 'Receipts', description: 'What a phone did with the pushes that it got.' },
  { name: 'Profile and preferences', description: 'Settings of users about themselves and about being reached.' },
  { name: 'Groups', description: 'Groups and their members.' },
  { name: 'Call directory', description: 'Numbers that iOS blocks or names when the phone rings.' },
  { name: 'Server', description: "What a team's own servers may do. Requests are signed (AWS Signature Version 4)." },
  { name: 'Webhooks', description: "What Ringpost sends to a team's receivers." },
  { name: 'Health', description: 'Whether the stage is up.' },
];
