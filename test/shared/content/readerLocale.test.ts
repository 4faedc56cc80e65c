import { describe, expect, it } from 'vitest';
import { readerLocale } from '../../../shared/content/readerLocale.ts';

describe("a reader's language", () => {
  it.each<[string, string | undefined, string | undefined, string]>([
    ["the device's", 'fr', 'de', 'fr'],
    ["the user's when the device has none", undefined, 'de', 'de'],
    ["the user's when the device's cannot be read", 'not a tag', 'de', 'de'],
    ["the stage's when there is no other", undefined, undefined, 'ja'],
    ["the stage's when no other can be read", '', `en${'-10000'.repeat(99)}`, 'ja'],
  ])('is %s', (_whose, device, user, expected) => {
    // Act
    const locale = readerLocale({ locale: device }, { locale: user }, 'ja');

    // Assess
    expect(locale).toBe(expected);
  });
});
