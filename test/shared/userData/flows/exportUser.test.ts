import { describe, expect, it } from 'vitest';
import { type ExportPorts, exportUser } from '../../../../shared/userData/flows/exportUser.ts';
import type { PlacedEntry } from '../../../../shared/userData/ports.ts';

const labelled = (index: number, label: string): PlacedEntry => ({
  place: `3 ${index}`,
  entry: { kind: 'number', number: { number: String(index), label } },
});

function portsWith(entries: PlacedEntry[]): ExportPorts {
  return {
    userItems: {
      placePattern: /^3 /,
      page: async (_userId, limit, after) => {
        const start = after === undefined ? 0 : entries.findIndex(({ place }) => place === after) + 1;
        const page = entries.slice(start, start + limit);
        return { entries: page, ...(start + limit < entries.length && { next: page.at(-1)?.place }) };
      },
    },
    groups: {
      find: async () => undefined,
      findMember: async () => undefined,
      listMembers: async () => ({ members: [] }),
    },
    calls: { find: async () => undefined },
  };
}

async function allPages(ports: ExportPorts, limit: number) {
  const pages = [];
  let after: string | undefined;
  do {
    const { page, next } = await exportUser(ports, 'bob', { limit, after });
    pages.push(page);
    after = next;
  } while (after !== undefined);
  return pages;
}

describe('the export of a user', () => {
  it('ends a page before it is too large for an answer, and loses nothing', async () => {
    // Prepare
    const entries = Array.from({ length: 40 }, (_, index) => labelled(index, 'x'.repeat(200_000)));

    // Act
    const pages = await allPages(portsWith(entries), 1000);

    // Assess
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every((page) => JSON.stringify(page).length < 4_000_000)).toBe(true);
    expect(pages.flatMap(({ callDirectory }) => callDirectory).map(({ number }) => number)).toEqual(
      entries.map((_, index) => String(index)),
    );
  });

  it('takes an item that is larger than a page should be', async () => {
    // Prepare
    const entries = [labelled(0, 'x'.repeat(3_500_000)), labelled(1, 'y')];

    // Act
    const pages = await allPages(portsWith(entries), 1000);

    // Assess
    expect(pages.map(({ callDirectory }) => callDirectory.length)).toEqual([1, 1]);
  });

  it('names a group that has been deleted, and leaves out a call that has expired', async () => {
    // Prepare
    const entries: PlacedEntry[] = [
      { place: '1 family', entry: { kind: 'membership', groupId: 'family' } },
      { place: '2 c1', entry: { kind: 'logLine', callId: 'c1' } },
    ];

    // Act
    const { page, next } = await exportUser(portsWith(entries), 'bob', { limit: 10 });

    // Assess
    expect(page.groups).toEqual([{ groupId: 'family' }]);
    expect(page.calls).toEqual([]);
    expect(next).toBeUndefined();
  });
});
