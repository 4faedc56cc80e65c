import { type ExamplesOf, ids } from './example.ts';
import { acceptedTarget, targetCost } from './messages.ts';

const createdAt = '2026-11-30T12:00:00.000Z';
const pushedAt = '2026-11-30T12:00:00.050Z';

const shown = { callerName: 'Alice', handle: { type: 'phoneNumber' as const, value: '8613800138000' } };
/** As the callee sees it. */
const call = {
  callId: ids.call,
  state: 'ringing' as const,
  from: 'alice',
  hasVideo: true,
  ...shown,
  participants: [{ userId: 'bob', state: 'ringing' as const }],
  createdAt,
  expiresAt: '2026-11-30T12:01:00.000Z',
};
/** As the caller sees it. */
const callerView = {
  ...call,
  targets: [{ ...acceptedTarget, kind: 'voip' as const }],
  timeline: [
    { at: createdAt, event: 'ringing', userId: 'bob' },
    { at: pushedAt, event: 'accepted', userId: 'bob', deviceId: ids.device, kind: 'voip' as const },
  ],
};

const invitation = {
  to: { userId: 'bob' },
  ...shown,
  hasVideo: true,
  timeoutSeconds: 60,
};
const explained = {
  targets: [
    {
      userId: 'bob',
      deviceId: ids.device,
      kind: 'voip' as const,
      decision: 'push' as const,
      rule: 'offline',
      appId: ids.app,
      environment: 'production' as const,
      headers: {
        'apns-expiration': '0',
        'apns-id': ids.apns,
        'apns-priority': '10',
        'apns-push-type': 'voip',
        'apns-topic': `${ids.app}.voip`,
      },
      payload: {
        ringpost: 1,
        callId: ids.call,
        handle: shown.handle,
        callerName: shown.callerName,
        hasVideo: true,
        sentAt: 1796040000,
        expiresAt: 1796040060,
      },
      bytes: 208,
      truncated: false,
      notes: ['ring_insurance' as const],
      cost: targetCost,
    },
  ],
  summary: { push: 1, skip: 0 },
  cost: targetCost,
  isComplete: true,
};
const ofDevice = { deviceId: ids.device };
type State = 'answered' | 'declined' | 'busy' | 'cancelled' | 'ended';
/** As the phone sees it that has acted: the end needs no reason there. */
const inState = (state: State) => ({ ...call, state, participants: [{ userId: 'bob', state }] });
const revised = { callerName: 'Alice Example' };
/** As a page of the log lists it. */
const { callerName: _name, handle: _handle, ...logged } = inState('ended');

export const callExamples: ExamplesOf<'calls'> = {
  'POST /v1/calls': { body: invitation, answers: { 200: explained, 201: callerView } },
  'POST /v1/server/calls': { body: { from: 'alice', ...invitation }, answers: { 200: explained, 201: callerView } },
  'GET /v1/calls/{callId}': { answers: { 200: callerView } },
  'PATCH /v1/calls/{callId}': { body: revised, answers: { 200: { ...callerView, ...revised } } },
  'POST /v1/calls/{callId}/answer': { body: ofDevice, answers: { 200: inState('answered') } },
  'POST /v1/calls/{callId}/decline': { body: ofDevice, answers: { 200: inState('declined') } },
  'POST /v1/calls/{callId}/busy': { body: ofDevice, answers: { 200: inState('busy') } },
  'POST /v1/calls/{callId}/cancel': { body: {}, answers: { 200: { ...callerView, ...inState('cancelled') } } },
  'POST /v1/calls/{callId}/participants': {
    body: { userIds: ['carol'], timeoutSeconds: 60 },
    answers: {
      200: { ...callerView, participants: [...call.participants, { userId: 'carol', state: 'ringing' }] },
    },
  },
  'POST /v1/calls/{callId}/leave': { body: ofDevice, answers: { 200: inState('ended') } },
  'POST /v1/calls/{callId}/end': { body: ofDevice, answers: { 200: inState('ended') } },
  'GET /v1/server/calls/{callId}': {
    answers: {
      200: {
        ...callerView,
        silence: [
          {
            userId: 'bob',
            deviceId: ids.device,
            kind: 'voip',
            cause: 'too_early',
            confidence: 'likely',
            evidence: [{ fact: 'it has rung for less than five seconds', at: callerView.createdAt }],
          },
        ],
      },
    },
  },
  'PATCH /v1/server/calls/{callId}': { body: revised, answers: { 200: { ...call, ...revised } } },
  'POST /v1/server/calls/{callId}/cancel': { answers: { 200: inState('cancelled') } },
  'POST /v1/server/calls/{callId}/end': { answers: { 200: inState('ended') } },
};

export const callLogExamples: ExamplesOf<'callLog'> = {
  'GET /v1/calls': { answers: { 200: { calls: [logged] } } },
};

export const ringExamples: ExamplesOf<'rings'> = {
  'GET /v1/rings/{ticket}': {
    answers: { 200: { callId: ids.call, state: 'answered', endedReason: 4, endedReasonName: 'answeredElsewhere' } },
  },
};
