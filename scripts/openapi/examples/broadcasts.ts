import { type ExamplesOf, ids, noContent } from './example.ts';

const broadcast = {
  broadcastId: ids.broadcast,
  appId: ids.app,
  name: 'Spring update',
  state: 'finished' as const,
  audience: { tags: { any: ['beta', 'city:shanghai'] } },
  counts: { devices: 412_300, accepted: 398_084, skipped: 13_900, rejected: 312, failed: 4, retrying: 0, waiting: 0 },
  respectQuietHours: false,
  reasons: { do_not_disturb: 9100, muted: 4800, BadDeviceToken: 201, Unregistered: 111 },
  progress: 1,
  estimatedDevices: 1_000_000,
  createdAt: '2026-11-30T12:00:00.000Z',
  startedAt: '2026-11-30T12:00:00.000Z',
  finishedAt: '2026-11-30T12:00:21.000Z',
  costUsd: 0.04,
  costByUse: { functionGbSeconds: 0.0037, tableReads: 0.0019, tableWrites: 0.0004, egressBytes: 0.0167 },
};

const stateOf = (state: 'running' | 'stopped') => ({ answers: { 200: { broadcastId: ids.broadcast, state } } });
const readBroadcast = { answers: { 200: broadcast } };

export const broadcastExamples: ExamplesOf<'broadcasts'> = {
  'POST /v1/server/broadcasts': {
    body: {
      appId: ids.app,
      name: 'Spring update',
      audience: { tags: { any: ['beta', 'city:shanghai'] } },
      message: {
        offlinePush: {
          title: 'Spring update',
          desc: 'Group calls are here.',
          texts: { 'zh-Hans': { title: '春季更新', desc: '群组通话来了。' } },
        },
      },
    },
    answers: { 202: { broadcastId: ids.broadcast, state: 'running' } },
  },
  'GET /v1/server/broadcasts': { answers: { 200: { broadcasts: [broadcast] } } },
  'GET /v1/server/broadcasts/{broadcastId}': readBroadcast,
  'POST /v1/server/broadcasts/{broadcastId}/stop': stateOf('stopped'),
  'POST /v1/server/broadcasts/{broadcastId}/resume': stateOf('running'),
  'POST /v1/server/broadcasts/{broadcastId}/recall': { body: { mode: 'withdraw' as const }, ...stateOf('stopped') },
  'DELETE /v1/server/broadcasts/{broadcastId}': noContent,
};
