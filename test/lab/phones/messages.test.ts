/** What the app on a phone does with messages, beyond what iOS shows by itself. */
import { describe, expect, it } from 'vitest';
import { phoneAgo, phoneDate, phoneWords } from '../../../lab/phones/page/phone/phoneLanguage.ts';
import { deviceId, type TestPhone, testPhone } from './testPhone.ts';

const message = (messageId: string, aps: object = {}, ringpost: object = {}) => ({
  kind: 'alert' as const,
  payload: {
    aps: { alert: { body: messageId }, 'mutable-content': 1, ...aps },
    ringpost: { messageId, conversationId: 'user:alice', ...ringpost },
  },
  headers: { 'apns-collapse-id': messageId },
});

const withdrawal = (messageId: string) => ({
  kind: 'alert' as const,
  payload: { aps: { 'content-available': 1 }, ringpost: { messageId, conversationId: 'user:alice', recalled: true } },
  headers: { 'apns-collapse-id': messageId },
});

const receiptsIn = ({ api }: TestPhone): string[] =>
  api.requests
    .filter(({ path }) => path === '/v1/receipts')
    .flatMap(({ body }) => (body as { receipts: { messageId: string; event: string }[] }).receipts)
    .map(({ messageId, event }) => `${messageId} ${event}`);

/** Receipts by ticket, none of which has a login. */
const ticketReceiptsIn = ({ api }: TestPhone): string[] =>
  api.requests
    .filter(({ path, authorization }) => path.startsWith('/v1/receipts/') && authorization === null)
    .map(({ path, body }) => `${path.split('/').at(-1)} ${(body as { event: string }).event}`);

const bodies = ({ phone }: TestPhone) => phone.view().notifications.map(({ body }) => body);

describe('a recalled message', () => {
  it('disappears from the lock screen and the conversation, alone', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1'));
    await bobs.push(message('m2'));

    // Act
    await bobs.push(withdrawal('m1'));

    // Assess
    expect(bodies(bobs)).toEqual(['m2']);
    expect(bobs.phone.view().history).toMatchObject([{ body: 'm2' }]);
  });

  it('stays when the app was killed, because iOS does not wake it', async () => {
    // Prepare
    const bobs = testPhone({ state: 'killed' });
    await bobs.push(message('m1'));

    // Act
    await bobs.push(withdrawal('m1'));

    // Assess
    expect(bodies(bobs)).toEqual(['m1']);
  });

  it('is replaced by an alert with a note, without the app', async () => {
    // Prepare
    const bobs = testPhone({ state: 'killed' });
    await bobs.push(message('m1'));

    // Act
    await bobs.push(message('m1', { alert: { body: 'Message recalled' } }, { recalled: true }));

    // Assess
    expect(bodies(bobs)).toEqual(['Message recalled']);
    expect(bobs.phone.view().history).toMatchObject([{ body: 'Message recalled' }]);
  });
});

describe('an app that reports its messages', () => {
  it('does so in its extension, even when the app was killed', async () => {
    // Prepare
    const bobs = testPhone({ state: 'killed' });

    // Act
    await bobs.push(message('m1'));

    // Assess
    expect(receiptsIn(bobs)).toEqual(['m1 delivered', 'm1 shown']);
    expect(bobs.api.requests[0]?.body).toMatchObject({ receipts: [{ deviceId, at: '2026-11-22T12:00:00.000Z' }, {}] });
  });

  it('does so when it is opened, if no extension ran, and names the tapped one', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1', { 'mutable-content': 0 }));
    await bobs.push(message('m2', { 'mutable-content': 0 }));
    const before = receiptsIn(bobs);

    // Act
    await bobs.phone.act('open', { messageId: 'm1' });

    // Assess
    expect(before).toEqual([]);
    expect(receiptsIn(bobs)).toEqual(['m1 tapped', 'm2 delivered', 'm2 shown', 'm1 delivered', 'm1 shown']);
  });

  it('reports nothing about messages that iOS must not show', async () => {
    // Prepare
    const bobs = testPhone({ permission: 'denied' });

    // Act
    await bobs.push(message('m1'));

    // Assess
    expect(receiptsIn(bobs)).toEqual([]);
  });

  it('does not report as shown what it hides in the foreground', async () => {
    // Prepare
    const bobs = testPhone({ state: 'foreground' });

    // Act
    await bobs.push(message('m1', {}, { foreground: 'hide' }));

    // Assess
    expect(receiptsIn(bobs)).toEqual(['m1 delivered']);
    expect(bobs.phone.view()).toMatchObject({ notifications: [], history: [{ body: 'm1' }] });
  });

  it('repeats reports that the server does not know yet or did not get', async () => {
    // Prepare
    const bobs = testPhone();
    bobs.api.answer('POST /v1/receipts', { status: 202, body: { recorded: 0, unknown: ['m1'] } });
    await bobs.push(message('m1'));
    bobs.api.answer('POST /v1/receipts', { status: 202, body: { recorded: 2, unknown: [] } });

    // Act
    await bobs.pass(10_000);

    // Assess
    expect(receiptsIn(bobs)).toEqual(['m1 delivered', 'm1 shown', 'm1 delivered', 'm1 shown']);
  });

  it('does so with the ticket of the push, where there is one', async () => {
    // Prepare
    const bobs = testPhone();
    await bobs.push(message('m1', {}, { receipt: 't1' }));
    await bobs.push(message('m2', {}, { receipt: 't2' }));

    // Act
    await bobs.phone.act('open', { messageId: 'm2' });

    // Assess
    expect(ticketReceiptsIn(bobs)).toEqual(['t1 delivered', 't1 shown', 't2 delivered', 't2 shown', 't2 tapped']);
    expect(receiptsIn(bobs)).toEqual([]);
  });

  it.each([
    ['repeats a ticket that got no answer', 'no answer', 5],
    ['repeats a ticket after a failure of the server', { status: 503 }, 5],
    ['drops a ticket that the server does not know', { status: 404 }, 1],
  ] as const)('%s', async (_what, answer, times) => {
    // Prepare
    const bobs = testPhone();
    bobs.api.answer('POST /v1/receipts/t1', answer);

    // Act
    await bobs.push(message('m1', {}, { receipt: 't1' }));
    await bobs.pass(30_000);

    // Assess
    expect(ticketReceiptsIn(bobs)).toHaveLength(2 * times);
  });

  it('gives up on reports that the server never accepts', async () => {
    // Prepare
    const bobs = testPhone();
    bobs.api.answer('POST /v1/receipts', { status: 202, body: { recorded: 0, unknown: ['m1'] } });

    // Act
    await bobs.push(message('m1'));
    await bobs.pass(30_000);

    // Assess
    expect(receiptsIn(bobs)).toHaveLength(2 * 5);
  });
});

describe('a phone whose user changes its language', () => {
  it('registers with it', async () => {
    // Prepare
    const bobs = testPhone();

    // Act
    await bobs.phone.change({ locale: 'zh-Hans-CN', timeZone: 'Asia/Shanghai', territory: 'CN' });

    // Assess
    const facts = { locale: 'zh-Hans-CN', timeZone: 'Asia/Shanghai', territory: 'CN' };
    expect(bobs.api.requests.at(-1)?.body).toMatchObject(facts);
    expect(bobs.phone.view()).toMatchObject(facts);
  });
});

describe('the texts of iOS on a phone', () => {
  it.each([
    ['en_GB', 'Notification Centre', '3m', 'Sunday 22 November'],
    ['zh-Hans-CN', '通知中心', '3分钟前', '11月22日 星期日'],
    ['zh_TW', '通知中心', '3分鐘前', '11月22日 星期日'],
    ['fr-FR', 'Centre de notifications', '3 min', 'dimanche 22 novembre'],
    ['en-1', 'Notification Centre', '3m', 'Sunday 22 November'],
  ])('are in its language: %s', (locale, centre, ago, date) => {
    // Prepare
    const nowMs = Date.parse('2026-11-22T12:03:00Z');

    // Act
    const words = phoneWords(locale);

    // Assess
    expect(words.notificationCentre).toBe(centre);
    expect(phoneAgo('2026-11-22T12:00:00Z', nowMs, words)).toBe(ago);
    expect(phoneDate(nowMs, { locale, timeZone: 'UTC' })).toBe(date);
  });
});
