import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../../../../shared/apns/connection/requestBody.ts';
import { PayloadTemplate, plainPayload } from '../../../../shared/apns/rules/preparedPayload.ts';
import { anyJson } from '../../../support/anyJson.ts';

/** Members of an object, before and after a place in it. An absent value is a member without JSON. */
const members = fc.array(
  fc.tuple(
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((name) => name !== 'aps' && name !== 'badge'),
    fc.option(anyJson, { nil: undefined }),
  ),
  { maxLength: 3 },
);
const around = fc.record({ outerBefore: members, before: members, after: members, outerAfter: members });
const value = fc.oneof(fc.integer({ min: 0 }), fc.string({ unit: 'grapheme', maxLength: 40 }));

describe('a prepared payload', () => {
  test('is the JSON of the payload with its own value, for any payload', () => {
    fc.assert(
      fc.property(around, value, value, ({ outerBefore, before, after, outerAfter }, one, other) => {
        // Prepare
        const payloadWith = (badge: string | number) =>
          Object.fromEntries([
            ...outerBefore,
            ['aps', Object.fromEntries([...before, ['badge', badge], ...after])],
            ...outerAfter,
          ]);
        const template = new PayloadTemplate(payloadWith(one), ['aps', 'badge']);

        // Act
        const prepared = template.with(other);

        // Assess
        const json = JSON.stringify(payloadWith(other));
        expect(prepared.toString()).toBe(json);
        expect(bytesOf(prepared)).toEqual(Buffer.from(json));
        expect(prepared.bytes).toBe(Buffer.byteLength(json));
        expect(plainPayload(prepared)).toEqual(JSON.parse(json));
        expect(template.with(one).toString()).toBe(JSON.stringify(payloadWith(one)));
      }),
    );
  });

  test.each([
    ['no such member', { aps: { alert: 'hi' } }],
    ['a member without a value', { aps: { alert: 'hi', badge: undefined } }],
    ['something else above it', { aps: [{ badge: 1 }] }],
    ['nothing above it', { ringpost: {} }],
  ])('is the whole JSON if there is %s', (_, payload) => {
    // Act
    const prepared = new PayloadTemplate(payload, ['aps', 'badge']).with(3);

    // Assess
    expect(prepared.toString()).toBe(JSON.stringify(payload));
  });

  test('is inserted only at its place', () => {
    // Prepare
    const prepared = new PayloadTemplate({ aps: { badge: 1, sound: 'ü' } }, ['aps', 'badge']).with(12);
    const target = Buffer.alloc(prepared.bytes + 10, 0xff);

    // Act
    const end = prepared.writeTo(target, 5);

    // Assess
    expect(end).toBe(5 + prepared.bytes);
    expect(target.subarray(5, end).toString()).toBe('{"aps":{"badge":12,"sound":"ü"}}');
    expect(target.subarray(0, 5)).toEqual(Buffer.alloc(5, 0xff));
    expect(target.subarray(end)).toEqual(Buffer.alloc(5, 0xff));
  });

  test('is not made without its value', () => {
    const template = new PayloadTemplate({ aps: { badge: 1 } }, ['aps', 'badge']);
    expect(() => template.with(undefined)).toThrow(TypeError);
  });
});

test('a plain payload is one already', () => {
  const payload = { aps: {} };
  expect(plainPayload(payload)).toBe(payload);
});
