import { expect, test } from 'vitest';
import { settings } from '../../../../shared/api/schemas/pushSettings.ts';
import { serverOperations } from '../../../../shared/api/schemas/server.ts';
import { defaultUserRules, restrictableSettings, userRulesOf } from '../../../../shared/people/rules/userRules.ts';

const body = serverOperations['PUT /v1/server/apps/{appId}'].body;

test('an app without settings has the defaults', () => {
  // Act
  const rules = userRulesOf(undefined);
  // Assess
  expect(rules).toEqual({
    outcomesForUsers: 'coarse',
    contacts: 'everybody',
    usersMayNotSet: ['sound.critical', 'interruptionLevel.critical', 'badge.set', 'pushWhen'],
    rates: { messages: 120, calls: 20, groupAdditions: 60, registrations: 30, receipts: 1200 },
  });
});

test('a setting replaces its default, and rates do so one by one', () => {
  // Prepare
  const stored = body.parse({
    outcomesForUsers: 'full',
    contacts: 'common_group',
    usersMayNotSet: [],
    imageHosts: ['cdn.example.com', '*.example.org'],
    rates: { messages: 10 },
  });
  // Act
  const rules = userRulesOf(stored);
  // Assess
  expect(rules).toEqual({ ...stored, rates: { ...defaultUserRules.rates, messages: 10 } });
});

test('settings stored by version 0.3.0 are read unchanged', () => {
  // Prepare
  const stored = { calls: { voipTtlSeconds: 10 }, pushBadgeToOtherDevices: false };
  // Act
  const rules = userRulesOf(body.parse(stored));
  // Assess
  expect(rules).toEqual(defaultUserRules);
});

test.each([
  { outcomesForUsers: 'some' },
  { contacts: 'nobody' },
  { usersMayNotSet: ['sound.loud'] },
  { usersMayNotSet: 'pushWhen' },
  { imageHosts: ['https://cdn.example.com'] },
  { imageHosts: ['CDN.example.com'] },
  { imageHosts: ['*'] },
  { rates: { messages: 0 } },
  { rates: { recalls: 1 } },
])('%j is refused', (input) => {
  // Act
  const { success } = body.safeParse(input);
  // Assess
  expect(success).toBe(false);
});

test('every push setting can be withheld from users', () => {
  // Act
  const missing = Object.keys(settings).filter((name) => !restrictableSettings.some((each) => each === name));
  // Assess
  expect(missing).toEqual([]);
});
