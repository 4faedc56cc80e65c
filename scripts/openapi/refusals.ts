import type { KnownRouteKey } from '../../shared/api/routes.ts';
import type { RefusalCode } from '../../shared/platform/refusal.ts';

const sendRefusals = ['unknown_group', 'unknown_policy', 'policy_conflict', 'push_too_large'] as const;
const sendLimits = ['too_many_callees', 'idempotency_in_progress', 'idempotency_key_reused'] as const;
const idempotencyRefusals = ['idempotency_in_progress', 'idempotency_key_reused'] as const;
const ringRefusals = ['unknown_group', 'nobody_to_call', 'self_call', 'too_many_callees', 'push_too_large'] as const;
const startRefusals = [...ringRefusals, 'call_exists', 'glare', ...idempotencyRefusals] as const;
const actionRefusals = ['unknown_call', 'unknown_device', 'call_side', 'call_state'] as const;
const numberRefusals = ['phone_number', 'ambiguous_number'] as const;

/**
 * Refusals of the flow behind each operation. A rate, a body and an Authorization header have refusals of their own:
 * see answers.ts. The lab's tests fail on an answer that is not listed.
 */
export const refusalsOf: Readonly<Record<KnownRouteKey, readonly RefusalCode[]>> = {
  'GET /v1/health': [],

  'PUT /v1/devices/{deviceId}': ['app_of_other_stage', 'device_app'],
  'GET /v1/devices': [],
  'DELETE /v1/devices/{deviceId}': ['unknown_device'],
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': ['unknown_device'],
  'PUT /v1/devices/{deviceId}/presence': ['unknown_device'],

  'GET /v1/profile': [],
  'PUT /v1/profile': [],
  'GET /v1/conversations/{conversationId}/settings': [],
  'PUT /v1/conversations/{conversationId}/settings': ['limit_reached'],
  'GET /v1/blocks': ['unknown_cursor'],
  'PUT /v1/blocks/{userId}': ['limit_reached'],
  'DELETE /v1/blocks/{userId}': [],

  'GET /v1/groups/{groupId}': ['unknown_group'],
  'PUT /v1/groups/{groupId}': ['not_group_owner', 'unknown_group'],
  'DELETE /v1/groups/{groupId}': ['not_group_owner', 'unknown_group'],
  'GET /v1/groups/{groupId}/members': ['unknown_group', 'unknown_cursor'],
  'PUT /v1/groups/{groupId}/members/{userId}': ['unknown_group', 'not_group_owner', 'not_a_contact', 'limit_reached'],
  'DELETE /v1/groups/{groupId}/members/{userId}': [
    'unknown_group',
    'unknown_member',
    'not_group_owner',
    'group_owner_stays',
  ],

  'POST /v1/messages': [
    ...sendRefusals,
    'setting_not_allowed',
    'explain_not_allowed',
    'mention_all_not_allowed',
    'not_a_contact',
    ...sendLimits,
  ],
  'GET /v1/messages/{messageId}': ['unknown_message'],
  'POST /v1/messages/{messageId}/recall': ['unknown_message'],

  'POST /v1/calls': [...startRefusals, 'explain_not_allowed', 'not_a_contact'],
  'GET /v1/calls': ['unknown_cursor'],
  'GET /v1/calls/{callId}': ['unknown_call'],
  'PATCH /v1/calls/{callId}': [...actionRefusals, 'push_too_large'],
  'POST /v1/calls/{callId}/answer': actionRefusals,
  'POST /v1/calls/{callId}/decline': actionRefusals,
  'POST /v1/calls/{callId}/busy': actionRefusals,
  'POST /v1/calls/{callId}/cancel': actionRefusals,
  'POST /v1/calls/{callId}/participants': [
    'unknown_call',
    'unknown_device',
    'call_state',
    'self_call',
    'too_many_callees',
    'not_a_contact',
  ],
  'POST /v1/calls/{callId}/leave': actionRefusals,
  'POST /v1/calls/{callId}/end': actionRefusals,
  'GET /v1/rings/{ticket}': ['unknown_ring', 'ring_over'],

  'POST /v1/receipts': [],
  'POST /v1/receipts/{ticket}': ['unknown_ticket', 'ticket_expired', 'receipt_event'],

  'GET /v1/call-directory': ['unknown_cursor'],
  'PUT /v1/call-directory/{number}': [...numberRefusals, 'directory_full'],
  'DELETE /v1/call-directory/{number}': numberRefusals,

  'GET /v1/server/policies': [],
  'GET /v1/server/policies/{policyId}': ['unknown_policy'],
  'PUT /v1/server/policies/{policyId}': [],
  'DELETE /v1/server/policies/{policyId}': ['unknown_policy'],
  'GET /v1/server/apps': [],
  'GET /v1/server/apps/{appId}': ['unknown_app'],
  'PUT /v1/server/apps/{appId}': [],
  'DELETE /v1/server/apps/{appId}': ['unknown_app'],
  'GET /v1/server/users/{userId}': ['unknown_device'],
  'DELETE /v1/server/users/{userId}/devices': ['unknown_device'],
  'POST /v1/server/messages': [...sendRefusals, ...sendLimits],
  'GET /v1/server/messages/{messageId}': ['unknown_message'],
  'POST /v1/server/messages/{messageId}/recall': ['unknown_message'],
  'POST /v1/server/calls': startRefusals,
  'GET /v1/server/calls/{callId}': ['unknown_call'],
  'PATCH /v1/server/calls/{callId}': ['unknown_call', 'call_state', 'push_too_large'],
  'POST /v1/server/calls/{callId}/cancel': ['unknown_call', 'call_state'],
  'POST /v1/server/calls/{callId}/end': ['unknown_call', 'call_state'],
  'GET /v1/server/stats': [],
  'GET /v1/server/users/{userId}/profile': [],
  'PUT /v1/server/users/{userId}/profile': [],
  'GET /v1/server/users/{userId}/tags': [],
  'PUT /v1/server/users/{userId}/tags': [],
  'GET /v1/server/users/{userId}/conversations/{conversationId}/settings': [],
  'PUT /v1/server/users/{userId}/conversations/{conversationId}/settings': ['limit_reached'],
  'PUT /v1/server/users/{userId}/blocks/{otherUserId}': ['limit_reached'],
  'DELETE /v1/server/users/{userId}/blocks/{otherUserId}': [],
  'PUT /v1/server/users/{userId}/devices/{deviceId}': [
    'app_of_other_stage',
    'device_app',
    'already_registered',
    'limit_reached',
  ],
  'DELETE /v1/server/users/{userId}/devices/{deviceId}': ['unknown_device'],
  'GET /v1/server/groups/{groupId}': ['unknown_group'],
  'PUT /v1/server/groups/{groupId}': ['unknown_group', 'limit_reached'],
  'DELETE /v1/server/groups/{groupId}': ['unknown_group'],
  'GET /v1/server/groups/{groupId}/members': ['unknown_group', 'unknown_cursor'],
  'POST /v1/server/groups/{groupId}/members': ['unknown_group', 'group_owner_stays', 'limit_reached'],
  'POST /v1/server/messages/batch': [],
  'GET /v1/server/users/{userId}/export': ['unknown_cursor'],
  'POST /v1/server/pushes': ['no_device_token', ...idempotencyRefusals],
  'DELETE /v1/server/users/{userId}': [],
  'GET /v1/server/users/{userId}/erasure': ['unknown_erasure'],
  'DELETE /v1/me': [],
  'POST /v1/server/broadcasts': [
    'app_of_other_stage',
    'unknown_policy',
    'policy_conflict',
    'push_too_large',
    'nothing_to_show',
    'idempotency_key_reused',
    'idempotency_in_progress',
  ],
  'GET /v1/server/broadcasts': ['unknown_cursor'],
  'GET /v1/server/broadcasts/{broadcastId}': ['unknown_broadcast'],
  'POST /v1/server/broadcasts/{broadcastId}/stop': ['unknown_broadcast', 'broadcast_state'],
  'POST /v1/server/broadcasts/{broadcastId}/resume': ['unknown_broadcast', 'broadcast_state'],
  'POST /v1/server/broadcasts/{broadcastId}/recall': ['unknown_broadcast', 'broadcast_state'],
  'DELETE /v1/server/broadcasts/{broadcastId}': ['unknown_broadcast', 'broadcast_state'],
  'GET /v1/server/activity-channels': [],
  'PUT /v1/server/activity-channels/{name}': ['channel_exists', 'rejected_by_apple'],
  'POST /v1/server/activity-channels/{name}/update': ['unknown_channel', 'channel_stores_nothing', 'push_too_large'],
  'DELETE /v1/server/activity-channels/{name}': ['unknown_channel', 'rejected_by_apple'],
  'GET /v1/server/webhooks': [],
  'GET /v1/server/webhooks/{webhookId}': ['unknown_webhook'],
  'PUT /v1/server/webhooks/{webhookId}': ['webhook_url', 'secret_version', 'events_off', 'limit_reached'],
  'DELETE /v1/server/webhooks/{webhookId}': ['unknown_webhook'],
  'POST /v1/server/webhooks/{webhookId}/test': ['unknown_webhook'],
};
