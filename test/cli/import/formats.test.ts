/** What comes along of each provider's export, and what does not and why. */
import { describe, expect, test } from 'vitest';
import type { ImportPlan } from '../../../cli/import/planned.ts';
import {
  aFile,
  installation,
  onesignalHead,
  onesignalLine,
  pinpointEndpoint,
  planOf,
  snsEndpoint,
  token,
  zipped,
} from './exports.ts';

const devicesOf = ({ registrations }: ImportPlan) =>
  registrations.map(({ userId, deviceId, body }) => ({ userId, deviceId, ...body }));
const leftOutOf = ({ leftOut }: ImportPlan) => leftOut.map(({ place, field, code }) => [place, field, code]);

describe('SNS', () => {
  test('endpoints become devices with the environment of their platform', () => {
    // Prepare
    const endpoints = [
      snsEndpoint('APNS', 'phone-1', 'bob'),
      snsEndpoint('APNS_SANDBOX', 'phone-2', 'carol'),
      snsEndpoint('APNS_VOIP', 'voip-1', 'bob'),
    ];
    // Act
    const plan = planOf('sns', aFile(JSON.stringify({ Endpoints: endpoints })));
    // Assess
    const common = { appId: 'com.example.ringpost', onlyIfNew: true };
    expect(devicesOf(plan)).toEqual([
      {
        userId: 'bob',
        deviceId: 'phone-1',
        tokens: {
          alert: { token: token('phone-1'), environment: 'production' },
          voip: { token: token('voip-1'), environment: 'production' },
        },
        ...common,
      },
      {
        userId: 'carol',
        deviceId: 'phone-2',
        tokens: { alert: { token: token('phone-2'), environment: 'development' } },
        ...common,
      },
    ]);
    expect(plan).toMatchObject({ records: 3, leftOut: [], fields: [] });
  });

  test('endpoints that cannot come along are listed with the field and the reason', () => {
    // Prepare
    const endpoints = [
      snsEndpoint('GCM', 'a', 'bob'),
      snsEndpoint('APNS', 'b', 'bob', { Enabled: 'false' }),
      snsEndpoint('APNS', 'c', ''),
      snsEndpoint('APNS', 'd', '{"userId": "dora"}'),
      snsEndpoint('APNS', 'e', 'eva', { Token: 'not hex' }),
      { EndpointArn: 'arn:aws:sns:eu-central-1:123456789012:app/APNS/chat' },
      'no object',
    ];
    // Act
    const plan = planOf('sns', aFile(JSON.stringify({ Endpoints: endpoints })));
    // Assess
    expect(plan.registrations).toEqual([]);
    expect(plan.records).toBe(7);
    expect(leftOutOf(plan)).toEqual([
      ['Endpoints[6]', '', 'unreadable'],
      ['Endpoints[0]', 'EndpointArn', 'other_platform'],
      ['Endpoints[1]', 'Attributes.Enabled', 'disabled'],
      ['Endpoints[2]', 'Attributes.CustomUserData', 'no_user'],
      ['Endpoints[3]', 'Attributes.CustomUserData', 'no_user'],
      ['Endpoints[4]', 'Attributes.Token', 'invalid'],
      ['Endpoints[5]', 'EndpointArn', 'unreadable'],
    ]);
    expect(plan.leftOut.map(({ reason }) => reason).join()).not.toContain('not hex');
  });

  test('user IDs are read out of JSON, and disabled endpoints come along, when asked', () => {
    // Prepare
    const endpoints = [snsEndpoint('APNS', 'd', '{"userId": "dora"}', { Enabled: 'false' })];
    const more = { userField: 'Attributes.CustomUserData.userId', includeDisabled: true };
    // Act
    const plan = planOf('sns', aFile(JSON.stringify({ Endpoints: endpoints })), more);
    // Assess
    expect(devicesOf(plan)).toMatchObject([{ userId: 'dora', deviceId: 'd' }]);
  });

  test('a second file has the VoIP tokens', () => {
    // Prepare
    const alerts = aFile(JSON.stringify({ Endpoints: [snsEndpoint('APNS', 'phone-1', 'bob')] }));
    const voip = aFile(JSON.stringify({ Endpoints: [snsEndpoint('APNS_VOIP', 'voip-1', 'bob')] }));
    // Act
    const plan = planOf('sns', alerts, { voipFile: voip });
    // Assess
    expect(devicesOf(plan)).toMatchObject([{ deviceId: 'phone-1', tokens: { voip: { token: token('voip-1') } } }]);
    expect(plan.registrations[0]?.places).toEqual([`${alerts} Endpoints[0]`, `${voip} Endpoints[0]`]);
  });
});

describe('Pinpoint', () => {
  test('lines of a compressed export become devices, and each other field is named', () => {
    // Prepare
    const lines = [
      pinpointEndpoint('e1', 'bob'),
      pinpointEndpoint('e2', 'carol', { ChannelType: 'APNS_SANDBOX', Metrics: { health: 1 } }),
    ];
    // Act
    const plan = planOf('pinpoint', aFile(zipped(lines.map((line) => JSON.stringify(line)).join('\n'))));
    // Assess
    expect(devicesOf(plan)).toMatchObject([
      {
        userId: 'bob',
        deviceId: 'e1',
        tokens: { alert: { environment: 'production' } },
        locale: 'en_GB',
        timeZone: 'Europe/London',
        appVersion: '2.4',
        osVersion: '26.4',
      },
      { userId: 'carol', tokens: { alert: { environment: 'development' } } },
    ]);
    expect(plan.fields.map(({ field, records, firstPlace }) => [field, records, firstPlace])).toEqual([
      ['Demographic.Model', 2, 'line 1'],
      ['User.UserAttributes', 2, 'line 1'],
      ['CohortId', 2, 'line 1'],
      ['Metrics', 1, 'line 2'],
    ]);
  });

  test('endpoints of other channels, inactive ones and users who have opted out stay', () => {
    // Prepare
    const lines = [
      pinpointEndpoint('e1', 'bob', { ChannelType: 'EMAIL' }),
      pinpointEndpoint('e2', 'bob', { OptOut: 'ALL' }),
      pinpointEndpoint('e3', 'bob', { EndpointStatus: 'INACTIVE' }),
      pinpointEndpoint('e4', 'bob', { User: {} }),
      pinpointEndpoint('e5', 'bob', { Address: '' }),
    ];
    // Act
    const plan = planOf('pinpoint', aFile(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"Id": \n`));
    // Assess
    expect(leftOutOf(plan)).toEqual([
      ['line 6', '', 'unreadable'],
      ['line 1', 'ChannelType', 'other_platform'],
      ['line 2', 'OptOut', 'opted_out'],
      ['line 3', 'EndpointStatus', 'disabled'],
      ['line 4', 'User.UserId', 'no_user'],
      ['line 5', 'Address', 'no_token'],
    ]);
  });
});

describe('OneSignal', () => {
  test('subscriptions of iOS become devices whose environment is found out', () => {
    // Act
    const plan = planOf('onesignal', aFile(zipped(`${onesignalHead}\n${onesignalLine('s1', 'bob')}\n`)));
    // Assess
    expect(devicesOf(plan)).toEqual([
      {
        userId: 'bob',
        deviceId: 's1',
        appId: 'com.example.ringpost',
        tokens: { alert: { token: token('s1'), environment: 'auto' } },
        locale: 'en',
        timeZone: 'Europe/Berlin',
        appVersion: '3.2.0',
        osVersion: '26.4',
        onlyIfNew: true,
      },
    ]);
    const fields = plan.fields.map(({ field }) => field);
    expect(fields).toEqual([
      ...['session_count', 'timezone', 'device_model', 'tags', 'last_active', 'playtime', 'amount_spent'],
      ...['created_at', 'badge_count'],
    ]);
  });

  test('other platforms, unsubscribed users, dead tokens and strangers stay', () => {
    // Prepare
    const lines = [
      onesignalLine('s1', 'bob', '1'),
      onesignalLine('s2', 'bob', '0', 'f', '-2'),
      onesignalLine('s3', 'bob', '0', 't'),
      onesignalLine('s4', ''),
    ];
    // Act
    const plan = planOf('onesignal', aFile([onesignalHead, ...lines].join('\r\n')));
    // Assess
    expect(leftOutOf(plan)).toEqual([
      ['line 2', 'device_type', 'other_platform'],
      ['line 3', 'notification_types', 'opted_out'],
      ['line 4', 'invalid_identifier', 'disabled'],
      ['line 5', 'external_user_id', 'no_user'],
    ]);
  });
});

describe('Parse', () => {
  test.each([
    ['the dashboard', (one: object) => JSON.stringify({ results: [one] })],
    ['mongoexport as a list', (one: object) => JSON.stringify([one])],
    ['mongoexport by line', (one: object) => `${JSON.stringify(one)}\n${JSON.stringify({ deviceType: 'android' })}\n`],
  ])('an installation of %s becomes a device of its own app', (_which, write) => {
    // Act
    const plan = planOf('parse', aFile(write(installation('i1', 'bob'))));
    // Assess
    expect(devicesOf(plan)).toMatchObject([
      { userId: 'bob', deviceId: 'i1', appId: 'com.example.chat', locale: 'zh-CN', timeZone: 'Asia/Shanghai' },
    ]);
    expect(plan.fields.map(({ field }) => field)).toEqual(['objectId', 'channels']);
  });

  test('a pointer as MongoDB stores it names the user', () => {
    // Prepare
    const stored = installation('i1', '', { user: undefined, _p_user: '_User$u7' });
    // Act
    const plan = planOf('parse', aFile(JSON.stringify([stored])));
    // Assess
    expect(devicesOf(plan)).toMatchObject([{ userId: 'u7' }]);
  });
});

describe('a table of your own', () => {
  test('has both tokens in one line, or in two of one device', () => {
    // Prepare
    const text = [
      'userId,deviceId,token,voipToken,environment,locale,timeZone,note',
      `bob,phone-1,${token('a')},${token('b')},production,de,Europe/Berlin,`,
      `carol,phone-2,${token('c')},,,,,`,
      `carol,phone-2,,${token('d')},,nonsense?,,VIP`,
    ].join('\n');
    // Act
    const plan = planOf('csv', aFile(text));
    // Assess
    expect(devicesOf(plan)).toMatchObject([
      { userId: 'bob', tokens: { alert: { environment: 'production' }, voip: { token: token('b') } }, locale: 'de' },
      { userId: 'carol', tokens: { alert: { token: token('c') }, voip: { token: token('d'), environment: 'auto' } } },
    ]);
    expect(plan.facts).toMatchObject([{ place: 'line 4', field: 'locale' }]);
    expect(plan.fields).toMatchObject([{ field: 'note', records: 1, firstPlace: 'line 4' }]);
  });

  test('without a device ID gets one made of the token, the same in each run', () => {
    // Prepare
    const file = aFile(`userId,token\nbob,${token('a').toUpperCase()}\n`);
    // Act
    const ids = [planOf('csv', file), planOf('csv', file)].map(({ registrations }) => registrations[0]?.deviceId);
    // Assess
    expect(ids[0]).toMatch(/^imported-[0-9a-f]{32}$/);
    expect(ids[1]).toBe(ids[0]);
  });
});
