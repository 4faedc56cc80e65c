import type { PhoneView } from '../view.ts';

/** Nicknames and e-mail addresses, as the phones report them. */
const names = new Map<string, string>();

export function learnNames(phones: readonly PhoneView[]): void {
  for (const { userId, userName } of phones) if (userId !== undefined && userName) names.set(userId, userName);
}

/** Name of a user on the page: the nickname or e-mail address, or else `alice` → `Alice`. */
export function displayName(userId: string): string {
  return names.get(userId) ?? userId.charAt(0).toUpperCase() + userId.slice(1);
}

export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[1]].map((word) => word?.charAt(0)) : [name.charAt(0)];
  return letters.join('').toUpperCase();
}

/** Wallpapers and avatars: hand-picked hues, so that neighbours never look alike. */
const palettes = ['dusk', 'lagoon', 'meadow', 'violet', 'sand', 'ink'] as const;

/** The same name always gets the same one. */
export function paletteOf(name: string): (typeof palettes)[number] {
  const known: Record<string, (typeof palettes)[number]> = { alice: 'dusk', bob: 'lagoon' };
  const key = name.toLowerCase();
  const sum = [...key].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return known[key] ?? palettes[2 + (sum % (palettes.length - 2))] ?? 'violet';
}

export interface PhoneGroup {
  /** Undefined: phones with nobody logged in. */
  userId: string | undefined;
  phones: PhoneView[];
}

export function groupByUser(phones: readonly PhoneView[]): PhoneGroup[] {
  const groups = new Map<string | undefined, PhoneView[]>();
  for (const phone of phones) groups.set(phone.userId, [...(groups.get(phone.userId) ?? []), phone]);
  return [...groups].map(([userId, members]) => ({ userId, phones: members }));
}

export function usersOf(phones: readonly PhoneView[]): string[] {
  return [...new Set(phones.flatMap(({ userId }) => userId ?? []))];
}
