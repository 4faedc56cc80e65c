import { type ExamplesOf, ids, noContent } from './example.ts';

const registeredAt = '2026-11-30T12:00:00.000Z';

export const listedDevice = {
  pushId: `${ids.app}/${ids.device}`,
  deviceId: ids.device,
  appId: ids.app,
  tokens: {
    alert: { tokenStart: '0f744707', environment: 'production', state: 'proven', registeredAt },
    voip: { tokenStart: '9b1de5f0', environment: 'production', state: 'unproven', registeredAt },
  },
  online: false,
  registeredAt,
  locale: 'en-GB',
  timeZone: 'Europe/London',
  permission: 'authorized',
  appVersion: '2.4.0',
  osVersion: '26.4',
} as const;

const registered = {
  body: {
    appId: ids.app,
    tokens: {
      alert: { token: '0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78', environment: 'auto' },
      voip: { token: '9b1de5f0a3c4477c8a5e3c2d1f00998877665544332211ffeeddccbbaa998877' },
    },
    locale: 'en-GB',
    timeZone: 'Europe/London',
    permission: 'authorized',
    appVersion: '2.4.0',
    osVersion: '26.4',
  },
  answers: {
    200: {
      pushId: `${ids.app}/${ids.device}`,
      userId: 'alice',
      deviceId: ids.device,
      appId: ids.app,
      tokens: {
        alert: { environment: 'auto', state: 'unproven' },
        voip: { environment: 'auto', state: 'unproven' },
      },
    },
  },
} as const;

export const deviceExamples: ExamplesOf<'devices'> = {
  'PUT /v1/devices/{deviceId}': registered,
  'PUT /v1/server/users/{userId}/devices/{deviceId}': registered,
  'DELETE /v1/server/users/{userId}/devices/{deviceId}': noContent,
  'GET /v1/devices': { answers: { 200: { devices: [listedDevice] } } },
  'DELETE /v1/devices/{deviceId}': noContent,
  'DELETE /v1/devices/{deviceId}/tokens/{kind}': noContent,
  'PUT /v1/devices/{deviceId}/activities/{activityId}': {
    body: { token: '80c1a7f2'.repeat(20), environment: 'production' },
    answers: { 204: undefined },
  },
  'DELETE /v1/devices/{deviceId}/activities/{activityId}': noContent,
  'PUT /v1/devices/{deviceId}/presence': {
    body: { state: 'foreground', ttlSeconds: 120, unreadCount: 0 },
    answers: { 200: { deviceId: ids.device, state: 'foreground', until: '2026-11-30T12:02:00.000Z' } },
  },
};
