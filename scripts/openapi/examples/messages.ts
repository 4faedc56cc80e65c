import { problemOf } from '../../../shared/api/refusals.ts';
import { type ExamplesOf, ids } from './example.ts';

const createdAt = '2026-11-30T12:00:00.000Z';
const message = {
  to: { userId: 'bob' },
  elements: [{ type: 'text' as const, text: 'See you at eight?' }],
  offlinePush: { title: 'Alice', sound: 'default', ext: { screen: 'chat' } },
};

export const acceptedTarget = {
  userId: 'bob',
  deviceId: ids.device,
  kind: 'alert',
  outcome: 'accepted',
  apnsId: ids.apns,
  environment: 'production',
  status: 200,
} as const;
const counts = { accepted: 0, skipped: 0, rejected: 0, failed: 0, retrying: 0 };

const sent = { messageId: ids.message, targets: [acceptedTarget], summary: { ...counts, accepted: 1 } };
const retried = {
  messageId: ids.message,
  targets: [{ ...acceptedTarget, outcome: 'retrying' as const, reason: 'TooManyRequests', status: 429 }],
  summary: { ...counts, retrying: 1 },
};

export const targetCost = {
  units: {
    apiRequests: 0,
    functionRequests: 0,
    functionGbSeconds: 0.0005,
    queueRequests: 0,
    tableReads: 1,
    tableWrites: 1.1953125,
    logBytes: 300,
    egressBytes: 414,
  },
  dollars: 0.000001053136,
};
const explained = {
  targets: [
    {
      userId: 'bob',
      deviceId: ids.device,
      kind: 'alert',
      decision: 'push',
      rule: 'offline',
      appId: ids.app,
      environment: 'production',
      headers: {
        'apns-collapse-id': '9VoTW9IsGAPLo1NxnkaAuNGJYZEojLVk_QhE3flVdNc',
        'apns-expiration': '1796138724',
        'apns-id': ids.apns,
        'apns-priority': '10',
        'apns-push-type': 'alert',
        'apns-topic': ids.app,
      },
      payload: {
        aps: { alert: { title: 'Alice', body: 'Alice:See you at eight?' }, badge: 2, sound: 'default' },
        ringpost: { messageId: ids.message, conversationId: 'user:alice' },
        ext: { screen: 'chat' },
      },
      bytes: 214,
      truncated: false,
      notes: [],
      cost: targetCost,
    } as const,
  ],
  summary: { push: 1, skip: 0 },
  cost: {
    units: {
      ...targetCost.units,
      apiRequests: 1,
      functionRequests: 1,
      functionGbSeconds: 0.0505,
      tableReads: 1.5,
      tableWrites: 2.1953125,
      logBytes: 650,
    },
    dollars: 0.000003770289,
  },
  isComplete: true,
};

/** A send and its explanation have the same status: the query decides which of them it is. */
const answers = { 200: { oneOf: { sent, explained } }, 202: retried };

const rejected = {
  status: 404,
  body: problemOf({ refusal: 'unknown_group', detail: 'alice is not a member of a group hiking-club.' }),
};

const report = {
  answers: {
    200: {
      messageId: ids.message,
      from: 'alice',
      to: ['bob'],
      createdAt,
      targets: [acceptedTarget],
      summary: { ...counts, accepted: 1 },
      reasons: {},
      receipts: { delivered: 1, shown: 0, tapped: 0 },
      timeline: [
        { at: createdAt, event: 'received' },
        { at: '2026-11-30T12:00:00.041Z', event: 'accepted', deviceId: ids.device, kind: 'alert' as const },
        { at: '2026-11-30T12:00:01.000Z', event: 'delivered', deviceId: ids.device },
      ],
    },
  },
};

const noDevice = {
  userId: 'carol',
  cause: 'no_device' as const,
  confidence: 'certain' as const,
  evidence: [{ fact: 'Ringpost skipped it: no_device' }],
};

const recall = {
  body: { mode: 'withdraw' as const },
  answers: {
    200: {
      messageId: ids.message,
      recalledAt: '2026-11-30T12:01:00.000Z',
      targets: [acceptedTarget],
      summary: { ...counts, accepted: 1 },
    },
  },
};

export const messageExamples: ExamplesOf<'messages'> = {
  'POST /v1/messages': { body: message, answers },
  'POST /v1/server/messages': { body: { from: 'alice', ...message }, answers },
  'POST /v1/server/messages/batch': {
    body: {
      messages: [
        { from: 'alice', ...message },
        { ...message, from: 'alice', to: { groupId: 'hiking-club' } },
      ],
    },
    answers: { 200: { results: [{ status: 200, body: sent }, rejected] } },
  },
  'GET /v1/messages/{messageId}': report,
  'GET /v1/server/messages/{messageId}': { answers: { 200: { ...report.answers[200], silence: [noDevice] } } },
  'POST /v1/messages/{messageId}/recall': recall,
  'POST /v1/server/messages/{messageId}/recall': recall,
};
