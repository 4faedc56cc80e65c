import { type ExamplesOf, ids } from './example.ts';
import { profile } from './people.ts';

const registeredAt = '2026-11-30T12:00:00.000Z';

const erasureId = '8b0f3d1c-53a5-4a0e-9a53-0d6b1c2f7e11';
const running = { erasureId, state: 'running' as const, requestedAt: registeredAt, counts: {} };

export const userDataExamples: ExamplesOf<'userData'> = {
  'DELETE /v1/server/users/{userId}': { answers: { 202: running } },
  'DELETE /v1/me': { answers: { 202: running } },
  'GET /v1/server/users/{userId}/erasure': {
    answers: {
      200: {
        erasureId,
        state: 'finished',
        requestedAt: registeredAt,
        finishedAt: '2026-11-30T12:00:16.000Z',
        counts: { devices: 2, profile: 1, tags: 1, badges: 1, groupsLeft: 3, callLogEntries: 12 },
      },
    },
  },
  'GET /v1/server/users/{userId}/export': {
    answers: {
      200: {
        userId: 'bob',
        exportedAt: '2026-11-30T12:05:00.000Z',
        profile,
        devices: [
          {
            deviceId: ids.device,
            appId: ids.app,
            registeredAt,
            tokens: {
              alert: {
                token: '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78',
                environment: 'production',
                state: 'proven',
                registeredAt,
              },
            },
            presence: { state: 'background', at: registeredAt, until: '2026-11-30T12:02:00.000Z' },
            locale: 'en-GB',
          },
        ],
        tags: ['beta', 'city:shanghai'],
        badges: [{ appId: ids.app, badge: 3 }],
        conversations: [
          { conversationId: 'group:family', level: 'mentions', receive: 'none', mentionsStillPush: true },
        ],
        blocks: [{ userId: 'mallory' }],
        handedOverPushes: [],
        groups: [{ groupId: 'family', name: 'Family', isOwner: false, card: 'Dad' }],
        calls: [
          {
            callId: ids.call,
            state: 'ended',
            from: 'alice',
            hasVideo: true,
            callerName: 'Alice',
            handle: { type: 'generic', value: 'alice' },
            participants: [{ userId: 'bob', state: 'ended' }],
            createdAt: registeredAt,
            expiresAt: '2026-11-30T12:01:00.000Z',
          },
        ],
        callDirectory: [{ number: '8613800138000', label: 'Work' }],
        callDirectoryChanges: [{ number: '8613800138000', version: 1, after: { label: 'Work' } }],
        callDirectoryTerritories: ['CN'],
        retained: [{ what: 'Records of calls: caller, callees, outcomes and reports', keptFor: '30 days' }],
      },
    },
  },
};
