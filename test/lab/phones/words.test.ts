import { describe, expect, it } from 'vitest';

import { type Arrival, announcementOf, arrivalsBetween } from '../../../lab/phones/page/announcement.ts';
import { endWords } from '../../../lab/phones/page/phone/callLanguage.ts';
import { endedReasonWords, outcomeLine } from '../../../lab/phones/page/words.ts';
import type { PhoneView } from '../../../lab/phones/view.ts';
import { alertPush, testPhone } from './testPhone.ts';

describe('the end of a call in words', () => {
  it.each([
    ['failed', 1, 'Call failed', 'CallKit reason 1, failed'],
    ['cancelled', 2, 'Call cancelled', 'CallKit reason 2, remoteEnded'],
    ['ended', 2, 'Caller hung up', 'CallKit reason 2, remoteEnded'],
    ['timedOut', 3, 'Missed call', 'CallKit reason 3, unanswered'],
    ['answered', 4, 'Answered on another device', 'CallKit reason 4, answeredElsewhere'],
    ['declined', 5, 'Declined on another device', 'CallKit reason 5, declinedElsewhere'],
    ['declined', undefined, 'Call declined', 'Ended here by the user'],
    ['ended', undefined, 'Call ended', 'Ended here by the user'],
  ] as const)('%s with reason %s is "%s"', (state, endedReason, words, smallPrint) => {
    // Prepare
    const call = endedReason === undefined ? { state } : { state, endedReason };

    // Act
    const said = { words: endWords(call, 'en_GB'), smallPrint: endedReasonWords(endedReason) };

    // Assess
    expect(said).toEqual({ words, smallPrint });
  });
});

describe('the outcome of a push in words', () => {
  const phones: PhoneView[] = [testPhone().phone.view()];
  const target = { userId: 'bob', deviceId: 'DEVICE-1' };

  it.each([
    [{ outcome: 'accepted', environment: 'production', status: 200 }, 'accepted by Apple: production'],
    [{ outcome: 'skipped', reason: 'online' }, 'skipped: the app is open on another phone'],
    [{ outcome: 'rejected', reason: 'Unregistered', status: 410 }, 'rejected by Apple: Unregistered'],
    [{ outcome: 'retrying', reason: 'ServiceUnavailable' }, 'retrying: ServiceUnavailable'],
    [{ outcome: 'failed', reason: 'no_credential' }, 'failed: no_credential'],
    [{ outcome: 'not_pushed' }, 'not pushed'],
  ] as const)('%j is "%s"', (result, words) => {
    // Prepare
    const outcome = { ...target, ...result };

    // Act
    const line = outcomeLine(outcome, phones);

    // Assess
    expect(line).toMatchObject({ who: 'Bob’s iPhone', what: words, outcome: result.outcome });
  });

  it('names the user if the target is not a phone', () => {
    // Prepare
    const outcome = { userId: 'carol', outcome: 'skipped', reason: 'no_device' } as const;

    // Act
    const line = outcomeLine(outcome, phones);

    // Assess
    expect(line).toEqual({
      who: 'Carol',
      what: 'skipped: no phone is registered',
      brief: 'skipped: no phone is registered',
      code: 'skipped · no_device',
      outcome: 'skipped',
    });
  });
});

describe('what a screen reader hears of notifications', () => {
  const arrival = (phone: string, messageId: string, title?: string): Arrival => ({
    phone,
    notification: { messageId, title, body: `body of ${messageId}`, at: 'now' },
  });

  it.each([
    ['nothing', [], ''],
    ['one', [arrival('A', 'm1')], 'A: body of m1'],
    ['one with a title', [arrival('A', 'm1', 'Team')], 'A: Team, body of m1'],
    ['one on two phones', [arrival('B', 'm1'), arrival('A', 'm1')], 'A, B: body of m1'],
    ['two', [arrival('A', 'm1'), arrival('A', 'm2')], '2 new notifications on A.'],
  ])('of %s', (_, arrivals, words) => {
    // Act
    const heard = announcementOf(arrivals);

    // Assess
    expect(heard).toBe(words);
  });

  it('is what came with a banner since the last state of the same phone', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(alertPush({ alert: 'before' }));
    const before = bobs.phone.view();
    await bobs.push(alertPush({ alert: 'quiet', 'interruption-level': 'passive' }));
    await bobs.push(alertPush({ alert: 'now' }));

    // Act
    const arrivals = arrivalsBetween([before], [bobs.phone.view(), { ...bobs.phone.view(), phoneId: 'new' }]);

    // Assess
    expect(arrivals.map(({ notification }) => notification.body)).toEqual(['now']);
  });
});
