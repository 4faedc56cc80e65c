/** Random occasions and recipients, as a decision could meet them. */
import fc from 'fast-check';
import { type Device, platforms, type TokenKind, type TokenState } from '../../shared/devices/rules/device.ts';
import { conversationLevels } from '../../shared/people/rules/conversationLevel.ts';
import type { Recipient } from '../../shared/people/rules/recipient.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import type { Occasion } from '../../shared/push/rules/decide.ts';
import { aDevice, aToken, startMs } from './factories.ts';

const often = (weight: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: 99 }).map((percent) => percent < weight);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
/** Before, at and after the moment. */
const aTime = fc.integer({ min: -2, max: 2 }).map((hours) => isoTime(startMs + hours * 3_600_000));

const state = fc.constantFrom<TokenState>('proven', 'proven', 'unproven', 'quarantined');
const tokensOf = (kinds: readonly TokenKind[]): fc.Arbitrary<Device['tokens']> =>
  fc
    .tuple(...kinds.map((kind) => maybe(state.map((each) => [kind, { ...aToken(kind), state: each }] as const))))
    .map((tokens) => Object.fromEntries(tokens.filter((token) => token !== undefined)));

const territory = fc.constantFrom('CN', 'DE', 'US');

const aDeviceOf = (userId: string): fc.Arbitrary<Device> =>
  fc
    .record({
      deviceId: fc.oneof(
        fc.uuid(),
        fc.uuid().map((id) => id.toUpperCase()),
        fc.string({ minLength: 1, maxLength: 12 }),
      ),
      appId: fc.constantFrom('com.example.chat', 'com.example.work'),
      platform: maybe(fc.constantFrom(...platforms)),
      quietWhenOnlineOn: maybe(fc.oneof(fc.constantFrom('any', 'this'), fc.subarray([...platforms]))),
      territory: maybe(territory),
      timeZone: maybe(fc.constantFrom('UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Mars/Olympus')),
      presence: maybe(
        fc.record({
          state: fc.constantFrom('foreground', 'background'),
          untilMs: fc.constantFrom(startMs - 1, startMs, startMs + 1),
        }),
      ),
      tokens: fc.oneof(
        { weight: 4, arbitrary: tokensOf(['alert', 'voip', 'liveActivityStart']) },
        tokensOf(['external']),
      ),
    })
    .map((device) => ({ ...aDevice(), ...device, userId }) as Device);

const quietHours = fc.record({
  windows: fc.array(
    fc.record({
      start: fc.constantFrom('00:00', '08:00', '22:00'),
      end: fc.constantFrom('07:00', '12:00', '23:00'),
    }),
    { maxLength: 2 },
  ),
  until: maybe(aTime),
  allowCalls: maybe(fc.boolean()),
  allowMentions: maybe(fc.boolean()),
});

export const aRecipientOf = (userId: string): fc.Arbitrary<Recipient> =>
  fc
    .record({
      devices: fc.uniqueArray(aDeviceOf(userId), { maxLength: 4, selector: ({ deviceId }) => deviceId.toLowerCase() }),
      profile: maybe(
        fc.record({
          timeZone: maybe(fc.constantFrom('UTC', 'Europe/Berlin', '+12:00')),
          doNotDisturb: maybe(quietHours),
        }),
      ),
      conversation: maybe(
        fc.record({
          receive: fc.constantFrom('push', 'silent', 'none'),
          mentionsStillPush: maybe(fc.boolean()),
          until: maybe(aTime),
        }),
      ),
      hasBlockedSender: often(10),
    })
    .map((recipient) => ({ ...recipient, userId }) as Recipient);

export const userIds = ['alice', 'bob', 'carol', '9f0c2c1e-5a7b-4a57-8c63-7b6a3a0d6a11', 'd#ave', 'éva'];

export const upTo = (maxLength: number): fc.Arbitrary<Recipient[]> =>
  fc
    .subarray(userIds, { minLength: 1, maxLength })
    .chain((ids) => fc.tuple(...ids.map(aRecipientOf)))
    .map((each) => [...each]);

export const recipients = upTo(userIds.length);

export const occasions: fc.Arbitrary<Occasion> = fc
  .record({
    from: fc.constantFrom('alice', 'zoe'),
    pushType: fc.constantFrom('alert', 'alert', 'voip', 'background'),
    onlineUserOnly: often(5),
    pushDisabled: often(5),
    isDisabledByPolicy: often(5),
    isShowable: often(90),
    alsoOnline: often(10),
    isForced: often(10),
    mentions: fc.subarray([...userIds, '@all']),
    groupLevel: maybe(fc.constantFrom(...conversationLevels)),
    rules: fc.dictionary(
      fc.constantFrom('com.example.chat', 'com.example.work'),
      fc.record({ territories: fc.subarray(['CN', 'DE']), instead: fc.constantFrom('alert', 'skip') }),
    ),
  })
  .map(({ rules, ...occasion }) => ({ ...occasion, territoryRuleOf: (appId: string) => rules[appId] }) as Occasion);
