import { describe, expect, it } from 'vitest';
import { keptProfiles } from '../../../../shared/people/table/keptProfiles.ts';
import { profileStore } from '../../../../shared/people/table/profiles.ts';
import { countUnits } from '../../../support/countUnits.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';
import { useTable } from '../../../support/table.ts';

const openTable = useTable();

describe('profiles of senders', () => {
  it('are read once in a minute, after which a changed name shows', async () => {
    // Prepare
    const table = openTable();
    const clock = manualClock();
    const stored = profileStore(table);
    await stored.replace('alice', { nickname: 'Alice' });
    const kept = keptProfiles(stored, clock);
    const use = countUnits(table);

    // Act
    const first = await kept.find('alice');
    await stored.replace('alice', { nickname: 'Alicia' });
    await clock.waitMs(59_999);
    const soon = await kept.find('alice');
    await clock.waitMs(1);
    const later = await kept.find('alice');

    // Assess
    expect([first, soon, later].map(({ nickname }) => nickname)).toEqual(['Alice', 'Alice', 'Alicia']);
    expect(use.requests).toEqual(['GetItem', 'UpdateItem', 'GetItem']);
  });
});
