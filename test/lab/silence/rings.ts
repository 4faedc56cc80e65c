/** Why a phone has not reported a call. */
import {
  type CauseRow,
  day,
  hour,
  minute,
  type SilentScene,
  second,
  withPhone,
} from '../../support/lab/silentScene.ts';

/** Bob's phone has reported a call before, as phones do whose app is in order. */
const withReportingPhone = (cause: CauseRow[1]): CauseRow[1] =>
  withPhone(async (scene) => {
    await scene.reportOneCall();
    return cause(scene);
  });

/** The app takes two VoIP pushes and reports neither. That it reports messages shows that the phone is not off. */
async function missTwoCalls(scene: SilentScene): Promise<void> {
  await scene.change({ reportsCalls: false });
  for (const caller of ['dave', 'erin']) {
    await scene.callFor(30 * second, caller);
    scene.wait(5 * minute);
    await scene.untilReported(`/v1/server/messages/${await scene.message()}`);
    scene.wait(5 * minute);
  }
}

export const rings: CauseRow[] = [
  [
    'it has only begun to ring',
    withReportingPhone(async (scene) => {
      await scene.change({ network: 'off' });
      return scene.call();
    }),
    'too_early likely',
  ],
  [
    'the phone has no network',
    withReportingPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const callId = await scene.callFor(30 * second);
      scene.wait(hour);
      return callId;
    }),
    'phone_unreachable possible',
  ],
  [
    'the phone had no network, and the app has run later',
    withReportingPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const callId = await scene.callFor(30 * second);
      scene.wait(hour);
      await scene.change({ network: 'on' });
      await scene.useApp();
      return callId;
    }),
    'phone_unreachable likely',
  ],
  [
    'Apple has lost the ring, and the app has run later',
    withReportingPhone(async (scene) => {
      await scene.fault({ kind: 'lost', count: 1 });
      const callId = await scene.callFor(30 * second);
      scene.wait(hour);
      await scene.useApp();
      return callId;
    }),
    'phone_unreachable likely',
  ],
  [
    'Apple has lost the ring, and the user used the app meanwhile',
    withReportingPhone(async (scene) => {
      await scene.fault({ kind: 'lost', count: 1 });
      const callId = await scene.call();
      scene.wait(10 * second);
      await scene.change({ network: 'off' });
      await scene.change({ permission: 'granted', state: 'foreground' });
      await scene.change({ network: 'on' });
      await scene.act('home');
      scene.wait(10 * second);
      await scene.cancel(callId);
      scene.wait(hour);
      return callId;
    }),
    'unknown unknown',
  ],
  [
    'it was over at once',
    withReportingPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const callId = await scene.callFor(0);
      scene.wait(hour);
      return callId;
    }),
    'ended_at_once possible',
  ],
  [
    'the app does not report calls',
    withPhone(async (scene) => {
      await scene.change({ reportsCalls: false });
      const callId = await scene.callFor(30 * second);
      scene.wait(hour);
      return callId;
    }),
    'app_does_not_report possible',
  ],
  [
    'a new version of the app does not report calls',
    withReportingPhone(async (scene) => {
      await scene.change({ appVersion: '2.0.0', reportsCalls: false });
      await scene.useApp();
      const callId = await scene.callFor(30 * second);
      scene.wait(hour);
      return callId;
    }),
    'app_does_not_report possible',
  ],
  [
    'the app has missed the calls of two callers',
    withReportingPhone(async (scene) => {
      await missTwoCalls(scene);
      return scene.callFor(30 * second);
    }),
    'report_guard certain',
  ],
  [
    'it is quiet hours for the callee, who lets no call through',
    withReportingPhone(async (scene) => {
      await scene.bob('PUT', '/v1/profile', {
        doNotDisturb: { windows: [], until: scene.timeIn(hour), allowCalls: false },
      });
      return scene.call();
    }),
    'quiet_hours certain',
  ],
  [
    'the callee has blocked the caller',
    withReportingPhone(async (scene) => {
      await scene.bob('PUT', `/v1/blocks/${scene.aliceId}`);
      return scene.call();
    }),
    'blocked certain',
  ],
  ['the callee has no phone', (scene) => scene.call(), 'no_device certain'],
  [
    'Apple answers 410',
    withReportingPhone(async (scene) => {
      await scene.fault({ kind: 'status', status: 410, reason: 'Unregistered', count: 1 });
      return scene.callFor(30 * second);
    }),
    'rejected certain',
  ],
  [
    'the callee has logged out before the phone was back',
    withReportingPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const callId = await scene.callFor(30 * second);
      await scene.bob('DELETE', `/v1/devices/${scene.phone.deviceId}`);
      scene.wait(day);
      return callId;
    }),
    'device_gone possible',
  ],
];

/** Rings by an alert, in a territory without CallKit. */
export const alertRings: CauseRow[] = [
  [
    'alerts are shown',
    async (scene) => {
      await scene.unpack({ territory: 'CN' });
      await scene.useApp();
      return scene.callFor(30 * second);
    },
    'takes_no_receipts certain',
  ],
  [
    'notifications are off',
    async (scene) => {
      await scene.unpack({ territory: 'CN' });
      await scene.change({ permission: 'denied' });
      await scene.useApp();
      scene.wait(hour);
      return scene.callFor(30 * second);
    },
    'permission_off likely',
  ],
];
