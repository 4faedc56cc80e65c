import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derTag, readDer, readObjectId } from '../../../../shared/credentials/rules/der.ts';

describe('DER', () => {
  it('is read element by element, with short and long lengths', () => {
    // Prepare
    const long = Buffer.alloc(300, 'x');
    const bytes = Buffer.concat([Buffer.from([0x04, 2, 1, 2, 0x30, 0x82, 0x01, 0x2c]), long]);

    // Act
    const elements = readDer(bytes);

    // Assess
    expect(elements).toEqual([
      { tag: derTag.octetString, content: Buffer.from([1, 2]) },
      { tag: derTag.sequence, content: long },
    ]);
  });

  it('that is truncated or random is a RangeError and nothing worse', () => {
    // Prepare
    const bytes = fc.uint8Array({ maxLength: 40 });

    // Act
    const check = fc.property(bytes, (array) => {
      try {
        const elements = readDer(Buffer.from(array));
        return elements.reduce((sum, { content }) => sum + content.length, 0) <= array.length;
      } catch (error) {
        return error instanceof RangeError;
      }
    });

    // Assess
    fc.assert(check);
  });

  it.each([
    ['550403', '2.5.4.3'],
    ['2a864886f76364060304', '1.2.840.113635.100.6.3.4'],
  ])('object ID %s is %s', (hex, expected) => {
    // Prepare
    const content = Buffer.from(hex, 'hex');

    // Act
    const id = readObjectId(content);

    // Assess
    expect(id).toBe(expected);
  });
});
