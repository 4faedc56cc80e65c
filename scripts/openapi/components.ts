/** Named schemas of the OpenAPI document. Generated clients have a type of each name. */
import * as z from 'zod/mini';
import * as activities from '../../shared/api/schemas/activities.ts';
import * as broadcasts from '../../shared/api/schemas/broadcasts.ts';
import * as call from '../../shared/api/schemas/call.ts';
import * as calls from '../../shared/api/schemas/calls.ts';
import { apnsEnvironment, callHandle, isoTime, targetOutcome, tokenKind } from '../../shared/api/schemas/common.ts';
import * as devices from '../../shared/api/schemas/devices.ts';
import {
  callEvent,
  messageEvent,
  receiptEvent,
  tokenEvent,
  userEvent,
  wantedPushEvent,
} from '../../shared/api/schemas/events.ts';
import * as explanations from '../../shared/api/schemas/explanation.ts';
import * as groups from '../../shared/api/schemas/groups.ts';
import * as messages from '../../shared/api/schemas/messages.ts';
import * as people from '../../shared/api/schemas/profile.ts';
import * as pushes from '../../shared/api/schemas/pushes.ts';
import * as pushSettings from '../../shared/api/schemas/pushSettings.ts';
import { receipt } from '../../shared/api/schemas/receipts.ts';
import * as replays from '../../shared/api/schemas/replay.ts';
import * as server from '../../shared/api/schemas/server.ts';
import { silentTarget } from '../../shared/api/schemas/silence.ts';
import * as userData from '../../shared/api/schemas/userData.ts';
import * as webhooks from '../../shared/api/schemas/webhooks.ts';
import { descriptions } from './descriptions.ts';
import { typedOperations as operations } from './operations.ts';

type Named = Readonly<Record<string, z.ZodMiniType>>;

/** Bodies of requests, and what several of them have in common. */
const requests: Named = {
  DeviceRegistration: devices.registration,
  DeviceRegistrationAsServer: operations['PUT /v1/server/users/{userId}/devices/{deviceId}'].body,
  DeviceTokenInput: devices.tokenInput,
  PresenceInput: devices.presence,
  ProfileInput: people.profileInput,
  DoNotDisturbInput: people.doNotDisturbInput,
  ConversationSettingsInput: people.conversationSettingsInput,
  GroupInput: operations['PUT /v1/groups/{groupId}'].body,
  GroupMemberInput: operations['PUT /v1/groups/{groupId}/members/{userId}'].body,
  UserTags: people.tags,
  GroupAsServerInput: operations['PUT /v1/server/groups/{groupId}'].body,
  MemberChanges: operations['POST /v1/server/groups/{groupId}/members'].body,
  SendMessageRequest: operations['POST /v1/messages'].body,
  SendMessageAsUserRequest: operations['POST /v1/server/messages'].body,
  MessageBatchRequest: operations['POST /v1/server/messages/batch'].body,
  MessageElement: messages.element,
  OfflinePush: pushSettings.offlinePush,
  SoundInput: pushSettings.sound,
  Badge: pushSettings.badge,
  RecallRequest: operations['POST /v1/messages/{messageId}/recall'].body,
  StartCallRequest: operations['POST /v1/calls'].body,
  StartCallAsUserRequest: operations['POST /v1/server/calls'].body,
  CallHandle: callHandle,
  CallActionRequest: operations['POST /v1/calls/{callId}/answer'].body,
  UpdateCallRequest: operations['PATCH /v1/calls/{callId}'].body,
  UpdateAnyCallRequest: operations['PATCH /v1/server/calls/{callId}'].body,
  InviteToCallRequest: operations['POST /v1/calls/{callId}/participants'].body,
  ReceiptsRequest: operations['POST /v1/receipts'].body,
  TicketReceiptRequest: operations['POST /v1/receipts/{ticket}'].body,
  Receipt: receipt,
  DirectoryNumberInput: operations['PUT /v1/call-directory/{number}'].body,
  ActivityChannelInput: operations['PUT /v1/server/activity-channels/{name}'].body,
  ActivityUpdate: operations['POST /v1/server/activity-channels/{name}/update'].body,
  StartActivityRequest: operations['POST /v1/server/activities'].body,
  UpdateActivityRequest: operations['POST /v1/server/activities/{activityId}/update'].body,
  EndActivityRequest: operations['POST /v1/server/activities/{activityId}/end'].body,
  PushRequest: operations['POST /v1/server/pushes'].body,
  PolicySettingsInput: pushSettings.policySettingsInput,
  PushOutcomeReport: pushes.outcomeReport,
  AppSettings: server.appSettings,
  BroadcastRequest: broadcasts.broadcastRequest,
  BroadcastAudience: broadcasts.audience,
  WebhookInput: webhooks.webhookInput,
};

/** Bodies of answers, and what several of them have in common. */
const answers: Named = {
  Health: operations['GET /v1/health'].answers[200],
  Broadcast: broadcasts.broadcast,
  BroadcastList: operations['GET /v1/server/broadcasts'].answers[200],
  BroadcastStateAnswer: broadcasts.broadcastState,
  CallEventData: callEvent,
  MessageEventData: messageEvent,
  ReceiptEventData: receiptEvent,
  TokenEventData: tokenEvent,
  UserEventData: userEvent,
  Webhook: webhooks.webhook,
  WebhookList: operations['GET /v1/server/webhooks'].answers[200],
  WebhookWithSecret: webhooks.setWebhook,
  WebhookTestResult: webhooks.triedWebhook,
  RegisteredDevice: operations['PUT /v1/devices/{deviceId}'].answers[200],
  DeviceList: operations['GET /v1/devices'].answers[200],
  Device: devices.listedDevice,
  TokenRepair: devices.repair,
  Presence: operations['PUT /v1/devices/{deviceId}/presence'].answers[200],
  Profile: people.profile,
  DoNotDisturb: people.doNotDisturb,
  ConversationSettings: people.conversationSettings,
  UserTags: people.tags,
  BlockList: operations['GET /v1/blocks'].answers[200],
  Group: groups.group,
  GroupMember: groups.member,
  GroupMemberList: operations['GET /v1/groups/{groupId}/members'].answers[200],
  SendMessageAnswer: operations['POST /v1/messages'].answers[200],
  SentMessage: messages.sent,
  MessageBatchAnswer: operations['POST /v1/server/messages/batch'].answers[200],
  MessageBatchResult: messages.batchResult,
  MessageExplanation: explanations.explanation,
  ExplainedTarget: explanations.explainedTarget,
  Cost: explanations.cost,
  OutcomeSummary: messages.summary,
  TargetOutcome: targetOutcome,
  MessageReport: operations['GET /v1/messages/{messageId}'].answers[200],
  MessageEvent: messages.messageEvent,
  MessageReportAsServer: operations['GET /v1/server/messages/{messageId}'].answers[200],
  Replay: replays.replay,
  ReplayedTarget: replays.replayedTarget,
  CallAsServer: operations['GET /v1/server/calls/{callId}'].answers[200],
  SilentTarget: silentTarget,
  RecalledMessage: operations['POST /v1/messages/{messageId}/recall'].answers[200],
  Call: call.call,
  CallExplanation: calls.callExplanation,
  ExplainedRing: calls.explainedRing,
  CallState: call.callState,
  CallParticipant: call.participant,
  CallEvent: call.callEvent,
  CallList: operations['GET /v1/calls'].answers[200],
  Ring: operations['GET /v1/rings/{ticket}'].answers[200],
  RecordedReceipts: operations['POST /v1/receipts'].answers[202],
  RecordedReceipt: operations['POST /v1/receipts/{ticket}'].answers[202],
  CallDirectory: operations['GET /v1/call-directory'].answers[200],
  DirectoryNumber: operations['PUT /v1/call-directory/{number}'].answers[200],
  PolicyList: operations['GET /v1/server/policies'].answers[200],
  Policy: server.policy,
  PolicySettings: pushSettings.policySettings,
  Sound: pushSettings.sound,
  Badge: pushSettings.badge,
  CallHandle: callHandle,
  AppList: operations['GET /v1/server/apps'].answers[200],
  App: server.app,
  AppSettings: server.appSettings,
  User: server.user,
  UserExport: userData.userExport,
  Erasure: userData.erasure,
  ExportedDevice: userData.exportedDevice,
  ExportedGroup: userData.exportedGroup,
  ActivityChannel: activities.activityChannel,
  ActivityChannelList: operations['GET /v1/server/activity-channels'].answers[200],
  ActivityChannelResult: operations['PUT /v1/server/activity-channels/{name}'].answers[200],
  ActivityOutcomes: operations['POST /v1/server/activities'].answers[200],
  ActivityUpdateResult: operations['POST /v1/server/activity-channels/{name}/update'].answers[200],
  RecordedPushOutcome: pushes.recordedOutcome,
  PushEventData: wantedPushEvent,
  PushResult: operations['POST /v1/server/pushes'].answers[200],
  Statistics: operations['GET /v1/server/stats'].answers[200],
  Time: isoTime,
  TokenKind: tokenKind,
  ApnsEnvironment: apnsEnvironment,
};

export type Direction = 'input' | 'output';
export type JsonSchema = Record<string, unknown>;

const named: Readonly<Record<Direction, Named>> = { input: requests, output: answers };
const registries = { input: registryOf(requests), output: registryOf(answers) };

/** Shown as another schema than the one that checks them. */
const shownAs = new Map<unknown, string>([
  [messages.batchedMessage, 'SendMessageAsUserRequest'],
  [messages.problemBody, 'Problem'],
]);

function registryOf(schemas: Named) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  return registry;
}

function convert(direction: Direction): Readonly<Record<string, JsonSchema>> {
  const { schemas } = z.toJSONSchema(registries[direction], {
    io: direction,
    unrepresentable: 'any',
    reused: 'inline',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      const name = shownAs.get(zodSchema);
      if (name === undefined) return;
      for (const member of Object.keys(jsonSchema)) delete jsonSchema[member];
      jsonSchema.$ref = `#/components/schemas/${name}`;
    },
  });
  return Object.fromEntries(
    Object.keys(named[direction]).map((id) => {
      const { $schema: _version, $id: _id, ...schema } = schemas[id] as JsonSchema;
      return [id, schema];
    }),
  );
}

/** @throws Error if a request and an answer give one name to two shapes, or a described field does not exist. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const [inputs, outputs] = [convert('input'), convert('output')];
  for (const [id, schema] of Object.entries(inputs)) {
    const other = outputs[id];
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(schema)) {
      throw new Error(`the schema ${id} is not the same in requests and in answers: give it two names`);
    }
  }
  const schemas = { ...inputs, ...outputs };
  for (const [id, texts] of Object.entries(descriptions)) describe(id, schemas[id], texts);
  return schemas;
}

function describe(id: string, schema: JsonSchema | undefined, texts: Readonly<Record<string, string>>): void {
  for (const [field, description] of Object.entries(texts)) {
    const { properties = {} } = (schema ?? {}) as { properties?: Record<string, JsonSchema> };
    const place = field === '' ? schema : properties[field];
    if (place === undefined) throw new Error(`descriptions.ts describes ${id}.${field}, which does not exist`);
    place['description'] = description;
  }
}

/** A reference to the schema of a body. @throws Error if the schema has no name here. */
export function referenceTo(schema: z.ZodMiniType, direction: Direction): JsonSchema {
  const name = registries[direction].get(schema)?.id;
  if (name === undefined)
    throw new Error('the body of a request or an answer has no name: give it one in components.ts');
  return { $ref: `#/components/schemas/${name}` };
}

/** Schema of a parameter, unchanged. */
export function parameterSchema(schema: z.ZodMiniType): JsonSchema {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  return rest;
}
