/** Random histories of devices, profiles and blocks: the one item of each user always says what its parts say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceStore } from '../../../../shared/devices/ports.ts';
import { audienceRowFromItem } from '../../../../shared/devices/table/audienceRow.ts';
import { deviceStore } from '../../../../shared/devices/table/deviceStore.ts';
import { blockStore } from '../../../../shared/people/table/blocks.ts';
import { conversationStore } from '../../../../shared/people/table/conversations.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { recipientStore } from '../../../../shared/people/table/recipients.ts';
import { aRegistration, startMs, tokenHex } from '../../../support/factories.ts';
import { MemoryDevices } from '../../../support/memory/devices.ts';
import { MemoryBlocks, MemoryConversations, MemoryRecipients } from '../../../support/memory/people.ts';
import { MemoryProfiles } from '../../../support/memory/stores.ts';
import { contradictions, noContradictions } from '../../../support/memory/tokenHolders.ts';
import { allItems, useTable } from '../../../support/table.ts';

const openTable = useTable();

const userIds = ['alice', 'bob'];
const deviceIds = ['phone', 'tablet', 'watch'];
const userId = fc.constantFrom(...userIds);
const other = fc.constantFrom('carol', 'dave');
const device = { userId, deviceId: fc.constantFrom(...deviceIds) };
const token: fc.Arbitrary<string> = fc.constantFrom('A', 'B', 'C', 'D');
const kind = fc.constantFrom('alert' as const, 'voip' as const);

const step = fc.oneof(
  fc.record({ do: fc.constant('register' as const), ...device, alert: token, voip: fc.option(token) }),
  fc.record({ do: fc.constant('remove' as const), ...device }),
  fc.record({ do: fc.constant('removeToken' as const), ...device, kind }),
  fc.record({ do: fc.constant('presence' as const), ...device, isInFront: fc.boolean() }),
  fc.record({ do: fc.constant('prove' as const), ...device, kind }),
  fc.record({ do: fc.constant('drop' as const), ...device, kind }),
  fc.record({ do: fc.constant('profile' as const), userId, nickname: fc.constantFrom('A', 'B') }),
  fc.record({ do: fc.constant('block' as const), userId, other, isBlocked: fc.boolean() }),
  fc.record({ do: fc.constant('mute' as const), userId, other, isMuted: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Stores {
  devices: DeviceStore;
  profiles: Pick<MemoryProfiles, 'replace'>;
  blocks: Pick<MemoryBlocks, 'put' | 'remove'>;
  conversations: Pick<MemoryConversations, 'put' | 'remove'>;
}

async function play({ devices, profiles, blocks, conversations }: Stores, each: Step, nowMs: number): Promise<void> {
  const said = (name: string) => ({ token: tokenHex(name), environment: 'auto' as const });
  switch (each.do) {
    case 'register': {
      const tokens = { alert: said(`alert ${each.alert}`), ...(each.voip && { voip: said(`voip ${each.voip}`) }) };
      await devices.register(aRegistration({ userId: each.userId, deviceId: each.deviceId, tokens }), nowMs);
      return;
    }
    case 'remove':
      await devices.remove(each.userId, each.deviceId);
      return;
    case 'removeToken':
      await devices.removeToken(each.userId, each.deviceId, each.kind);
      return;
    case 'presence': {
      const state = each.isInFront ? 'foreground' : 'background';
      await devices.setPresence(each.userId, each.deviceId, { state, untilMs: nowMs + 60_000, atMs: nowMs });
      return;
    }
    case 'prove':
    case 'drop': {
      const found = await devices.find(each.userId, each.deviceId);
      const sent = found?.tokens[each.kind];
      if (found === undefined || sent === undefined) return;
      const repair = { atMs: nowMs, kind: each.kind, repair: 'dropped' as const };
      if (each.do === 'drop') await devices.dropToken(found, each.kind, sent, repair);
      else await devices.markToken(found, each.kind, sent, { state: 'proven', environment: 'production' });
      return;
    }
    case 'profile':
      await profiles.replace(each.userId, { nickname: each.nickname });
      return;
    case 'block':
      if (each.isBlocked) await blocks.put(each.userId, each.other);
      else await blocks.remove(each.userId, each.other);
      return;
    case 'mute':
      if (each.isMuted) await conversations.put(each.userId, `user:${each.other}`, { receive: 'none' });
      else await conversations.remove(each.userId, `user:${each.other}`);
  }
}

describe('the item of each user', () => {
  it('says what all that has happened says, after any history', { timeout: 120_000 }, async () => {
    // Prepare
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        runs += 1;
        const run = String(runs);
        const table = openTable();
        const real = {
          devices: deviceStore(table),
          profiles: profileStore(table),
          blocks: blockStore(table),
          conversations: conversationStore(table),
        };
        const memory = {
          devices: new MemoryDevices(),
          profiles: new MemoryProfiles(),
          blocks: new MemoryBlocks(),
          conversations: new MemoryConversations(),
        };
        // Users, installations and tokens are a run's own, so that runs do not take them from each other.
        const inRun = (each: Step): Step => ({
          ...each,
          userId: `${each.userId} ${run}`,
          ...('deviceId' in each && { deviceId: `${each.deviceId} ${run}` }),
          ...(each.do === 'register' && { alert: each.alert + run, voip: each.voip && each.voip + run }),
        });
        const names = userIds.map((name) => `${name} ${run}`);

        // Act
        for (const [index, each] of steps.entries()) {
          const own = inRun(each);
          await play(real, own, startMs + index);
          await play(memory, own, startMs + index);
        }

        // Assess
        const expected = new MemoryRecipients(memory.devices, memory.profiles, memory.conversations, memory.blocks);
        for (const from of ['carol', 'dave']) {
          const about = { from, conversationId: `user:${from}` };
          const found = await recipientStore(table).findAll(names, about);
          const known = await expected.findAll(names, about);
          expect(found.map(comparable)).toEqual(known.map(comparable));
          expect(await recipientStore(table).find(names[0] ?? '', about)).toEqual(found[0]);
        }
        expect(await contradictions(table)).toEqual(noContradictions);
        for (const name of names) await expectCounts(table, name);
        const recipients = await expected.findAll(names, { from: 'carol', conversationId: 'user:carol' });
        expect(await indexedDevices(table, names)).toEqual(recipients.flatMap(reachable).toSorted(byName));
      }),
      { numRuns: 25 },
    );
  });
});

const comparable = ({ devices, profile, ...recipient }: Awaited<ReturnType<MemoryRecipients['find']>>) => ({
  ...recipient,
  devices: devices
    .map(({ audienceMark: _mark, ...device }) => device)
    .toSorted((one, another) => (one.deviceId < another.deviceId ? -1 : 1)),
  profile: { ...profile },
});

/** What a broadcast should know of a user's devices. */
const reachable = ({ devices, profile }: Awaited<ReturnType<MemoryRecipients['find']>>) =>
  devices
    .filter(({ tokens }) => tokens.alert !== undefined && tokens.alert.state !== 'quarantined')
    .map(({ userId, deviceId, tokens }) => ({
      name: `${userId}/${deviceId}`,
      token: tokens.alert?.token,
      timeZone: profile?.timeZone,
    }));

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);

/** What the index of audiences says of them. */
async function indexedDevices(table: ReturnType<typeof openTable>, names: readonly string[]) {
  const items = (await allItems(table)).filter(({ pk }) => String(pk).startsWith('AUDIENCE#'));
  return items
    .map(audienceRowFromItem)
    .filter(({ userId }) => names.includes(userId))
    .map(({ userId, deviceId, token, profile }) => ({
      name: `${userId}/${deviceId}`,
      token,
      timeZone: profile?.['timeZone'],
    }))
    .toSorted(byName);
}

async function expectCounts(table: ReturnType<typeof openTable>, name: string): Promise<void> {
  const items = (await allItems(table)).filter(({ pk }) => pk === `USER#${name}`);
  const count = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix)).length;
  const reach = items.find(({ sk }) => sk === 'REACH');
  expect(reach?.['blocks'] ?? 0).toBe(count('BLOCK#'));
  expect(reach?.['conversations'] ?? 0).toBe(count('CONVERSATION#'));
}
