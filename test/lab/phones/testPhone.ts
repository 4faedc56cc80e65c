import { createAppApi } from '../../../lab/phones/appApi.ts';
import { Phone } from '../../../lab/phones/phone.ts';
import { newPhoneState, type PhoneRecord } from '../../../lab/phones/phoneRecord.ts';
import { type ManualClock, manualClock } from '../aws/manualClock.ts';
import { type FakeApi, fakeApi } from './fakeApi.ts';
import { type FakeApple, fakeApple, type TestInstallation, type TestPush } from './fakeApple.ts';

export interface TestPhone {
  phone: Phone;
  clock: ManualClock;
  api: FakeApi;
  installation: TestInstallation;
  apple: FakeApple;
  /** Hands it a push, and waits until all that follows from it at once is done. */
  push(push: TestPush): Promise<void>;
  /** Moves time, and waits until all that was due is done. */
  pass(ms: number): Promise<void>;
}

type TestPhoneRecord = Partial<Omit<PhoneRecord, 'userId'>> & { userId?: string | undefined };

export const deviceId = 'DEVICE-1';

/** Bob's phone, freshly installed: in the background, locked. `userId: undefined`: nobody is logged in. */
export function testPhone(record: TestPhoneRecord = {}): TestPhone {
  const clock = manualClock();
  const api = fakeApi();
  const apple = fakeApple();
  const userId = 'userId' in record ? record.userId : 'bob';
  const { userId: _, ...rest } = record;
  const phone = new Phone(
    {
      phoneId: 'bob-1',
      deviceId,
      name: 'Bob’s iPhone',
      appId: 'com.example.ringpost',
      build: 'release',
      ...(userId !== undefined && { userId }),
      ...newPhoneState(),
      // A user kills an app by force-quitting it.
      forceQuit: record.state === 'killed',
      ...rest,
    },
    {
      apple,
      clock,
      ...(userId !== undefined && {
        connect: (isConnected, hasLogin) =>
          createAppApi({
            origin: () => 'http://api.test',
            token: async () => `token-of-${userId}`,
            isConnected,
            hasLogin,
            fetch: api.fetch,
          }),
      }),
      onChange: () => {},
    },
  );
  const [installation] = apple.installations;
  if (!installation) throw new Error('the phone has not installed its app');
  return {
    phone,
    clock,
    api,
    installation,
    apple,
    async push(push) {
      installation.push(push);
      await settled();
    },
    async pass(ms) {
      // Step by step, as what an answer brings may be due before the end.
      const untilMs = clock.nowMs() + ms;
      while (clock.nowMs() < untilMs) {
        clock.advance(Math.min(100, untilMs - clock.nowMs()));
        await settled();
      }
    },
  };
}

/** All promises that can go on have gone on: answers of the fake API need no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
}

/** The VoIP payload of a call that rings for 30 s from the start of the test's clock. Its ticket is `ticket-<callId>`. */
export function ringPush(clock: ManualClock, payload: Record<string, unknown> = {}): TestPush {
  const { callId = 'c1' } = payload;
  return {
    kind: 'voip',
    payload: {
      ringpost: 1,
      callId,
      ticket: `ticket-${callId}`,
      handle: { type: 'generic', value: 'alice' },
      callerName: 'Alice',
      hasVideo: true,
      sentAt: clock.nowMs() / 1000,
      expiresAt: clock.nowMs() / 1000 + 30,
      ...payload,
    },
  };
}

export function alertPush(aps: Record<string, unknown>, headers: Record<string, string> = {}): TestPush {
  return { kind: 'alert', payload: { aps }, headers };
}
