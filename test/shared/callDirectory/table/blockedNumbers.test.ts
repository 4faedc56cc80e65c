/** Whatever the call directory takes as a number keeps calls from that number away, however either of them is written. */
import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { changeNumber } from '../../../../shared/callDirectory/flows/directory.ts';
import { blockedNumberStore } from '../../../../shared/callDirectory/table/blockedNumbers.ts';
import { callDirectoryStore } from '../../../../shared/callDirectory/table/directoryStore.ts';
import { ring } from '../../../../shared/calls/flows/ring.ts';
import { isRefusal } from '../../../../shared/platform/refusal.ts';
import { aDevice } from '../../../support/factories.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { aSpelling, decorations } from '../../../support/numberSpellings.ts';
import { useTable } from '../../../support/table.ts';

const openTestTable = useTable();
const territory = fc.constantFrom(...getCountries());
const number = fc.constantFrom(...getCountries().flatMap((country) => getExampleNumber(country, examples) ?? []));
const decoration = fc.constantFrom(...decorations);

/** A world with a directory in a real table, and everything else in memory. */
function world(territories: { ofBob: string; ofAlice: string }) {
  const table = openTestTable();
  const ports = memoryPorts();
  ports.devices.add(
    aDevice({ territory: territories.ofBob }),
    aDevice({ userId: 'alice', deviceId: 'a1', territory: territories.ofAlice }),
  );
  return {
    ...ports,
    blockedNumbers: blockedNumberStore(table),
    callDirectory: callDirectoryStore(table, ports.clock),
    territoryOf: async () => territories.ofBob,
  };
}

type World = ReturnType<typeof world>;

const block = (ports: World, text: string, territory?: string) =>
  changeNumber(ports, { userId: 'bob', number: text, territory, entry: { blocked: true } });

async function reasonOfCall(ports: World, text: string): Promise<string | undefined> {
  const result = await ring(ports, {
    from: 'alice',
    to: { userIds: ['bob'] },
    callerName: 'Alice',
    hasVideo: false,
    timeoutSeconds: 60,
    handle: { type: 'phoneNumber', value: text },
  });
  if (isRefusal(result)) throw new Error(result.detail);
  return result.targets.map(({ outcome, reason }) => `${outcome} ${reason}`).join();
}

describe('a number stored as blocked', () => {
  it('does not ring under the same text, in any territory', async () => {
    const text = fc.oneof(fc.stringMatching(/^\+?[0-9 ()-]{5,20}$/), fc.stringMatching(/^00[0-9 ]{8,16}$/));
    await fc.assert(
      fc.asyncProperty(text, territory, territory, territory, async (written, ofBob, ofAlice, named) => {
        // Prepare
        const ports = world({ ofBob, ofAlice });
        if (isRefusal(await block(ports, written, named))) return;

        // Act
        const reason = await reasonOfCall(ports, written);

        // Assess
        expect(reason).toBe('skipped blocked');
      }),
      { numRuns: 60 },
    );
  });

  it('does not ring under another spelling, as dialled by caller or callee', async () => {
    const spelled = fc.record({ spelling: aSpelling, decoration, isOfBob: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        number,
        territory,
        territory,
        aSpelling,
        spelled,
        async (each, ofBob, ofAlice, first, second) => {
          // Prepare
          const ports = world({ ofBob, ofAlice });
          if (isRefusal(await block(ports, first(each, ofBob)))) return;
          const text = second.decoration(second.spelling(each, second.isOfBob ? ofBob : ofAlice));

          // Act
          const reason = await reasonOfCall(ports, text);

          // Assess
          expect(reason).toBe('skipped blocked');
        },
      ),
      { numRuns: 60 },
    );
  });
});
