import type { KnownRouteKey } from '../../shared/api/routes.ts';

/** Name of each operation. Generated clients have a method of that name, so a published name never changes. */
export const operationIds = {
  'GET /v1/health': 'getHealth',

  'PUT /v1/devices/{deviceId}': 'registerDevice',
  'GET /v1/devices': 'listDevices',
  'DELETE /v1/devices/{deviceId}': 'logOutDevice',
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': 'removeDeviceToken',
  'PUT /v1/devices/{deviceId}/presence': 'setPresence',

  'GET /v1/profile': 'getProfile',
  'PUT /v1/profile': 'replaceProfile',
  'GET /v1/conversations/{conversationId}/settings': 'getConversationSettings',
  'PUT /v1/conversations/{conversationId}/settings': 'replaceConversationSettings',
  'GET /v1/blocks': 'listBlocks',
  'PUT /v1/blocks/{userId}': 'blockUser',
  'DELETE /v1/blocks/{userId}': 'unblockUser',

  'GET /v1/groups/{groupId}': 'getGroup',
  'PUT /v1/groups/{groupId}': 'putGroup',
  'DELETE /v1/groups/{groupId}': 'deleteGroup',
  'GET /v1/groups/{groupId}/members': 'listGroupMembers',
  'PUT /v1/groups/{groupId}/members/{userId}': 'putGroupMember',
  'DELETE /v1/groups/{groupId}/members/{userId}': 'removeGroupMember',

  'POST /v1/messages': 'sendMessage',
  'GET /v1/messages/{messageId}': 'getMessage',
  'POST /v1/messages/{messageId}/recall': 'recallMessage',

  'POST /v1/calls': 'startCall',
  'GET /v1/calls': 'listCalls',
  'GET /v1/calls/{callId}': 'getCall',
  'PATCH /v1/calls/{callId}': 'updateCall',
  'POST /v1/calls/{callId}/answer': 'answerCall',
  'POST /v1/calls/{callId}/decline': 'declineCall',
  'POST /v1/calls/{callId}/busy': 'reportBusy',
  'POST /v1/calls/{callId}/cancel': 'cancelCall',
  'POST /v1/calls/{callId}/participants': 'inviteToCall',
  'POST /v1/calls/{callId}/leave': 'leaveCall',
  'POST /v1/calls/{callId}/end': 'endCall',
  'GET /v1/rings/{ticket}': 'getRing',

  'POST /v1/receipts': 'reportReceipts',
  'POST /v1/receipts/{ticket}': 'reportByTicket',

  'GET /v1/call-directory': 'getCallDirectory',
  'PUT /v1/call-directory/{number}': 'putDirectoryNumber',
  'DELETE /v1/call-directory/{number}': 'removeDirectoryNumber',

  'GET /v1/server/policies': 'listPolicies',
  'GET /v1/server/policies/{policyId}': 'getPolicy',
  'PUT /v1/server/policies/{policyId}': 'putPolicy',
  'DELETE /v1/server/policies/{policyId}': 'deletePolicy',
  'GET /v1/server/apps': 'listApps',
  'GET /v1/server/apps/{appId}': 'getAppSettings',
  'PUT /v1/server/apps/{appId}': 'replaceAppSettings',
  'DELETE /v1/server/apps/{appId}': 'deleteAppSettings',
  'GET /v1/server/users/{userId}': 'getUser',
  'DELETE /v1/server/users/{userId}/devices': 'logOutUser',
  'POST /v1/server/messages': 'sendMessageAsUser',
  'GET /v1/server/messages/{messageId}': 'getAnyMessage',
  'POST /v1/server/messages/{messageId}/recall': 'recallAnyMessage',
  'POST /v1/server/calls': 'startCallAsUser',
  'GET /v1/server/calls/{callId}': 'getAnyCall',
  'PATCH /v1/server/calls/{callId}': 'updateAnyCall',
  'POST /v1/server/calls/{callId}/cancel': 'cancelAnyCall',
  'POST /v1/server/calls/{callId}/end': 'endAnyCall',
  'GET /v1/server/stats': 'getStatistics',
} as const satisfies Record<KnownRouteKey, string>;

export type OperationId = (typeof operationIds)[KnownRouteKey];
