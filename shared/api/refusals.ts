/** Problem details of each refusal of the flows. */
import type { Refusal, RefusalCode } from '../platform/refusal.ts';
import { type Problem, problem } from './problem.ts';

/** `code` where two refusals have one: they differ in their status, and in their fix. */
type Telling = { status: number; title: string; fix: string; code?: string };

const refusals: Readonly<Record<RefusalCode, Telling>> = {
  unknown_device: {
    status: 404,
    title: 'Unknown device',
    fix: 'Register the device with PUT /v1/devices/{deviceId} first, as the same user.',
  },
  device_app: {
    status: 409,
    title: 'Device belongs to another app',
    fix: 'Use one deviceId for each installation of each app, for example one that the app generates on first launch.',
  },
  already_registered: {
    status: 409,
    title: 'Already registered',
    fix: 'Nothing to do if the app has registered it since. To replace the registration, leave onlyIfNew out.',
  },
  unknown_message: {
    status: 404,
    title: 'Unknown message',
    fix: 'Use a messageId that POST /v1/messages returned to the same user. Messages are kept for 30 days.',
  },
  unknown_push: {
    status: 404,
    title: 'Unknown push',
    fix: 'Use the userId and the wantedId of an event push.wanted. Its outcome may be reported for a day.',
  },
  other_token: {
    status: 409,
    title: 'Push was for another token',
    fix: 'Report the token that the event push.wanted had. The user may have registered another one since.',
  },
  other_attempt: {
    status: 409,
    title: 'Another attempt is under way',
    fix: 'Report the attempt that the event push.wanted had, once its result is known.',
  },
  outcome_known: {
    status: 409,
    title: 'Outcome is already known',
    fix: 'Nothing to do: the first outcome of an attempt counts.',
  },
  unknown_broadcast: {
    status: 404,
    title: 'Unknown broadcast',
    fix: 'Use a broadcastId that POST /v1/server/broadcasts returned. Broadcasts are kept for 30 days.',
  },
  nothing_to_show: {
    status: 400,
    title: 'Nothing to show',
    fix: 'Give the broadcast elements or a text such as offlinePush.desc, or send it with pushType background.',
  },
  broadcast_state: {
    status: 409,
    title: 'Not in this state of the broadcast',
    fix: 'Read the broadcast with GET /v1/server/broadcasts/{broadcastId} and its state.',
  },
  budget_reached: {
    status: 409,
    title: 'Monthly budget reached',
    fix: 'Raise monthlyBudgetUsd in cdk/stages.ts and deploy the stage, or wait for the next month (UTC). Messages and calls go on.',
  },
  unknown_call: {
    status: 404,
    title: 'Unknown call',
    fix: 'Use the callId of a call that you made or that rang your phone. Calls are kept for 30 days.',
  },
  call_exists: { status: 409, title: 'Call already exists', fix: 'Send a new UUID as callId, or leave callId out.' },
  call_state: {
    status: 409,
    title: 'Too late for this call',
    fix: 'Read the call with GET /v1/calls/{callId} and show its state.',
  },
  call_side: {
    status: 409,
    title: 'Not for your side of the call',
    fix: 'The caller may cancel; a callee may answer, decline or be busy; both may leave or end.',
  },
  too_many_callees: {
    status: 400,
    title: 'Too many callees',
    fix: 'Call fewer users. Everyone who was ever invited to a call counts.',
  },
  nobody_to_call: {
    status: 409,
    title: 'Nobody to call',
    fix: 'Add members with PUT /v1/groups/{groupId}/members/{userId} first, or call users by their IDs.',
  },
  self_call: {
    status: 400,
    title: 'Call to oneself',
    fix: 'Name at least one user other than the caller.',
  },
  glare: {
    status: 409,
    title: 'The callee is calling you',
    fix: 'Answer the call that callId names with POST /v1/calls/{callId}/answer. If that is too late, call again.',
  },
  unknown_ring: {
    status: 404,
    title: 'Unknown ring',
    fix: 'Send the ticket from the push unchanged. A logged-in user can also read GET /v1/calls/{callId}?deviceId=.',
  },
  ring_over: {
    status: 410,
    title: 'Ring is over',
    fix: 'Stop ringing and report the call as unanswered (CXCallEndedReason 3), unless it was answered on this phone.',
  },
  unknown_ticket: {
    status: 404,
    title: 'Unknown ticket',
    fix: 'Send the ticket from the push unchanged, while its device is registered. A logged-in user can report with POST /v1/receipts.',
  },
  ticket_expired: {
    status: 410,
    title: 'Ticket has expired',
    fix: 'Drop the report: what the ticket was for is no longer stored.',
  },
  receipt_event: {
    status: 400,
    title: 'Event does not fit the ticket',
    fix: 'Report delivered, shown or tapped with the ticket of a message, callReported or callReportNotRequired with that of a call.',
  },
  unknown_group: {
    status: 404,
    title: 'Unknown group',
    fix: 'Name a group that you are a member of, or create it with PUT /v1/groups/{groupId}.',
  },
  not_group_owner: {
    status: 403,
    title: 'Not the owner of the group',
    fix: 'Ask the owner, whom GET /v1/groups/{groupId} names to members. To create a group of your own, choose another ID.',
  },
  group_owner_stays: {
    status: 409,
    title: 'The owner cannot leave',
    fix: 'Delete the group with DELETE /v1/groups/{groupId}.',
  },
  unknown_member: {
    status: 404,
    title: 'Unknown member',
    fix: 'List the members with GET /v1/groups/{groupId}/members.',
  },
  limit_reached: {
    status: 409,
    title: 'Limit reached',
    fix: 'Remove what is no longer needed, then send the request again.',
  },
  unknown_app: {
    status: 404,
    title: 'Unknown app',
    fix: 'Create its settings with PUT /v1/server/apps/{appId}. An app without settings has the defaults.',
  },
  app_of_other_stage: {
    status: 400,
    code: 'unknown_app',
    title: 'Unknown app',
    fix: 'Add the bundle ID to `apps` in cdk/stages.ts and deploy the stage. In the lab, add a phone with this app with POST /lab/phones, or store a credential for it.',
  },
  unknown_policy: {
    status: 404,
    title: 'Unknown policy',
    fix: 'Create the policy with PUT /v1/server/policies/{policyId}, or send the settings themselves in offlinePush.',
  },
  policy_conflict: {
    status: 400,
    title: 'Settings do not fit together',
    fix: "Change the message's own settings or those of its policy so that they fit together.",
  },
  phone_number: {
    status: 400,
    title: 'Not a phone number',
    fix: 'Write the number with + and its country code, such as +8613800138000, without an extension.',
  },
  ambiguous_number: {
    status: 400,
    title: 'Ambiguous phone number',
    fix: 'Write the number with + and its country code, such as +8613800138000.',
  },
  directory_full: {
    status: 409,
    title: 'Call directory full',
    fix: 'Remove numbers with DELETE /v1/call-directory/{number} first.',
  },
  unknown_erasure: {
    status: 404,
    title: 'Unknown erasure',
    fix: 'Erase the user with DELETE /v1/server/users/{userId} first. Receipts are kept for 400 days.',
  },
  unknown_cursor: {
    status: 400,
    title: 'Unknown cursor',
    fix: 'Send the cursor from the previous answer unchanged, or leave it out to start over.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency-Key already used',
    fix: 'Send a new key with each new request. Only an exact repetition may have the key of an earlier request.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'Request in progress',
    fix: 'After the seconds in Retry-After, send the same request with the same key again to get its answer.',
  },
  push_too_large: {
    status: 400,
    title: 'Push too large',
    fix: 'Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.',
  },
  no_device_token: {
    status: 404,
    title: 'No device token',
    fix: 'Read the devices of the user with GET /v1/server/users/{userId}, or name a token in `to`.',
  },
  unknown_channel: {
    status: 404,
    title: 'Unknown channel',
    fix: 'Create the channel with PUT /v1/server/activity-channels/{name} first.',
  },
  channel_exists: {
    status: 409,
    title: 'Channel is another one',
    fix: 'A channel keeps its app and its storage. Choose another name, or delete the channel first.',
  },
  channel_app: {
    status: 409,
    title: 'Channel of another app',
    fix: 'Name a channel that was created for this app, and that exists in the environment of the token.',
  },
  channel_stores_nothing: {
    status: 400,
    title: 'Channel stores nothing',
    fix: 'Leave ttlSeconds out, or use a channel that was created with storesLatest.',
  },
  rejected_by_apple: {
    status: 409,
    title: 'Apple did not carry it out',
    fix: 'Read the reason in `hosts`. Broadcasts must be on for the app in the Apple developer account, and a credential of the stage must cover its Live Activities.',
  },
  setting_not_allowed: {
    status: 403,
    title: 'Setting not for users',
    fix: "Leave the setting out, or send through your server. The app's usersMayNotSet and imageHosts decide this; a policy with forUsers may contain the setting.",
  },
  explain_not_allowed: {
    status: 403,
    title: 'Explanation not available to users',
    fix: "Explain a message to yourself only, or use POST /v1/server/messages?explain=true or /v1/server/calls?explain=true. The app's outcomesForUsers decides this.",
  },
  mention_all_not_allowed: {
    status: 403,
    title: 'Mention of all not allowed',
    fix: "Mention members by their user IDs, or ask the group's owner. The group's whoMentionsAll decides this.",
  },
  not_a_contact: {
    status: 403,
    title: 'Not a contact',
    fix: "Write to, call and add only users with whom you share a group, or let your server do it. The app's contacts decides this.",
  },
  unknown_webhook: {
    status: 404,
    title: 'Unknown webhook',
    fix: 'Create the webhook with PUT /v1/server/webhooks/{webhookId}, or list the existing ones with GET /v1/server/webhooks.',
  },
  webhook_url: {
    status: 400,
    title: 'URL not suitable for a webhook',
    fix: 'Use an https URL of a public host, without a user name, a password or a fragment.',
  },
  secret_version: {
    status: 409,
    title: 'Wrong version of the secret',
    fix: 'Send the current secretVersion to keep the secret, or the next one to rotate it. Without the field, the secret stays.',
  },
  events_off: {
    status: 409,
    title: 'The stage does not publish these events',
    fix: "Set `events` of the stage to 'calls' or 'all' in cdk/stages.ts, and deploy the stage.",
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    fix: 'Send the request again after the seconds in Retry-After. This limit does not apply to your server, which signs its requests.',
  },
};

/** For tests: the guide lists the resulting codes. */
export const refusalCodes = Object.keys(refusals) as RefusalCode[];

export function problemOf({ refusal, detail, extensions }: Refusal): Problem {
  const { status, title, fix, code = refusal } = refusals[refusal];
  return { ...problem(status, code, title, detail, fix), ...extensions };
}
