/** The language of a phone's texts: decided here for messages, rings, recalls and everything else that is shown. */
import type { Device } from '../devices/rules/device.ts';
import type { Profile } from '../people/rules/recipient.ts';
import { fallbackOf } from './languages/fallback.ts';

/**
 * The device's own, or else its user's, or else the stage's. An invalid tag counts as absent.
 * @param defaultLanguage of the stage, BCP 47.
 * @returns BCP 47, or as iOS writes it.
 */
export function readerLocale(
  device: Pick<Device, 'locale'>,
  profile: Pick<Profile, 'locale'> | undefined,
  defaultLanguage: string,
): string {
  const said = [device.locale, profile?.locale].find((tag) => tag !== undefined && fallbackOf(tag) !== undefined);
  return said ?? defaultLanguage;
}
