import { describe, expect, it } from 'vitest';
import type { ConversationSettings, DoNotDisturb, Recipient } from '../../../../shared/people/rules/recipient.ts';
import { isoTime } from '../../../../shared/platform/isoTime.ts';
import { decide, type Occasion } from '../../../../shared/push/rules/decide.ts';
import { aDevice, startMs } from '../../../support/factories.ts';

const message: Occasion = { from: 'alice', pushType: 'alert', onlineUserOnly: false, pushDisabled: false };
const call: Occasion = { ...message, pushType: 'voip' };
const background: Occasion = { ...message, pushType: 'background' };
const mention: Occasion = { ...message, mentions: ['carol', 'bob'] };

const bob = (more: Partial<Recipient> = {}): Recipient => ({ userId: 'bob', devices: [aDevice()], ...more });

/** What was decided for each device, in short. */
const rules = (occasion: Occasion, recipient: Recipient) =>
  decide(occasion, recipient, startMs).map((decision) => [
    decision.decision,
    decision.rule,
    decision.decision === 'push' && decision.isSilent,
  ]);

describe('a muted conversation', () => {
  const muted: ConversationSettings = { receive: 'none' };
  const silent: ConversationSettings = { receive: 'silent' };
  const withMentions = { mentionsStillPush: true };

  it.each<[string, Occasion, ConversationSettings | undefined, string, boolean]>([
    ['as usual: pushed', message, { receive: 'push' }, 'offline', false],
    ['never set: pushed', message, undefined, 'offline', false],
    ['none: not pushed', message, muted, 'muted', false],
    ['none: not pushed, mentioned or not', mention, muted, 'muted', false],
    ['none but mentions: pushed when mentioned', mention, { ...muted, ...withMentions }, 'mention', false],
    ['none but mentions: not pushed otherwise', message, { ...muted, ...withMentions }, 'muted', false],
    ['silent: pushed without a sound', message, silent, 'offline', true],
    ['silent: without a sound, mentioned or not', mention, silent, 'offline', true],
    ['silent but mentions: with sound when mentioned', mention, { ...silent, ...withMentions }, 'mention', false],
    ['silent but mentions: without a sound otherwise', message, { ...silent, ...withMentions }, 'offline', true],
    ['none until later: not pushed', message, { ...muted, until: isoTime(startMs + 1) }, 'muted', false],
    ['none until now: pushed', message, { ...muted, until: isoTime(startMs) }, 'offline', false],
    ['none: calls ring all the same', call, muted, 'offline', false],
    ['none: the app is woken all the same', background, muted, 'offline', false],
  ])('%s', (_what, occasion, conversation, rule, isSilent) => {
    // Prepare: the row

    // Act
    const decided = rules(occasion, bob({ conversation }));

    // Assess
    const isSkipped = rule === 'muted';
    expect(decided).toEqual([[isSkipped ? 'skip' : 'push', rule, isSilent]]);
  });
});

describe('do not disturb', () => {
  /** It is 12:00 UTC. */
  const noon: DoNotDisturb = { windows: [{ start: '11:30', end: '12:30' }] };
  const night: DoNotDisturb = { windows: [{ start: '23:00', end: '07:00' }] };
  const tokyo = { timeZone: 'Asia/Tokyo' };

  it.each<[string, Occasion, Recipient, string]>([
    ['in the window', message, bob({ profile: { doNotDisturb: noon } }), 'do_not_disturb'],
    ['outside of it', message, bob({ profile: { doNotDisturb: night } }), 'offline'],
    ["in the user's time zone", message, bob({ profile: { ...tokyo, doNotDisturb: noon } }), 'offline'],
    [
      "in the device's, when the user has none",
      message,
      bob({ devices: [aDevice(tokyo)], profile: { doNotDisturb: noon } }),
      'offline',
    ],
    [
      "in the user's rather than the device's",
      message,
      bob({ devices: [aDevice(tokyo)], profile: { timeZone: 'Europe/London', doNotDisturb: noon } }),
      'do_not_disturb',
    ],
    [
      'in a snooze',
      message,
      bob({ profile: { doNotDisturb: { windows: [], until: isoTime(startMs + 1) } } }),
      'do_not_disturb',
    ],
    [
      'not after a snooze',
      message,
      bob({ profile: { doNotDisturb: { windows: [], until: isoTime(startMs) } } }),
      'offline',
    ],
    ['for a mention', mention, bob({ profile: { doNotDisturb: noon } }), 'do_not_disturb'],
    ['but for mentions', mention, bob({ profile: { doNotDisturb: { ...noon, allowMentions: true } } }), 'mention'],
    [
      'but not a mention',
      message,
      bob({ profile: { doNotDisturb: { ...noon, allowMentions: true } } }),
      'do_not_disturb',
    ],
    ['for a call', call, bob({ profile: { doNotDisturb: { ...noon, allowMentions: true } } }), 'do_not_disturb'],
    ['but for calls', call, bob({ profile: { doNotDisturb: { ...noon, allowCalls: true } } }), 'offline'],
    [
      'but a message is not a call',
      message,
      bob({ profile: { doNotDisturb: { ...noon, allowCalls: true } } }),
      'do_not_disturb',
    ],
    ['not for what nobody sees', background, bob({ profile: { doNotDisturb: noon } }), 'offline'],
    [
      'and muted: a mention has to be let through by both',
      mention,
      bob({ profile: { doNotDisturb: noon }, conversation: { receive: 'none', mentionsStillPush: true } }),
      'do_not_disturb',
    ],
    [
      'and muted: is muted',
      message,
      bob({ profile: { doNotDisturb: noon }, conversation: { receive: 'none' } }),
      'muted',
    ],
  ])('%s', (_what, occasion, recipient, rule) => {
    // Prepare: the row

    // Act
    const decided = rules(occasion, recipient);

    // Assess
    const isSkipped = ['do_not_disturb', 'muted'].includes(rule);
    expect(decided).toEqual([[isSkipped ? 'skip' : 'push', rule, false]]);
  });

  it('allows a mention in a silent conversation, still without a sound', () => {
    // Prepare
    const profile = { doNotDisturb: { ...noon, allowMentions: true } };

    // Act
    const decided = rules(mention, bob({ profile, conversation: { receive: 'silent' } }));

    // Assess
    expect(decided).toEqual([['push', 'mention', true]]);
  });
});

describe('a mention of everybody', () => {
  const everybody: Occasion = { ...message, mentions: ['@all'] };

  it.each<[string, Partial<Recipient>, string]>([
    ['reaches who wants mentions only', { conversation: { receive: 'none', mentionsStillPush: true } }, 'mention'],
    ['does not reach who wants nothing', { conversation: { receive: 'none' } }, 'muted'],
    [
      'passes quiet hours that let mentions through',
      { profile: { doNotDisturb: { windows: [{ start: '11:30', end: '12:30' }], allowMentions: true } } },
      'mention',
    ],
  ])('%s', (_what, about, rule) => {
    // Act
    const decided = rules(everybody, bob(about));

    // Assess
    expect(decided.map(([, decidedBy]) => decidedBy)).toEqual([rule]);
  });
});

describe("a group's default level", () => {
  it.each<[string, Occasion['groupLevel'], Occasion, Partial<Recipient>, string, boolean]>([
    ['none: not pushed', 'none', message, {}, 'muted', false],
    ['mentions: not pushed without one', 'mentions', message, {}, 'muted', false],
    ['mentions: pushed with one', 'mentions', mention, {}, 'mention', false],
    ['silent: pushed without a sound', 'silent', message, {}, 'offline', true],
    ["all: a member's own mute counts", 'all', message, { conversation: { receive: 'none' } }, 'muted', false],
    ["none: a member's own level counts", 'none', message, { conversation: { receive: 'push' } }, 'offline', false],
    [
      "none: a member's own level counts until it ends",
      'none',
      message,
      { conversation: { receive: 'push', until: isoTime(startMs) } },
      'muted',
      false,
    ],
    ['none: calls ring all the same', 'none', call, {}, 'offline', false],
  ])('%s', (_what, groupLevel, occasion, about, rule, isSilent) => {
    // Act
    const decided = rules({ ...occasion, groupLevel }, bob(about));

    // Assess
    expect(decided).toEqual([[rule === 'muted' ? 'skip' : 'push', rule, isSilent]]);
  });
});

describe('a forced message', () => {
  const noon: DoNotDisturb = { windows: [{ start: '11:30', end: '12:30' }] };
  const forced: Occasion = { ...message, isForced: true };
  const foreground = { state: 'foreground', untilMs: startMs + 60_000 } as const;

  it.each<[string, Occasion, Partial<Recipient>, string]>([
    ['passes a mute', forced, { conversation: { receive: 'none' } }, 'forced'],
    ['passes quiet hours', forced, { profile: { doNotDisturb: noon } }, 'forced'],
    ['passes quiet hours when it rings', { ...call, isForced: true }, { profile: { doNotDisturb: noon } }, 'forced'],
    ['is heard in a silent conversation', forced, { conversation: { receive: 'silent' } }, 'forced'],
    ["passes a group's default", { ...forced, groupLevel: 'none' }, {}, 'forced'],
    ['is as usual where nothing would stop it', forced, {}, 'offline'],
    [
      'is as usual for a mention that is let through',
      { ...forced, mentions: ['bob'], groupLevel: 'mentions' },
      {},
      'mention',
    ],
    ['does not pass a block', forced, { hasBlockedSender: true }, 'blocked'],
    ['does not pass a logout', forced, { devices: [] }, 'no_device'],
    ['does not reach the sender', { ...forced, from: 'bob' }, {}, 'sender'],
    ['does not pass a switched-off push', { ...forced, pushDisabled: true }, {}, 'push_disabled'],
    ['does not pass an open app', forced, { devices: [aDevice({ presence: foreground })] }, 'online'],
  ])('%s', (_what, occasion, about, rule) => {
    // Act
    const [decision, ...others] = decide(occasion, bob(about), startMs);

    // Assess
    expect(others).toEqual([]);
    expect(decision?.rule).toBe(rule);
    expect(decision).toEqual(
      rule === 'forced'
        ? expect.objectContaining({ isSilent: false, isForced: true })
        : expect.not.objectContaining({ isForced: true }),
    );
  });
});
