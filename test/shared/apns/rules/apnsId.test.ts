import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { apnsIdOf } from '../../../../shared/apns/rules/apnsId.ts';

const about = { messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001', userId: 'bob', deviceId: 'phone-1', kind: 'alert' };

describe('the ID of a push', () => {
  it('is a lower-case UUID, version 5', () => {
    // Prepare: above

    // Act
    const id = apnsIdOf(about);

    // Assess
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is the same for the same push on every machine and in every version of Ringpost', () => {
    // Prepare: above

    // Act
    const ids = new Set([apnsIdOf(about), apnsIdOf({ ...about }), 'cb2de34c-7070-5804-ac03-9baaba298805']);

    // Assess
    expect([...ids]).toHaveLength(1);
  });

  it('differs for every other push', () => {
    // Prepare
    const pushes = [
      about,
      { ...about, messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d002' },
      { ...about, userId: 'carol' },
      { ...about, deviceId: 'phone-2' },
      { ...about, kind: 'recall' },
      { ...about, userId: 'bob","phone-1', deviceId: '' },
      { ...about, userId: 'bobphone', deviceId: '-1' },
    ];

    // Act
    const ids = pushes.map(apnsIdOf);

    // Assess
    expect(new Set(ids).size).toBe(pushes.length);
  });

  it('follows RFC 9562: the first bytes of the hash of namespace and name', () => {
    // Prepare
    const name = JSON.stringify([about.messageId, about.userId, about.deviceId, about.kind]);
    const namespace = Buffer.from('6f0c2f6e5a4b4d0f9c6a3d0b7e1f52c8', 'hex');
    const hash = createHash('sha1')
      .update(Buffer.concat([namespace, Buffer.from(name)]))
      .digest('hex');

    // Act
    const id = apnsIdOf(about);

    // Assess
    const digits = id.replaceAll('-', '');
    expect(digits.slice(0, 12)).toBe(hash.slice(0, 12));
    expect(digits.slice(13, 16)).toBe(hash.slice(13, 16));
    expect(digits.slice(17)).toBe(hash.slice(17, 32));
  });
});
