/** Why a message is silent although Apple has accepted its push. */
import { type CauseRow, day, hour, minute, withPhone } from '../../support/lab/silentScene.ts';

export const accepted: CauseRow[] = [
  [
    'notifications are off',
    withPhone(async (scene) => {
      await scene.change({ permission: 'denied' });
      await scene.useApp();
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    }),
    'permission_off likely',
  ],
  [
    'notifications are off, half a minute ago',
    withPhone(async (scene) => {
      await scene.change({ permission: 'denied' });
      await scene.useApp();
      return scene.message();
    }),
    'permission_off likely',
  ],
  [
    'notifications are off, and the app has run since',
    withPhone(async (scene) => {
      await scene.change({ permission: 'denied' });
      await scene.useApp();
      const messageId = await scene.message();
      scene.wait(hour);
      await scene.useApp();
      return messageId;
    }),
    'permission_off likely',
  ],
  [
    'notifications are allowed, but no alerts, half a minute ago',
    withPhone(async (scene) => {
      await scene.change({ allowsAlerts: false });
      await scene.useApp();
      return scene.message();
    }),
    'permission_off likely',
  ],
  [
    'the app has never asked for permission',
    withPhone(async (scene) => {
      await scene.change({ permission: 'notDetermined' });
      await scene.useApp();
      return scene.message();
    }),
    'permission_off likely',
  ],
  [
    'notifications were switched off in Settings, and the app has not run since',
    withPhone(async (scene) => {
      await scene.change({ permission: 'denied' });
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    }),
    'phone_away possible',
  ],
  [
    'notifications were switched off in Settings, and the app has run later',
    withPhone(async (scene) => {
      await scene.change({ permission: 'denied' });
      const messageId = await scene.message();
      scene.wait(hour);
      await scene.useApp();
      return messageId;
    }),
    'permission_off possible',
  ],
  [
    'the phone has no network, a moment ago',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      return scene.message();
    }),
    'too_early likely',
  ],
  [
    'the phone has no network, for an hour',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    }),
    'phone_away possible',
  ],
  [
    'the phone has been off for ten days',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      scene.wait(10 * day);
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    }),
    'phone_away possible',
  ],
  [
    'the phone was off until the push had expired',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message({ ttlSeconds: 3600 });
      scene.wait(2 * hour);
      await scene.change({ network: 'on' });
      await scene.useApp();
      return messageId;
    }),
    'expired possible',
  ],
  [
    'the phone was off, and the push was for one attempt',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message({ ttlSeconds: 0 });
      scene.wait(5 * minute);
      await scene.change({ network: 'on' });
      await scene.useApp();
      return messageId;
    }),
    'expired possible',
  ],
  [
    'the app has not been opened since it got its token',
    async (scene) => {
      await scene.unpack();
      await scene.change({ network: 'off' });
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    },
    'not_opened_since_token possible',
  ],
  [
    'the push had low priority, and the phone is off',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message({ priority: 'low' });
      scene.wait(hour);
      return messageId;
    }),
    'low_priority possible',
  ],
  [
    'a newer message has replaced it at Apple',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message({ collapseId: 'score' });
      await scene.message({ collapseId: 'score' });
      scene.wait(hour);
      return messageId;
    }),
    'replaced possible',
  ],
  [
    'a newer message has replaced it at Apple, and the phone is back',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message({ collapseId: 'score' });
      const newer = await scene.message({ collapseId: 'score' });
      scene.wait(hour);
      await scene.change({ network: 'on' });
      await scene.untilReported(`/v1/server/messages/${newer}`);
      return messageId;
    }),
    'replaced possible',
  ],
  [
    'it was recalled while the phone was off',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message();
      await scene.recall(messageId);
      scene.wait(hour);
      return messageId;
    }),
    'recalled possible',
  ],
  [
    'the push has no mutable-content',
    withPhone(async (scene) => {
      const messageId = await scene.message({ mutableContent: false });
      scene.wait(hour);
      return messageId;
    }),
    'no_extension certain',
  ],
  [
    'the push has no mutable-content but wakes the app, and the phone is off',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message({ mutableContent: false, wakeInBackground: true });
      scene.wait(hour);
      return messageId;
    }),
    'phone_away possible',
  ],
  [
    'the user has logged out before the phone was back',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message();
      await scene.bob('DELETE', `/v1/devices/${scene.phone.deviceId}`);
      scene.wait(hour);
      await scene.change({ network: 'on' });
      return messageId;
    }),
    'device_gone possible',
  ],
  [
    'the app was removed, and Apple did not know yet',
    withPhone(async (scene) => {
      await scene.change({ uninstalled: true });
      // Apple goes on accepting pushes for a while.
      await scene.fault({ kind: 'lost', count: 1 });
      const messageId = await scene.message();
      scene.wait(hour);
      await scene.message();
      return messageId;
    }),
    'app_removed likely',
  ],
  [
    'the app was removed after the message, before the phone was back',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message();
      scene.wait(hour);
      await scene.change({ uninstalled: true });
      await scene.message();
      return messageId;
    }),
    'app_removed possible',
  ],
  [
    'Apple has lost it, and the app has not run since',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'lost', count: 1 });
      const messageId = await scene.message();
      scene.wait(hour);
      return messageId;
    }),
    'phone_away possible',
  ],
  [
    'Apple has lost it, and the app has run since',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'lost', count: 1 });
      const messageId = await scene.message();
      scene.wait(hour);
      await scene.useApp();
      return messageId;
    }),
    'unknown unknown',
  ],
  [
    'it is a message that rings',
    withPhone((scene) => scene.message({ pushType: 'voip', mutableContent: undefined })),
    'takes_no_receipts certain',
  ],
  [
    'it only wakes the app, which its user has force-quit',
    withPhone(async (scene) => {
      await scene.act('kill');
      const messageId = await scene.message({ pushType: 'background', mutableContent: undefined });
      scene.wait(hour);
      return messageId;
    }),
    'not_woken possible',
  ],
  [
    'a member of a group has a phone without network',
    withPhone(async (scene) => {
      const groupId = `group-${scene.bobId}`;
      await scene.server('PUT', `/v1/server/groups/${groupId}`, { name: 'Family', ownerId: scene.aliceId });
      await scene.server('POST', `/v1/server/groups/${groupId}/members`, { add: [{ userId: scene.bobId }] });
      await scene.change({ network: 'off' });
      const messageId = await scene.message({}, { groupId });
      scene.wait(hour);
      return messageId;
    }),
    'phone_away possible',
  ],
];
