/** What would be another request, or none, by the time it is on the wire is refused before it leaves. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestFault } from '../../../../shared/apns/connection/requestFault.ts';
import { apnsHeaders } from '../../../../shared/apns/rules/pushTypes.ts';

const path = '/3/device/';
const headers = { ...apnsHeaders('com.example.ringpost', 'alert', 'a5d1f0c2-0000-4000-8000-000000000000', 0) };
const good = { path, pathEnd: 'ab'.repeat(32), headers };

const control = fc.nat(0x20).map((code) => (code === 0x20 ? '\x7f' : String.fromCharCode(code)));
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
/** A control character anywhere, or white space at an end. */
const unsafeValue = fc.oneof(
  fc.tuple(text, control, text).map((parts) => parts.join('')),
  text.map((value) => ` ${value}`),
  text.map((value) => `${value} `),
);
const name = fc.constantFrom('apns-topic', 'apns-id', 'apns-collapse-id', 'apns-push-type');

describe('a request', () => {
  test('as Ringpost makes it has no fault, however often it is sent', () => {
    expect([requestFault(good), requestFault(good)]).toEqual([undefined, undefined]);
  });

  test.each(['Straße 文', '😀', 'a  b', ''])('may have the value %j in a header', (value) => {
    expect(requestFault({ ...good, headers: { ...headers, 'apns-collapse-id': value } })).toBeUndefined();
  });

  test('with an unsafe value is refused, whatever was sent before, and its text is not in the reason', () => {
    fc.assert(
      fc.property(name, unsafeValue, (field, value) => {
        // Prepare
        requestFault(good);
        const unsafe = { ...good, headers: { ...headers, [field]: value } };

        // Act
        const faults = [requestFault(unsafe), requestFault(unsafe)];

        // Assess
        const fault = `the header ${field} has control characters or white space at an end`;
        expect(faults).toEqual([fault, fault]);
      }),
    );
  });

  test.each(['with space', 'with:colon', 'with\r\nbreak', '', 'ü'])('with a header named %j is refused', (wrong) => {
    // Act
    const faults = [1, 2].map(() => requestFault({ ...good, headers: { ...headers, [wrong]: 'value' } }));

    // Assess
    expect(faults).toEqual([
      'a header has a name that no header can have',
      'a header has a name that no header can have',
    ]);
  });

  test.each(['a b', 'a\r\nb', 'é', '\0'])('with the path end %j is refused', (pathEnd) => {
    expect(requestFault({ ...good, pathEnd })).toBe('the path has characters that a path cannot have');
  });

  test('with headers beyond what APNs takes is refused', () => {
    // Act
    const fault = requestFault({ ...good, headers: { ...headers, 'apns-collapse-id': 'x'.repeat(3000) } });

    // Assess
    expect(fault).toBe('its headers are longer than APNs takes');
  });
});
