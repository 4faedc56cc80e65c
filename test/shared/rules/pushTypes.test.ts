import { describe, expect, it } from 'vitest';
import { pushTypeOf } from '../../../shared/rules/message.ts';
import { apnsHeaders, pushTypeRules, topicOf } from '../../../shared/rules/pushTypes.ts';
import { aMessage } from '../../support/factories.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';

describe('the headers of a push', () => {
  it('keep an alert for a day, from the second in which it was sent', () => {
    // Prepare
    const nowMs = 1_000_000_999;

    // Act
    const headers = apnsHeaders('com.example.app', 'alert', apnsId, nowMs);

    // Assess
    expect(headers).toEqual({
      'apns-topic': 'com.example.app',
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'apns-expiration': String(1_000_000 + 86_400),
      'apns-id': apnsId,
    });
  });

  it('let a call ring now or never', () => {
    // Prepare
    const nowMs = 1_000_000_999;

    // Act
    const headers = apnsHeaders('com.example.app', 'voip', apnsId, nowMs);

    // Assess
    expect(headers).toEqual({
      'apns-topic': 'com.example.app.voip',
      'apns-push-type': 'voip',
      'apns-priority': '10',
      'apns-expiration': '0',
      'apns-id': apnsId,
    });
  });
});

describe('a push type', () => {
  it.each([
    ['alert', 4096, 'com.example.app'],
    ['voip', 5120, 'com.example.app.voip'],
  ] as const)('%s has at most %i bytes and the topic %s', (pushType, maxPayloadBytes, topic) => {
    // Prepare: the row

    // Act
    const found = {
      maxPayloadBytes: pushTypeRules[pushType].maxPayloadBytes,
      topic: topicOf('com.example.app', pushType),
    };

    // Assess
    expect(found).toEqual({ maxPayloadBytes, topic });
  });

  it.each([
    [undefined, 'alert'],
    ['alert', 'alert'],
    ['voip', 'voip'],
  ] as const)('of a message that asks for %s is %s', (pushType, expected) => {
    // Prepare
    const message = aMessage({ offlinePush: { pushType } });

    // Act
    const found = pushTypeOf(message);

    // Assess
    expect(found).toBe(expected);
  });
});
