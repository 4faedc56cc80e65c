import { describe, expect, it } from 'vitest';
import { startActivities, updateActivities } from '../../../../shared/activities/flows/deviceActivities.ts';
import type { ActivityChannel } from '../../../../shared/activities/rules/channel.ts';
import type { Device } from '../../../../shared/devices/rules/device.ts';
import { aDevice, appId, aToken, startMs, tokenHex } from '../../../support/factories.ts';
import { rejects } from '../../../support/memory/fakeApns.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const channel: ActivityChannel = {
  name: 'match',
  appId,
  storesLatest: false,
  channelIds: { production: 'Y2hhbm5lbA==' },
};

function world(devices: Device[] = [aDevice({ tokens: { liveActivityStart: aToken('start') } })]) {
  const ports = memoryPorts();
  ports.devices.add(...devices);
  const find = async (name: string) => (name === channel.name ? channel : undefined);
  const never = () => Promise.reject(new Error('channels are not changed here'));
  const activityChannels = { find, create: never, addEnvironment: never, remove: never, list: never };
  return { ...ports, activityChannels };
}

const start = {
  attributesType: 'Order',
  attributes: { restaurant: 'Trattoria' },
  contentState: { stage: 'cooking' },
  alert: { title: 'Trattoria', body: 'Cooking' },
};
const starting = { activityId: 'order-1', appId, to: { userIds: ['bob'] }, priority: 10, start } as const;
const updating = {
  activityId: 'order-1',
  appId,
  to: { userIds: ['bob'] },
  priority: 5,
  update: { event: 'update', contentState: { stage: 'on the way' } },
} as const;
const held = { token: tokenHex('update'), environment: 'production', registeredAtMs: startMs } as const;
const following = (token: object = held) => world([aDevice({ activities: { 'order-1': { ...held, ...token } } })]);

describe('a Live Activity', () => {
  it('starts with the headers and the fields that Apple documents', async () => {
    // Prepare
    const ports = world();
    // Act
    const outcomes = await startActivities(ports, starting);
    // Assess
    expect(outcomes).toMatchObject([{ userId: 'bob', kind: 'liveActivityStart', outcome: 'accepted' }]);
    expect(ports.apns.requests).toMatchObject([
      {
        deviceToken: tokenHex('start'),
        headers: {
          'apns-push-type': 'liveactivity',
          'apns-topic': `${appId}.push-type.liveactivity`,
          'apns-priority': '10',
        },
        payload: {
          aps: {
            timestamp: Math.floor(startMs / 1000),
            event: 'start',
            'attributes-type': 'Order',
            attributes: { activityId: 'order-1', restaurant: 'Trattoria' },
            'content-state': { stage: 'cooking' },
            'input-push-token': 1,
            alert: { title: 'Trattoria', body: 'Cooking', sound: 'default' },
          },
        },
      },
    ]);
  });

  it('starts with the channel that updates it', async () => {
    // Prepare
    const ports = world();
    // Act
    await startActivities(ports, { ...starting, channel: 'match' });
    // Assess
    const [{ payload } = { payload: {} }] = ports.apns.requests;
    expect(payload).toMatchObject({ aps: { 'input-push-channel': 'Y2hhbm5lbA==' } });
    expect(JSON.stringify(payload)).not.toContain('input-push-token');
  });

  it.each([
    ['an unknown channel', { channel: 'nothing' }, 'unknown_channel'],
    ['a channel of another app', { channel: 'match', appId: 'com.example.other' }, 'channel_app'],
    ['too large a push', { start: { ...start, attributes: { text: 'x'.repeat(4096) } } }, 'push_too_large'],
  ])('does not start with %s', async (_what, change, refusal) => {
    // Prepare
    const ports = world();
    // Act
    const refused = await startActivities(ports, { ...starting, ...change });
    // Assess
    expect(refused).toMatchObject({ refusal });
    expect(ports.apns.requests).toEqual([]);
  });

  it('says of each user why it starts nowhere', async () => {
    // Prepare
    const ports = world([aDevice()]);
    // Act
    const outcomes = await startActivities(ports, { ...starting, to: { userIds: ['bob', 'carol'] } });
    // Assess
    expect(outcomes).toEqual([
      { userId: 'bob', outcome: 'skipped', reason: 'no_token' },
      { userId: 'carol', outcome: 'skipped', reason: 'no_device' },
    ]);
  });

  it('loses a start token that Apple reports dead', async () => {
    // Prepare
    const ports = world();
    ports.apns.will(rejects(410, 'Unregistered', startMs));
    // Act
    const outcomes = await startActivities(ports, starting);
    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'rejected', repair: 'dropped' }]);
    expect((await ports.devices.find('bob', 'phone-1'))?.tokens).toEqual({});
  });

  it('is updated by the token of each phone, with the time of its content', async () => {
    // Prepare
    const ports = following();
    // Act
    const outcomes = await updateActivities(ports, { ...updating, atMs: startMs - 5000 });
    // Assess
    expect(outcomes).toMatchObject([{ userId: 'bob', deviceId: 'phone-1', outcome: 'accepted' }]);
    expect(ports.apns.requests).toMatchObject([
      {
        deviceToken: tokenHex('update'),
        headers: { 'apns-priority': '5' },
        payload: { aps: { timestamp: Math.floor(startMs / 1000) - 5, event: 'update' } },
      },
    ]);
  });

  it.each([
    ['goes when Apple reports it dead', startMs, undefined],
    ['stays if the app has registered it since', startMs - 1, ['order-1']],
  ])('has an update token that %s', async (_what, timestampMs, left) => {
    // Prepare
    const ports = following();
    ports.apns.will(rejects(410, 'Unregistered', timestampMs));
    // Act
    const outcomes = await updateActivities(ports, updating);
    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'rejected', reason: 'Unregistered' }]);
    const { activities } = (await ports.devices.find('bob', 'phone-1')) ?? {};
    expect(activities && Object.keys(activities)).toEqual(left);
  });

  it('is looked for in the other environment where the first host does not know its token', async () => {
    // Prepare
    const ports = following({ environment: 'auto' });
    ports.apns.will(rejects(400, 'BadDeviceToken'));
    // Act
    const outcomes = await updateActivities(ports, updating);
    // Assess
    expect(outcomes).toMatchObject([{ outcome: 'accepted', environment: 'development' }]);
    expect(ports.apns.requests.map(({ environment }) => environment)).toEqual(['production', 'development']);
  });

  it('of another app of the user is left alone', async () => {
    // Prepare
    const ports = following();
    // Act
    const outcomes = await updateActivities(ports, { ...updating, appId: 'com.example.other' });
    // Assess
    expect(outcomes).toEqual([{ userId: 'bob', outcome: 'skipped', reason: 'no_device' }]);
  });
});
