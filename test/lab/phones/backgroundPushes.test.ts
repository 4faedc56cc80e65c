/** What iOS does with pushes that only wake the app. */
import { describe, expect, it } from 'vitest';
import { type TestPhone, testPhone } from './testPhone.ts';

const message = (messageId: string) => ({
  kind: 'alert' as const,
  payload: { aps: { alert: { body: messageId } }, ringpost: { messageId } },
});
const recall = (messageId: string) => ({
  kind: 'alert' as const,
  payload: { aps: { 'content-available': 1 }, ringpost: { messageId, recalled: true } },
});

const bodies = ({ phone }: TestPhone) => phone.view().notifications.map(({ body }) => body);

async function phoneWithThree(record: Parameters<typeof testPhone>[0] = {}): Promise<TestPhone> {
  const bobs = testPhone(record);
  for (const messageId of ['m1', 'm2', 'm3']) await bobs.push(message(messageId));
  return bobs;
}

describe('a push that only wakes the app', () => {
  it('is not delivered once the user has force-quit the app, until the app is opened', async () => {
    // Prepare
    const bobs = await phoneWithThree();
    await bobs.phone.act('kill');
    await bobs.push(recall('m1'));
    await bobs.push(recall('m2'));
    const closed = bobs.phone.view();

    // Act
    await bobs.phone.act('open');

    // Assess
    expect(closed).toMatchObject({ state: 'killed', forceQuit: true, lostPushes: { forceQuit: 2, replaced: 0 } });
    expect(closed.notifications).toHaveLength(3);
    expect(bobs.phone.view()).toMatchObject({ forceQuit: false, lostPushes: { forceQuit: 0, replaced: 0 } });
  });

  it('starts an app that iOS itself has ended', async () => {
    // Prepare
    const bobs = await phoneWithThree({ state: 'killed', forceQuit: false });

    // Act
    await bobs.push(recall('m1'));

    // Assess
    expect(bodies(bobs)).toEqual(['m3', 'm2']);
    expect(bobs.phone.view()).toMatchObject({ state: 'background', lostPushes: { forceQuit: 0 } });
  });

  it('starts a force-quit app again after a restart of the phone', async () => {
    // Prepare
    const bobs = await phoneWithThree();
    await bobs.phone.act('kill');
    await bobs.phone.change({ restarted: true });

    // Act
    await bobs.push(recall('m1'));

    // Assess
    expect(bodies(bobs)).toEqual(['m3', 'm2']);
  });

  it('waits while iOS holds such pushes, the newest alone', async () => {
    // Prepare
    const bobs = await phoneWithThree();
    await bobs.phone.change({ holdsBackgroundPushes: true });
    await bobs.push(recall('m1'));
    await bobs.push(recall('m2'));
    const held = bobs.phone.view();
    const before = bodies(bobs);

    // Act
    await bobs.phone.change({ holdsBackgroundPushes: false });

    // Assess
    expect(held).toMatchObject({ isHoldingPush: true, lostPushes: { forceQuit: 0, replaced: 1 } });
    expect(before).toEqual(['m3', 'm2', 'm1']);
    expect(bodies(bobs)).toEqual(['m3', 'm1']);
    expect(bobs.phone.view().isHoldingPush).toBe(false);
  });

  it('that iOS holds comes when the app is opened, and is lost when it is force-quit', async () => {
    // Prepare
    const [opened, killed] = [await phoneWithThree(), await phoneWithThree()];
    for (const bobs of [opened, killed]) {
      await bobs.phone.change({ holdsBackgroundPushes: true });
      await bobs.push(recall('m1'));
    }

    // Act
    await opened.phone.act('open');
    await killed.phone.act('kill');

    // Assess
    expect(opened.phone.view().history.map(({ body }) => body)).toEqual(['m3', 'm2']);
    expect(killed.phone.view()).toMatchObject({ isHoldingPush: false, lostPushes: { forceQuit: 1 } });
    expect(killed.phone.view().history).toHaveLength(3);
  });
});
