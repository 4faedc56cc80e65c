import { type ExamplesOf, ids, noContent } from './example.ts';

const channelIds = { production: 'dHN0LXNyY2gtY2hubA==', development: 'c2FuZC1ib3gtY2hubA==' };
const channel = { name: 'match-4711', appId: ids.app, storesLatest: true, channelIds };
const hosts = [
  { environment: 'production' as const, outcome: 'accepted' as const, status: 200 },
  { environment: 'development' as const, outcome: 'accepted' as const, status: 200 },
];

const outcome = {
  userId: 'bob',
  deviceId: ids.device,
  outcome: 'accepted',
  apnsId: ids.apns,
  environment: 'production',
  status: 200,
} as const;
const summary = { accepted: 1, skipped: 0, rejected: 0, failed: 0, retrying: 0 };
const outcomes = { activityId: 'order-4711', targets: [outcome], summary };

export const activityExamples: ExamplesOf<'activities'> = {
  'POST /v1/server/activities': {
    body: {
      appId: ids.app,
      to: { userId: 'bob' },
      activityId: 'order-4711',
      attributesType: 'DeliveryAttributes',
      attributes: { restaurant: 'Trattoria' },
      contentState: { stage: 'cooking' },
      alert: { title: 'Trattoria', body: 'Your order is being cooked' },
      staleAt: '2026-11-30T20:00:00Z',
    },
    answers: { 200: { ...outcomes, targets: [{ ...outcome, kind: 'liveActivityStart' }] } },
  },
  'POST /v1/server/activities/{activityId}/update': {
    body: { appId: ids.app, to: { userId: 'bob' }, contentState: { stage: 'on the way' }, priority: 5 },
    answers: { 200: outcomes },
  },
  'POST /v1/server/activities/{activityId}/end': {
    body: {
      appId: ids.app,
      to: { userIds: ['bob'] },
      contentState: { stage: 'delivered' },
      dismissAt: '2026-11-30T20:15:00Z',
    },
    answers: { 200: outcomes },
  },
  'GET /v1/server/activity-channels': { answers: { 200: { channels: [channel] } } },
  'PUT /v1/server/activity-channels/{name}': {
    body: { appId: ids.app, storesLatest: true },
    answers: { 200: { ...channel, hosts: hosts.map((host) => ({ ...host, status: 201 })) } },
  },
  'POST /v1/server/activity-channels/{name}/update': {
    body: {
      event: 'update',
      contentState: { home: 2, away: 1 },
      alert: { title: 'Goal', body: '2 to 1' },
      staleAt: '2026-11-30T20:00:00Z',
      ttlSeconds: 600,
    },
    answers: { 200: { hosts } },
  },
  'DELETE /v1/server/activity-channels/{name}': noContent,
};
