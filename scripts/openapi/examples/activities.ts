import { type ExamplesOf, ids, noContent } from './example.ts';

const channelIds = { production: 'dHN0LXNyY2gtY2hubA==', development: 'c2FuZC1ib3gtY2hubA==' };
const channel = { name: 'match-4711', appId: ids.app, storesLatest: true, channelIds };
const hosts = [
  { environment: 'production' as const, outcome: 'accepted' as const, status: 200 },
  { environment: 'development' as const, outcome: 'accepted' as const, status: 200 },
];

export const activityExamples: ExamplesOf<'activities'> = {
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
