/** Why a message is silent: Ringpost has decided so, or its push was not accepted. */
import { type CauseRow, hour, withPhone } from '../../support/lab/silentScene.ts';

export const notAccepted: CauseRow[] = [
  [
    'the recipient has muted the conversation',
    withPhone(async (scene) => {
      await scene.bob('PUT', `/v1/conversations/user:${scene.aliceId}/settings`, { level: 'none' });
      return scene.message();
    }),
    'muted certain',
  ],
  [
    'it is quiet hours for the recipient',
    withPhone(async (scene) => {
      await scene.bob('PUT', '/v1/profile', { doNotDisturb: { windows: [], until: scene.timeIn(hour) } });
      return scene.message();
    }),
    'quiet_hours certain',
  ],
  [
    'the recipient has blocked the sender',
    withPhone(async (scene) => {
      await scene.bob('PUT', `/v1/blocks/${scene.aliceId}`);
      return scene.message();
    }),
    'blocked certain',
  ],
  [
    'the app is open',
    withPhone(async (scene) => {
      await scene.act('open');
      return scene.message();
    }),
    'app_open certain',
  ],
  ['a user has never had a phone', async (scene) => scene.message(), 'no_device certain'],
  [
    'the user has logged out',
    withPhone(async (scene) => {
      await scene.bob('DELETE', `/v1/devices/${scene.phone.deviceId}`);
      return scene.message();
    }),
    'no_device certain',
  ],
  [
    'the app has given its alert token back',
    withPhone(async (scene) => {
      await scene.bob('DELETE', `/v1/devices/${scene.phone.deviceId}/tokens/alert`);
      return scene.message();
    }),
    'no_token certain',
  ],
  ['the sender wants no push', withPhone((scene) => scene.message({ disabled: true })), 'not_pushed certain'],
  [
    'the app was removed, and Apple knows',
    withPhone(async (scene) => {
      await scene.change({ uninstalled: true });
      return scene.message();
    }),
    'rejected certain',
  ],
  [
    'Apple answers 410',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'status', status: 410, reason: 'Unregistered', count: 1 });
      return scene.message();
    }),
    'rejected certain',
  ],
  [
    'Apple does not know the topic',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'status', reason: 'TopicDisallowed', count: 1 });
      return scene.message();
    }),
    'rejected certain',
  ],
  [
    'both hosts reject the token',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'status', reason: 'BadDeviceToken', count: 2 });
      return scene.message();
    }),
    'rejected certain',
  ],
  [
    'both hosts have rejected the token before',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'status', reason: 'BadDeviceToken', count: 2 });
      await scene.message();
      return scene.message();
    }),
    'token_quarantined certain',
  ],
  [
    'Apple answers 429',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'status', reason: 'TooManyRequests' });
      return scene.message();
    }),
    'on_its_way certain',
  ],
  [
    'Apple has revoked the key',
    withPhone(async (scene) => {
      await scene.breakLab('revokedKey');
      return scene.message();
    }),
    'rejected certain',
  ],
  [
    'the clocks of Ringpost and Apple are two hours apart',
    withPhone(async (scene) => {
      await scene.breakLab('appleClock');
      return scene.message();
    }),
    'rejected certain',
  ],
  [
    'the connection to Apple breaks',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'reset' });
      return scene.message();
    }),
    'on_its_way certain',
  ],
  [
    'Apple answers 500',
    withPhone(async (scene) => {
      await scene.fault({ kind: 'status', status: 500 });
      return scene.message();
    }),
    'on_its_way certain',
  ],
  [
    'the function for another service has the push',
    async (scene) => {
      await scene.unpackExternal();
      return scene.message();
    },
    'handed_over certain',
  ],
  [
    'another service does not know the token any more',
    async (scene) => {
      await scene.unpackExternal();
      const messageId = await scene.message();
      await scene.reportOutcome('tokenDropped');
      return messageId;
    },
    'rejected certain',
  ],
  [
    'another service has accepted the push',
    async (scene) => {
      await scene.unpackExternal();
      const messageId = await scene.message();
      await scene.reportOutcome('accepted');
      return messageId;
    },
    'unknown unknown',
  ],
];
