/** The smaller stores in memory. The tests of the real stores run against these, too. */
import type { BadgeStore } from '../../../shared/messages/ports.ts';
import type { ProfileStore, TagStore } from '../../../shared/people/ports.ts';
import type { Profile } from '../../../shared/people/rules/recipient.ts';

export class MemoryProfiles implements ProfileStore {
  readonly #profiles = new Map<string, Profile>();

  async find(userId: string): Promise<Profile> {
    return { ...this.#profiles.get(userId) };
  }

  async replace(userId: string, profile: Profile): Promise<void> {
    this.#profiles.set(userId, { ...profile });
  }
}

export class MemoryTags implements TagStore {
  readonly #tags = new Map<string, string[]>();

  async find(userId: string): Promise<string[]> {
    return [...(this.#tags.get(userId) ?? [])];
  }

  async replace(userId: string, tags: readonly string[]): Promise<void> {
    this.#tags.set(userId, [...tags]);
  }
}

export class MemoryBadges implements BadgeStore {
  readonly #counters = new Map<string, number>();
  readonly #lastMessages = new Map<string, string>();

  async increment(userId: string, appId: string, by = 1, messageId?: string): Promise<number> {
    const key = `${userId} ${appId}`;
    const isCounted = messageId !== undefined && this.#lastMessages.get(key) === messageId;
    if (messageId !== undefined) this.#lastMessages.set(key, messageId);
    const badge = (this.#counters.get(key) ?? 0) + (isCounted ? 0 : by);
    this.#counters.set(key, badge);
    return badge;
  }

  async peek(userId: string, appId: string): Promise<number> {
    return this.#counters.get(`${userId} ${appId}`) ?? 0;
  }

  async set(userId: string, appId: string, value: number): Promise<number> {
    const before = await this.peek(userId, appId);
    this.#counters.set(`${userId} ${appId}`, value);
    return before;
  }
}
