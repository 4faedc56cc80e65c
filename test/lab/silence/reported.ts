/** What looks like a cause of silence and is not one: the report comes. */
import { type Cause, hour, withPhone } from '../../support/lab/silentScene.ts';

export const reported: [happens: string, cause: Cause][] = [
  ['nothing is wrong', withPhone((scene) => scene.message())],
  [
    'a Focus is on',
    withPhone(async (scene) => {
      await scene.change({ focus: true });
      return scene.message();
    }),
  ],
  [
    'the permission is provisional',
    withPhone(async (scene) => {
      await scene.change({ permission: 'provisional' });
      await scene.useApp();
      return scene.message();
    }),
  ],
  [
    'the app registers for the wrong environment',
    withPhone(async (scene) => {
      await scene.change({ wrongEnvironment: true });
      return scene.message();
    }),
  ],
  [
    'the phone has not been unlocked since its restart',
    withPhone(async (scene) => {
      await scene.change({ restarted: true });
      return scene.message();
    }),
  ],
  [
    'the user has force-quit the app, and the push is an alert',
    withPhone(async (scene) => {
      await scene.act('kill');
      return scene.message();
    }),
  ],
  [
    'the phone was off, and is back before the push expires',
    withPhone(async (scene) => {
      await scene.change({ network: 'off' });
      const messageId = await scene.message();
      scene.wait(hour);
      await scene.change({ network: 'on' });
      return messageId;
    }),
  ],
  [
    'a push without mutable-content wakes the app',
    withPhone((scene) => scene.message({ mutableContent: false, wakeInBackground: true })),
  ],
];
