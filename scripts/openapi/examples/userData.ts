import { type ExamplesOf, ids } from './example.ts';
import { profile } from './people.ts';

const registeredAt = '2026-11-30T12:00:00.000Z';

export const userDataExamples: ExamplesOf<'userData'> = {
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
