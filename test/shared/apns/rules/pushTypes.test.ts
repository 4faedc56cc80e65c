import { describe, expect, it } from 'vitest';
import {
  apnsHeaders,
  type PushType,
  pushTypeRules,
  pushTypes,
  topicOf,
} from '../../../../shared/apns/rules/pushTypes.ts';
import { pushTypeOf, tokenKindOf } from '../../../../shared/content/offlinePush.ts';

const apnsId = '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001';

describe('the headers of a push', () => {
  it('keep an alert for a day from its second of sending', () => {
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
  /**
   * Apple, "Sending notification requests to APNs": topic, priority (ours first, where Apple leaves a choice), bytes,
   * storage, authentication.
   */
  const rows: [PushType, string, priority: string, maxPayloadBytes: number, stored: boolean, tokenOnly: boolean][] = [
    ['alert', 'com.example.app', '10', 4096, true, false],
    ['background', 'com.example.app', '5', 4096, true, false],
    ['voip', 'com.example.app.voip', '10', 5120, false, false],
    ['complication', 'com.example.app.complication', '10', 4096, true, false],
    ['fileprovider', 'com.example.app.pushkit.fileprovider', '10', 4096, true, false],
    ['mdm', 'com.example.app', '10', 4096, true, false],
    ['location', 'com.example.app.location-query', '10', 4096, false, true],
    ['liveactivity', 'com.example.app.push-type.liveactivity', '10', 4096, true, false],
    ['pushtotalk', 'com.example.app.voip-ptt', '10', 4096, false, false],
    ['widgets', 'com.example.app.push-type.widgets', '10', 4096, true, false],
    ['controls', 'com.example.app.push-type.controls', '10', 4096, true, false],
  ];

  it.each(rows)(
    '%s has the topic %s, priority %s and at most %i bytes',
    (pushType, topic, priority, bytes, stored, tokenOnly) => {
      // Prepare
      const rule = pushTypeRules[pushType];

      // Act
      const headers = apnsHeaders('com.example.app', pushType, apnsId, 0);

      // Assess
      expect(headers).toEqual({
        'apns-topic': topic,
        'apns-push-type': pushType,
        'apns-priority': priority,
        'apns-expiration': stored ? '86400' : '0',
        'apns-id': apnsId,
      });
      expect({ bytes: rule.maxPayloadBytes, tokenOnly: rule.tokenOnly }).toEqual({ bytes, tokenOnly });
      expect(topicOf('com.example.app', pushType)).toBe(topic);
    },
  );

  it("is one of Apple's", () => {
    // Prepare
    const applesTypes = rows.map(([pushType]) => pushType);

    // Act
    const known = [...pushTypes];

    // Assess
    expect(known.toSorted()).toEqual(applesTypes.toSorted());
  });

  it.each<[PushType, number[]]>([
    ['alert', [10, 5, 1]],
    ['background', [5]],
    ['location', [10, 5]],
    ['liveactivity', [10, 5]],
  ])('%s can have the priorities %j', (pushType, priorities) => {
    // Prepare: the row

    // Act
    const allowed = pushTypeRules[pushType].priorities;

    // Assess
    expect(allowed).toEqual(priorities);
  });

  it.each([
    [undefined, 'alert'],
    ['alert', 'alert'],
    ['voip', 'voip'],
    ['background', 'background'],
  ] as const)('of a message with pushType %s is %s', (pushType, expected) => {
    // Prepare
    const settings = { pushType };

    // Act
    const found = pushTypeOf(settings);

    // Assess
    expect(found).toBe(expected);
  });

  it.each([
    ['alert', 'alert'],
    ['voip', 'voip'],
    ['background', 'alert'],
  ] as const)('%s goes to the %s token', (pushType, kind) => {
    // Prepare: the row

    // Act
    const found = tokenKindOf(pushType);

    // Assess
    expect(found).toBe(kind);
  });
});
