/** What the honest users do in a day, one step after the other. Each step returns what its user was answered. */
import { randomUUID } from 'node:crypto';
import { writePathId } from '../../shared/platform/pathId.ts';
import { screenOf, text, until } from '../support/lab/labClient.ts';
import { type HonestName, press, setState, type Village } from './village.ts';

export interface HonestStep {
  title: string;
  run(village: Village): Promise<unknown>;
}

async function message(village: Village, name: string, from: HonestName, body: object): Promise<unknown> {
  const answer = await village.as(from)('POST', '/v1/messages', body);
  village.ids.messages.set(name, answer.body.messageId);
  return { status: answer.status, targets: answer.body.targets };
}

async function ringing(village: Village, name: HonestName, callId: string): Promise<void> {
  for (const phone of village.phones[name]) {
    await until(
      () => screenOf(village.lab, phone),
      ({ call }) => call?.callId === callId && call.state === 'ringing',
    );
  }
}

async function over(village: Village, name: HonestName, callId: string): Promise<void> {
  for (const phone of village.phones[name]) {
    await until(
      () => screenOf(village.lab, phone),
      ({ call }) => call?.callId === callId && (call.endedReason !== undefined || call.state === 'ended'),
    );
  }
}

/** A badge of an earlier moment may overtake a later one (docs/messages.md), so the next step waits for it. */
async function badges(village: Village, name: HonestName, badge: number): Promise<void> {
  for (const phone of village.phones[name]) {
    await until(
      () => screenOf(village.lab, phone),
      (screen) => screen.badge === badge,
    );
  }
}

function place(village: Village, name: string): string {
  const callId = randomUUID();
  village.ids.calls.set(name, callId);
  return callId;
}

async function idOf(ids: ReadonlyMap<string, string>, name: string): Promise<string> {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`no ${name} yet`);
  return id;
}

export const honestDay: readonly HonestStep[] = [
  {
    title: 'alice writes to bob',
    run: (village) => message(village, 'hi', 'alice', { to: { userId: village.userId('bob') }, ...text('hi') }),
  },
  {
    title: 'bob writes to the group',
    run: (village) => message(village, 'meeting', 'bob', { to: { groupId: village.groupId }, ...text('Meeting at 5') }),
  },
  {
    title: 'carol mutes alice, and is written to',
    async run(village) {
      const conversationId = writePathId(`user:${village.userId('alice')}`);
      await village.as('carol')('PUT', `/v1/conversations/${conversationId}/settings`, { receive: 'silent' });
      return message(village, 'muted', 'alice', { to: { userId: village.userId('carol') }, ...text('psst') });
    },
  },
  {
    title: 'alice calls bob, who answers; alice ends the call',
    async run(village) {
      const callId = place(village, 'answered');
      const placed = await village.as('alice')('POST', '/v1/calls', { to: { userId: village.userId('bob') }, callId });
      await ringing(village, 'bob', callId);
      await press(village.lab, village.phones.bob[0]?.phoneId ?? '', 'answer');
      await until(
        () => village.as('alice')('GET', `/v1/calls/${callId}`),
        ({ body }) => body.state === 'answered',
      );
      const ended = await village.as('alice')('POST', `/v1/calls/${callId}/end`, {});
      await over(village, 'bob', callId);
      return [placed.status, ended.status, ended.body.state];
    },
  },
  {
    title: 'alice writes with a collapse ID, twice',
    async run(village) {
      const body = { to: { groupId: village.groupId }, offlinePush: { collapseId: 'score' } };
      const first = await message(village, 'score 1', 'alice', { ...body, ...text('1:0') });
      const second = await message(village, 'score 2', 'alice', { ...body, ...text('2:0') });
      return [first, second];
    },
  },
  {
    title: 'carol names a number and blocks another',
    async run(village) {
      const directory = village.as('carol');
      await directory('PUT', '/v1/call-directory/8613800138000', { label: 'Office' });
      await directory('PUT', '/v1/call-directory/8613800138001', { blocked: true });
      return (await directory('GET', '/v1/call-directory')).status;
    },
  },
  {
    title: 'bob calls alice and takes the call back',
    async run(village) {
      const callId = place(village, 'cancelled');
      const placed = await village.as('bob')('POST', '/v1/calls', { to: { userId: village.userId('alice') }, callId });
      await ringing(village, 'alice', callId);
      const cancelled = await village.as('bob')('POST', `/v1/calls/${callId}/cancel`, {});
      await over(village, 'alice', callId);
      return [placed.status, cancelled.status, cancelled.body.state];
    },
  },
  {
    title: 'bob takes a message back',
    async run(village) {
      const messageId = await idOf(village.ids.messages, 'meeting');
      const answer = await village.as('bob')('POST', `/v1/messages/${messageId}/recall`, { mode: 'replace' });
      return answer.status;
    },
  },
  {
    title: 'carol calls alice, who declines',
    async run(village) {
      const callId = place(village, 'declined');
      const placed = await village.as('carol')('POST', '/v1/calls', {
        to: { userId: village.userId('alice') },
        callId,
      });
      await ringing(village, 'alice', callId);
      await press(village.lab, village.phones.alice[0]?.phoneId ?? '', 'decline');
      const call = await until(
        () => village.as('carol')('GET', `/v1/calls/${callId}`),
        ({ body }) => body.state !== 'ringing',
      );
      return [placed.status, call.body.state];
    },
  },
  {
    title: 'bob opens the app and closes it again',
    async run(village) {
      const phone = village.phones.bob[0]?.phoneId ?? '';
      await setState(village.lab, phone, 'foreground');
      await setState(village.lab, phone, 'background');
      await badges(village, 'bob', 0);
      const sent = await message(village, 'later', 'alice', {
        to: { userId: village.userId('bob') },
        ...text('still there?'),
      });
      await badges(village, 'bob', 1);
      return sent;
    },
  },
  {
    title: 'alice renames the group and sets quiet hours',
    async run({ as, groupId }) {
      const renamed = await as('alice')('PUT', `/v1/groups/${groupId}`, { name: 'The team' });
      const quiet = { windows: [{ start: '22:00', end: '07:00' }], allowCalls: true };
      const profile = await as('alice')('PUT', '/v1/profile', { nickname: 'alice', doNotDisturb: quiet });
      return [renamed.status, profile.status];
    },
  },
  {
    title: 'carol writes to the group and names bob',
    run: (village) =>
      message(village, 'bye', 'carol', {
        to: { groupId: village.groupId },
        ...text('bye @bob'),
        mentions: [village.userId('bob')],
      }),
  },
];
