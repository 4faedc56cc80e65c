/** Facts in, verdict out: the table of all ways in which a phone stays silent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Device, DeviceToken } from '../../../../../shared/devices/rules/device.ts';
import { type SilentRing, verdictOnRing } from '../../../../../shared/push/rules/silence/call.ts';
import {
  type SentFacts,
  type SilentMessage,
  verdictOnMessage,
} from '../../../../../shared/push/rules/silence/message.ts';
import { confidences, silenceCauses } from '../../../../../shared/push/rules/silence/verdict.ts';
import type { TargetOutcome } from '../../../../../shared/push/rules/targetOutcome.ts';
import { aDevice, startMs } from '../../../../support/factories.ts';

const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;
const sentAtMs = startMs;

const target: TargetOutcome = { userId: 'bob', deviceId: 'phone', kind: 'alert', outcome: 'accepted' };
const sent: SentFacts = { pushType: 'alert', ttlSeconds: 86_400, priority: 'high', runsExtension: true };

/** Registered a month ago, and last in front a day before the message. */
function aPhone(more: Partial<Device> = {}, seenMs = sentAtMs - day): Device {
  const registered = sentAtMs - 30 * day;
  const token = { token: 'aa', environment: 'production', state: 'proven', registeredAtMs: registered } as const;
  return aDevice({
    tokens: { alert: token, voip: token },
    registeredAtMs: registered,
    permission: 'authorized',
    appVersion: '2.0',
    presence: { state: 'background', untilMs: seenMs, atMs: seenMs },
    ...more,
  });
}

const message = (more: Partial<SilentMessage> = {}): SilentMessage => ({
  target,
  device: aPhone(),
  sent,
  sentAtMs,
  nowMs: sentAtMs + hour,
  isReplaced: false,
  ...more,
});
const outcome = (more: Partial<TargetOutcome>): Partial<SilentMessage> => ({ target: { ...target, ...more } });
const skip = (reason: string) => outcome({ outcome: 'skipped', reason });
const seen = (inMs: number, more: Partial<Device> = {}) => aPhone(more, sentAtMs + inMs);
const dropped = (atMs: number, diedAtMs?: number) => [{ atMs, kind: 'alert', repair: 'dropped', diedAtMs }] as const;
const { voip, alert } = aPhone().tokens;
const only = (tokens: Partial<Record<'alert' | 'voip', DeviceToken | undefined>>): Device['tokens'] =>
  Object.fromEntries(Object.entries(tokens));

const messages: [string, Partial<SilentMessage>, string, string][] = [
  ['still retried', outcome({ outcome: 'retrying', reason: 'ServiceUnavailable' }), 'on_its_way', 'certain'],
  ['still queued', outcome({ outcome: 'retrying', reason: 'queued' }), 'on_its_way', 'certain'],
  ['handed over', outcome({ outcome: 'handedOver', kind: 'external' }), 'handed_over', 'certain'],
  ['accepted by another service', outcome({ outcome: 'accepted', kind: 'external' }), 'unknown', 'unknown'],
  ['muted conversation', skip('muted'), 'muted', 'certain'],
  ['quiet hours', skip('do_not_disturb'), 'quiet_hours', 'certain'],
  ['app in front', skip('online'), 'app_open', 'certain'],
  ['blocked sender', skip('blocked'), 'blocked', 'certain'],
  ['logged out before', skip('no_device'), 'no_device', 'certain'],
  ['no token of that kind', skip('no_token'), 'no_token', 'certain'],
  ['token that both hosts reject', skip('quarantined'), 'token_quarantined', 'certain'],
  ['recalled before a retry', skip('recalled'), 'recalled', 'certain'],
  ['replaced before a retry', skip('replaced'), 'replaced', 'certain'],
  ['switched off by its policy', skip('policy'), 'not_pushed', 'certain'],
  ['a reason that is not in the list', skip('something_new'), 'not_pushed', 'certain'],
  ['bad topic', outcome({ outcome: 'rejected', reason: 'BadTopic', status: 400 }), 'rejected', 'certain'],
  ['no answer in time', outcome({ outcome: 'failed', reason: 'timeout' }), 'failed', 'certain'],
  ['no credential', outcome({ outcome: 'failed', reason: 'no_credential' }), 'failed', 'certain'],
  ['logged out since', { device: 'gone' }, 'device_gone', 'possible'],
  [
    'app removed at a time that Apple does not name',
    { device: aPhone({ tokens: only({ voip }), repairs: [...dropped(sentAtMs + hour)] }) },
    'app_removed',
    'possible',
  ],
  [
    'app removed before the message',
    { device: aPhone({ tokens: only({ voip }), repairs: [...dropped(sentAtMs + hour, sentAtMs - hour)] }) },
    'app_removed',
    'likely',
  ],
  [
    'app removed after the message',
    { device: aPhone({ tokens: only({ voip }), repairs: [...dropped(sentAtMs + 2 * day, sentAtMs + day)] }) },
    'app_removed',
    'possible',
  ],
  [
    'app removed and installed again',
    { device: seen(hour, { repairs: [...dropped(sentAtMs + hour)] }) },
    'unknown',
    'unknown',
  ],
  [
    'token dropped before the message, of which a new one is registered',
    { device: aPhone({ repairs: [...dropped(sentAtMs - 3 * day)] }) },
    'phone_away',
    'possible',
  ],
  ['a message that rings', { sent: { ...sent, pushType: 'voip' } }, 'takes_no_receipts', 'certain'],
  ['a ring of an earlier version', { ...outcome({ kind: 'voip' }), sent: undefined }, 'takes_no_receipts', 'certain'],
  ['notifications off', { device: aPhone({ permission: 'denied' }) }, 'permission_off', 'likely'],
  ['never asked for permission', { device: aPhone({ permission: 'notDetermined' }) }, 'permission_off', 'likely'],
  [
    'notifications off before and after the message',
    {
      device: seen(hour, { permission: 'denied', registeredAtMs: sentAtMs + hour, permissionSinceMs: sentAtMs - day }),
    },
    'permission_off',
    'likely',
  ],
  [
    'notifications off, first reported after the message',
    {
      device: seen(hour, { permission: 'denied', registeredAtMs: sentAtMs + hour, permissionSinceMs: sentAtMs + hour }),
    },
    'permission_off',
    'possible',
  ],
  [
    'notifications off, half a minute ago',
    { device: aPhone({ permission: 'denied' }), nowMs: sentAtMs + 30 * second },
    'permission_off',
    'likely',
  ],
  ['provisional permission is one', { device: seen(hour, { permission: 'provisional' }) }, 'unknown', 'unknown'],
  [
    'a wake-up needs no permission',
    { device: seen(hour, { permission: 'denied' }), sent: { ...sent, pushType: 'background', runsExtension: false } },
    'not_woken',
    'possible',
  ],
  ['no mutable-content', { sent: { ...sent, runsExtension: false } }, 'no_extension', 'certain'],
  [
    'no mutable-content, and notifications off',
    { sent: { ...sent, runsExtension: false }, device: aPhone({ permission: 'denied' }) },
    'permission_off',
    'likely',
  ],
  ['a message of an earlier version', { sent: undefined, device: seen(hour) }, 'unknown', 'unknown'],
  ['half a minute ago', { nowMs: sentAtMs + 30 * second }, 'too_early', 'likely'],
  ['a device that cannot be read', { device: 'unread' }, 'unknown', 'unknown'],
  ['replaced while the phone was away', { isReplaced: true }, 'replaced', 'possible'],
  ['replaced, and the app has run since', { isReplaced: true, device: seen(hour) }, 'replaced', 'possible'],
  ['recalled while the phone was away', { recalledAtMs: sentAtMs + second }, 'recalled', 'possible'],
  ['recalled after the app had run', { recalledAtMs: sentAtMs + hour, device: seen(second) }, 'unknown', 'unknown'],
  ['back after it had expired', { device: seen(2 * day), nowMs: sentAtMs + 3 * day }, 'expired', 'possible'],
  ['back before it had expired', { device: seen(hour), nowMs: sentAtMs + 3 * day }, 'unknown', 'unknown'],
  ['one attempt only', { sent: { ...sent, ttlSeconds: 0 }, device: seen(hour) }, 'expired', 'possible'],
  ['away for a day', {}, 'phone_away', 'possible'],
  ['away for weeks', { device: aPhone({}, sentAtMs - 8 * day) }, 'phone_away', 'possible'],
  ['away, and low priority', { sent: { ...sent, priority: 'low' } }, 'low_priority', 'possible'],
  [
    'away, and low priority, and no longer kept',
    { sent: { ...sent, priority: 'low' }, nowMs: sentAtMs + 2 * day },
    'phone_away',
    'possible',
  ],
  ['normal priority says nothing', { sent: { ...sent, priority: 'normal' } }, 'phone_away', 'possible'],
  [
    'never opened since its token',
    { device: aPhone({ presence: undefined, tokens: only({ alert }) }) },
    'not_opened_since_token',
    'possible',
  ],
  ['in use, and silent', { device: seen(hour) }, 'unknown', 'unknown'],
];

const ring = (more: Partial<SilentRing> = {}): SilentRing => ({
  target: { ...target, kind: 'voip' },
  device: aPhone({ reports: { reportingVersion: '2.0' } }),
  sentAtMs,
  endedAtMs: sentAtMs + 60 * second,
  nowMs: sentAtMs + hour,
  ...more,
});
const byAlert = { target };

const rings: [string, Partial<SilentRing>, string, string][] = [
  [
    'report guard',
    { target: { ...target, kind: 'voip', outcome: 'skipped', reason: 'report_guard' } },
    'report_guard',
    'certain',
  ],
  [
    'quiet hours',
    { target: { ...target, kind: 'voip', outcome: 'skipped', reason: 'do_not_disturb' } },
    'quiet_hours',
    'certain',
  ],
  [
    'rejected',
    { target: { ...target, kind: 'voip', outcome: 'rejected', reason: 'Unregistered' } },
    'rejected',
    'certain',
  ],
  ['by an alert', byAlert, 'takes_no_receipts', 'certain'],
  [
    'by an alert, and notifications off',
    { ...byAlert, device: aPhone({ permission: 'denied' }) },
    'permission_off',
    'likely',
  ],
  [
    'VoIP needs no permission',
    { device: aPhone({ permission: 'denied', reports: { reportingVersion: '2.0' } }) },
    'phone_unreachable',
    'possible',
  ],
  ['logged out since', { device: 'gone' }, 'device_gone', 'possible'],
  ['it rings since two seconds', { nowMs: sentAtMs + 2 * second, endedAtMs: undefined }, 'too_early', 'likely'],
  ['cancelled at once', { endedAtMs: sentAtMs + second }, 'ended_at_once', 'possible'],
  ['an app that never reports', { device: aPhone() }, 'app_does_not_report', 'possible'],
  [
    'a new version of the app',
    { device: aPhone({ reports: { reportingVersion: '1.9' } }) },
    'app_does_not_report',
    'possible',
  ],
  ['a phone that is silent since', {}, 'phone_unreachable', 'possible'],
  [
    'a phone that was without network',
    { device: seen(5 * 60 * second, { reports: { reportingVersion: '2.0' } }) },
    'phone_unreachable',
    'likely',
  ],
  [
    'an app that ran meanwhile',
    { device: seen(30 * second, { reports: { reportingVersion: '2.0' } }) },
    'unknown',
    'unknown',
  ],
  ['a device that cannot be read', { device: 'unread' }, 'unknown', 'unknown'],
];

describe('the verdict on a message without a receipt', () => {
  it.each(messages)('%s', (_scenario, facts, cause, confidence) => {
    // Act
    const verdict = verdictOnMessage(message(facts));

    // Assess
    expect([verdict.cause, verdict.confidence]).toEqual([cause, confidence]);
    expect(verdict.evidence.length > 0).toBe(cause !== 'unknown');
  });
});

describe('the verdict on a ring without a report', () => {
  it.each(rings)('%s', (_scenario, facts, cause, confidence) => {
    // Act
    const verdict = verdictOnRing(ring(facts));

    // Assess
    expect([verdict.cause, verdict.confidence]).toEqual([cause, confidence]);
    expect(verdict.evidence.length > 0).toBe(cause !== 'unknown');
  });
});

describe('a verdict', () => {
  it('is covered by at least forty scenarios, with every cause', () => {
    // Act
    const causes = new Set([...messages, ...rings].map(([, , cause]) => cause));

    // Assess
    expect(messages.length + rings.length).toBeGreaterThanOrEqual(40);
    expect(silenceCauses.filter((cause) => !causes.has(cause))).toEqual([]);
  });

  it('is certain only of what Ringpost has done or sent, never of what a phone did', () => {
    // Prepare
    const minutes = fc.integer({ min: -60 * 24 * 60, max: 60 * 24 * 60 }).map((minute) => minute * 60 * second);
    const anyFacts = fc.record({
      seen: minutes,
      registered: minutes,
      age: fc.integer({ min: 0, max: 40 * day }),
      permission: fc.constantFrom('authorized', 'denied', 'notDetermined', undefined),
      ttlSeconds: fc.constantFrom(0, 60, 86_400, 2_592_000),
      priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const),
      isReplaced: fc.boolean(),
      recalled: fc.option(minutes, { nil: undefined }),
    });
    fc.assert(
      fc.property(
        anyFacts,
        ({ seen: seenIn, registered, age, permission, ttlSeconds, priority, isReplaced, recalled }) => {
          // Act
          const verdict = verdictOnMessage(
            message({
              device: aPhone({ permission, registeredAtMs: sentAtMs + registered }, sentAtMs + seenIn),
              sent: { ...sent, ttlSeconds, priority },
              nowMs: sentAtMs + age,
              isReplaced,
              recalledAtMs: recalled === undefined ? undefined : sentAtMs + recalled,
            }),
          );

          // Assess
          expect(confidences).toContain(verdict.confidence);
          expect(verdict.confidence).not.toBe('certain');
          if (verdict.cause === 'expired') expect(sentAtMs + seenIn > sentAtMs || registered > 0).toBe(true);
          if (verdict.cause === 'permission_off')
            expect(permission === 'denied' || permission === 'notDetermined').toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
