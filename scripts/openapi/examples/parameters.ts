import { ids } from './example.ts';

interface Parameter {
  description: string;
  /** Absent if only the API can make one. */
  example?: string;
}

/** Each parameter by its name: parameters of one name are the same in every operation. */
export const parameters: Readonly<Record<string, Parameter>> = {
  deviceId: { description: 'One installation of one app. The app chooses it on first launch.', example: ids.device },
  activityId: {
    description: 'Name of the Live Activity, as `activityId` in its attributes.',
    example: 'order-4711',
  },
  kind: { description: 'Kind of the token that iOS has invalidated.', example: 'voip' },
  messageId: { description: 'The `messageId` that a send returned.', example: ids.message },
  broadcastId: { description: 'The `broadcastId` that the start of a broadcast returned.', example: ids.broadcast },
  callId: { description: 'The `callId` of a call that the user made or was invited to.', example: ids.call },
  groupId: { description: 'ID of the group, chosen by its creator.', example: 'family' },
  userId: { description: 'ID of the user: the `sub` of their JWTs.', example: 'bob' },
  otherUserId: { description: 'ID of the user who is blocked.', example: 'mallory' },
  conversationId: { description: '`user:` and a user ID, or `group:` and a group ID.', example: 'group:family' },
  name: { description: 'Name of the channel, chosen by the team.', example: 'match-4711' },
  policyId: { description: 'Name of the policy.', example: 'quiet' },
  wantedId: { description: 'The `wantedId` of an event `push.wanted`.', example: ids.apns },
  webhookId: { description: 'Name of the webhook, chosen by the team.', example: 'backend' },
  appId: { description: 'Bundle ID of the app.', example: ids.app },
  number: {
    description: 'A phone number as people write it, with or without its country code.',
    example: '+8613800138000',
  },
  territory: { description: 'ISO 3166 code of the territory whose numbers need no country code.', example: 'CN' },
  ticket: { description: '`ticket` of the push of a call, or `ringpost.receipt` of the push of a message.' },
  limit: { description: 'At most this many entries.', example: '20' },
  cursor: { description: 'The `cursor` from the previous answer, for the next page.' },
  since: { description: 'The `cursor` from the last answer, for the changes since then.' },
  days: { description: 'How many days, today included.', example: '7' },
  by: { description: 'What the entries of `phones` have in common.', example: 'osVersion' },
  explain: { description: 'Whether to explain what would be sent, without sending it.', example: 'false' },
  pushId: { description: 'The `pushId` of one device of the user.', example: `${ids.app}/${ids.device}` },
  'idempotency-key': {
    description: 'A text that the caller has not used before. A repetition with the same key does nothing twice.',
    example: '5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11',
  },
};
