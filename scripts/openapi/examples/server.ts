import { listedDevice } from './devices.ts';
import { type ExamplesOf, ids, noContent } from './example.ts';
import { profile } from './people.ts';

const policySettings = {
  title: 'Family',
  sound: 'none',
  interruptionLevel: 'passive' as const,
  badge: { mode: 'increment' as const },
  ttlSeconds: 86_400,
  forUsers: true,
};
const policy = { policyId: 'quiet', settings: policySettings };

const appSettings = {
  outcomesForUsers: 'coarse' as const,
  contacts: 'common_group' as const,
  usersMayNotSet: ['sound.critical' as const, 'badge.set' as const],
  imageHosts: ['cdn.example.com', '*.example.org'],
  rates: { messages: 120, calls: 20 },
  territoryRule: { territories: ['CN'], instead: 'alert' as const },
  badges: 'app' as const,
  calls: { missedCallAlert: true, reportGuard: 'auto' as const, ringInsurance: 'auto' as const },
};
const app = { appId: ids.app, settings: appSettings };

export const serverExamples: ExamplesOf<'server'> = {
  'GET /v1/server/policies': { answers: { 200: { policies: [{ policyId: 'quiet' }] } } },
  'GET /v1/server/policies/{policyId}': { answers: { 200: policy } },
  'PUT /v1/server/policies/{policyId}': { body: policySettings, answers: { 200: policy } },
  'DELETE /v1/server/policies/{policyId}': noContent,
  'GET /v1/server/apps': { answers: { 200: { apps: [{ appId: ids.app }] } } },
  'GET /v1/server/apps/{appId}': { answers: { 200: app } },
  'PUT /v1/server/apps/{appId}': { body: appSettings, answers: { 200: app } },
  'DELETE /v1/server/apps/{appId}': noContent,
  'GET /v1/server/users/{userId}': {
    answers: {
      200: {
        userId: 'bob',
        online: false,
        profile,
        devices: [{ ...listedDevice, message: { decision: 'push', rule: 'offline' }, call: { way: 'voip' } }],
      },
    },
  },
  'DELETE /v1/server/users/{userId}/devices': noContent,
};

export const pushExamples: ExamplesOf<'pushes'> = {
  'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': {
    body: { token: ids.externalToken, outcome: 'tokenDropped', reason: 'UNREGISTERED', attempt: 1 },
    answers: {
      200: { wantedId: ids.apns, attempt: 1, outcome: 'rejected', reason: 'UNREGISTERED', repair: 'dropped' },
    },
  },
  'POST /v1/server/pushes': {
    body: {
      appId: ids.app,
      to: { userId: 'bob' },
      pushType: 'alert',
      headers: { 'apns-priority': 5, 'apns-collapse-id': 'weather' },
      payload: { aps: { alert: { title: 'Rain', body: 'Take an umbrella' } }, city: 'Lyon' },
    },
    answers: {
      200: {
        targets: [
          {
            userId: 'bob',
            deviceId: ids.device,
            kind: 'alert',
            outcome: 'accepted',
            apnsId: ids.apns,
            environment: 'production',
            status: 200,
          },
        ],
        summary: { accepted: 1, skipped: 0, rejected: 0, failed: 0, retrying: 0 },
      },
    },
  },
};

export const statisticsExamples: ExamplesOf<'statistics'> = {
  'GET /v1/server/stats': {
    answers: {
      200: {
        days: [
          {
            day: '2026-11-30',
            appId: ids.app,
            sent: 1250,
            accepted: 1240,
            skipped: 310,
            rejected: 8,
            failed: 2,
            delivered: 1102,
            shown: 640,
            tapped: 212,
            rings: 96,
            ringsUnreported: 1,
          },
        ],
        phones: [
          {
            appId: ids.app,
            value: '4.1.0',
            messages: {
              accepted: 900,
              reported: 873,
              lostPercent: 3,
              p50Ms: 450,
              p99Ms: 4050,
              shown: 520,
              tapped: 170,
              refused: [{ reason: 'Unregistered', count: 6 }],
            },
            rings: {
              accepted: 1400,
              reported: 1393,
              lostPercent: 0.5,
              p50Ms: 625,
              p99Ms: 2375,
              timed: 1381,
              callees: 1370,
              unreported: 6,
              unreportedPercent: 0.44,
            },
          },
          {
            appId: ids.app,
            value: '4.2.0',
            messages: {
              accepted: 340,
              reported: 229,
              lostPercent: 32.65,
              p50Ms: 450,
              p99Ms: 3950,
              shown: 120,
              tapped: 42,
              refused: [],
            },
            rings: {
              accepted: 600,
              reported: 570,
              lostPercent: 5,
              p50Ms: 675,
              p99Ms: 2425,
              timed: 566,
              callees: 590,
              unreported: 29,
              unreportedPercent: 4.92,
            },
            worseThan: { what: 'rings', version: '4.1.0', lostPercent: 0.5 },
          },
        ],
        apple: [
          {
            day: '2026-11-30',
            appId: ids.app,
            accepted: 1336,
            appleLeast: 1300,
            appleMost: 1310,
            difference: 26,
            rounding: 92,
            verdict: 'agrees',
            isFinal: true,
            counts: [
              { pushType: 'alert', status: 'Delivered to Device', count: 930 },
              { pushType: 'alert', status: 'Discarded - Disabled', count: 270, reason: 'notifications off' },
              { pushType: 'alert', status: 'Discarded - Expired', count: 10, reason: 'not reached before it expired' },
              { pushType: 'voip', status: 'Delivered to Device', count: 100 },
            ],
          },
        ],
        month: {
          month: '2026-11',
          costUsd: 41.2071,
          costByUse: { apiRequests: 11.1, functionRequests: 2.3, tableWrites: 16.0418, logBytes: 3.0412 },
          forecastUsd: 42.6281,
          budgetUsd: 200,
        },
      },
    },
  },
};

export const healthExamples: ExamplesOf<'health'> = {
  'GET /v1/health': { answers: { 200: { status: 'ok', stage: 'prod', version: '0.3.0' } } },
};
