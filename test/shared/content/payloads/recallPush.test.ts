import { describe, expect, it } from 'vitest';
import { type RecallMode, type RecallNotice, recallPush } from '../../../../shared/content/payloads/recallPush.ts';
import { aDevice, aMessage, appId, startMs } from '../../../support/factories.ts';

const { messageId } = aMessage();
const notice = (mode: RecallMode): RecallNotice => ({
  messageId,
  conversationId: 'user:alice',
  collapseId: messageId,
  mode,
  recalledAtMs: startMs,
});
const ringpost = { messageId, conversationId: 'user:alice', recalled: true };

describe('a recalled message', () => {
  it('is withdrawn with a push that only wakes the app', () => {
    // Prepare
    const device = aDevice();

    // Act
    const { headers, payload } = recallPush(notice('withdraw'), device, 'en');

    // Assess
    expect(headers).toMatchObject({
      'apns-topic': appId,
      'apns-push-type': 'background',
      'apns-priority': '5',
      'apns-collapse-id': messageId,
    });
    expect(payload).toEqual({ aps: { 'content-available': 1 }, ringpost });
  });

  it.each([
    ['zh-CN', '消息已撤回'],
    ['zh-TW', '訊息已收回'],
    ['en-GB', 'Message recalled'],
  ])("is silently replaced with a text in the reader's language: %s", (locale, body) => {
    // Prepare
    const device = aDevice();

    // Act
    const { headers, payload } = recallPush(notice('replace'), device, locale);

    // Assess
    expect(headers).toMatchObject({ 'apns-push-type': 'alert', 'apns-collapse-id': messageId });
    expect(payload).toEqual({
      aps: { alert: { body }, 'thread-id': 'user:alice', 'interruption-level': 'passive' },
      ringpost,
    });
  });

  it('has the same apns-id when it is resent, and a different one for each device and mode', () => {
    // Prepare
    const idOf = (mode: RecallMode, deviceId: string) =>
      recallPush(notice(mode), aDevice({ deviceId }), 'en').headers['apns-id'];

    // Act
    const ids = [idOf('withdraw', 'b1'), idOf('withdraw', 'b1'), idOf('withdraw', 'b2'), idOf('replace', 'b1')];

    // Assess
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });
});
