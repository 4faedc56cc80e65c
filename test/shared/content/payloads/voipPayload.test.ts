import { describe, expect, it } from 'vitest';
import { type RingDetails, voipPayload } from '../../../../shared/content/payloads/voipPayload.ts';

const ring: RingDetails = {
  callId: 'c0ffee00-0000-4000-8000-000000000001',
  from: 'alice',
  hasVideo: false,
  sentAtMs: 1_000_000,
  expiresAtMs: 1_060_000,
};

describe("a call's payload", () => {
  it('has everything that CallKit needs when the caller gives only the callee', () => {
    // Prepare: the call above

    // Act
    const payload = voipPayload(ring, undefined);

    // Assess
    expect(payload).toEqual({
      ringpost: 1,
      callId: ring.callId,
      handle: { type: 'generic', value: 'alice' },
      callerName: 'alice',
      hasVideo: false,
      sentAt: 1000,
      expiresAt: 1060,
    });
  });

  it('passes on everything from the caller, including disabled options', () => {
    // Prepare
    const said = {
      handle: { type: 'phoneNumber', value: '8613800000000' },
      callerName: 'Dr Alice',
      hasVideo: true,
      ext: { room: '爱' },
    } as const;
    const capabilities = {
      supportsHolding: true,
      supportsGrouping: false,
      supportsUngrouping: false,
      supportsDTMF: true,
    };

    // Act
    const payload = voipPayload({ ...ring, ...said, capabilities }, 'Alice');

    // Assess
    expect(payload).toEqual({
      ringpost: 1,
      callId: ring.callId,
      ...said,
      ...capabilities,
      sentAt: 1000,
      expiresAt: 1060,
    });
  });

  it.each([
    ["the caller's own name", 'Dr Alice', 'Alice', 'Dr Alice'],
    ['the nickname', undefined, 'Alice', 'Alice'],
    ['the user ID', undefined, undefined, 'alice'],
  ])('names the caller by %s', (_source, callerName, nickname, expected) => {
    // Prepare
    const details = { ...ring, callerName };

    // Act
    const payload = voipPayload(details, nickname);

    // Assess
    expect(payload.callerName).toBe(expected);
  });

  it.each([['supportsHolding'], ['supportsGrouping'], ['supportsUngrouping'], ['supportsDTMF']] as const)(
    'leaves an unset %s to CallKit, but passes false on',
    (capability) => {
      // Prepare
      const details = { ...ring, capabilities: { [capability]: false } };

      // Act
      const [unsaid, off] = [voipPayload(ring, undefined), voipPayload(details, undefined)];

      // Assess
      expect(unsaid[capability]).toBeUndefined();
      expect(off).toHaveProperty(capability, false);
    },
  );

  it('keeps an ext that is null', () => {
    // Prepare
    const details = { ...ring, ext: null };

    // Act
    const payload = voipPayload(details, undefined);

    // Assess
    expect(payload).toHaveProperty('ext', null);
  });

  it('never shortens the ringing by rounding to seconds', () => {
    // Prepare
    const details = { ...ring, sentAtMs: 1_000_999, expiresAtMs: 1_060_001 };

    // Act
    const { sentAt, expiresAt } = voipPayload(details, undefined);

    // Assess
    expect({ sentAt, expiresAt }).toEqual({ sentAt: 1000, expiresAt: 1061 });
  });
});
