/** What a shadow run has found, as it goes on. */
import type { NotCarried } from '../../client/js/src/adapters/index.ts';
import type { Comparison, Difference } from './compare.ts';
import type { Unreadable } from './recorded.ts';

export interface FoundDifference extends Difference {
  place: string;
  id?: string | number | undefined;
}

/** Differences with the same cause. */
export interface Group {
  kind: Difference['kind'];
  why: string;
  count: number;
  firstPlace: string;
}

/** A request that Ringpost would answer with an error. */
export interface RefusedRequest {
  place: string;
  code: string;
  detail: string;
}

export interface ShadowReport {
  requests: { read: number; compared: number; refused: number; unreadable: number; notForApple: number };
  /** Recipients: `same` and `different` are known at both. */
  users: { same: number; different: number; unknown: number };
  groups: Group[];
  differences: FoundDifference[];
  refused: RefusedRequest[];
  unreadable: Unreadable[];
  /** Fields that have no place in Ringpost's requests. */
  fields: { field: string; reason: string; requests: number; firstPlace: string }[];
}

export class Findings {
  readonly #requests = { read: 0, compared: 0, refused: 0, unreadable: 0, notForApple: 0 };
  readonly #users = { compared: 0, unknown: 0 };
  readonly #differences: FoundDifference[] = [];
  readonly #refused: RefusedRequest[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #fields = new Map<string, ShadowReport['fields'][number]>();

  addRead(): void {
    this.#requests.read += 1;
  }

  addUnreadable(unreadable: Unreadable): void {
    this.#requests.unreadable += 1;
    this.#unreadable.push(unreadable);
  }

  addRefused(refused: RefusedRequest): void {
    this.#requests.refused += 1;
    this.#refused.push(refused);
  }

  addNotForApple(): void {
    this.#requests.notForApple += 1;
  }

  addComparison(place: string, id: string | number | undefined, { compared, differences, unknown }: Comparison): void {
    this.#requests.compared += 1;
    this.#users.compared += compared;
    this.#users.unknown += unknown;
    this.#differences.push(...differences.map((each) => ({ place, ...(id !== undefined && { id }), ...each })));
  }

  /** @param notCarried of one recorded request. */
  addFields(place: string, notCarried: readonly NotCarried[]): void {
    // The same field of each entry in a list is one field.
    const reasons = new Map(notCarried.map(({ field, reason }) => [field.replaceAll(/\.\d+(?=\.|$)/g, '[]'), reason]));
    for (const [field, reason] of reasons) {
      const known = this.#fields.get(field) ?? { field, reason, requests: 0, firstPlace: place };
      this.#fields.set(field, { ...known, requests: known.requests + 1 });
    }
  }

  report(): ShadowReport {
    const differences = this.#differences.toSorted((one, other) => numberOf(one) - numberOf(other));
    const different = new Set(differences.map(({ place, userId }) => `${place}\n${userId}`)).size;
    const { compared, unknown } = this.#users;
    return {
      requests: { ...this.#requests },
      users: { same: compared - different, different, unknown },
      groups: groupsOf(differences),
      differences,
      refused: this.#refused.toSorted((one, other) => numberOf(one) - numberOf(other)),
      unreadable: [...this.#unreadable],
      fields: [...this.#fields.values()].toSorted((one, other) => other.requests - one.requests),
    };
  }
}

const numberOf = ({ place }: { place: string }) => Number(/\d+$/.exec(place)?.[0] ?? 0);

function groupsOf(differences: readonly FoundDifference[]): Group[] {
  const groups = [...Map.groupBy(differences, ({ kind, why }) => `${kind}\n${why}`).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ kind: first.kind, why: first.why, count: group.length, firstPlace: first.place }] : [];
  });
  return groups.toSorted((one, other) => other.count - one.count);
}
