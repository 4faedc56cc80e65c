import { describe, expect, it, vi } from 'vitest';
import { type BreakableParts, createBreaker } from '../../lab/breaker.ts';
import { breakages } from '../../lab/phones/view.ts';

function parts() {
  const credentials = (appId: string) => ({
    token: { keyId: `key of ${appId}`, teamId: '', privateKeyPem: '' },
    voipCertificate: {
      certificatePem: `certificate of ${appId}`,
      p12: new Uint8Array(),
      password: '',
      privateKeyPem: '',
      topics: [],
      environments: [],
      notAfter: '',
    },
  });
  const apple = {
    credentials,
    revokeCertificate: vi.fn(),
    revokeTokenKey: vi.fn(),
    restoreCredentials: vi.fn(),
    setClockAhead: vi.fn(),
    sendAway: vi.fn(),
  };
  const table = { silence: vi.fn(), limitPartitions: vi.fn(), clear: vi.fn() };
  return { apple, table, appIds: () => ['one', 'two'] } satisfies BreakableParts;
}

describe('createBreaker', () => {
  it('breaks everything that the page offers, for each app, and repairs it at once', () => {
    // Prepare
    const { apple, table, appIds } = parts();
    const breaker = createBreaker({ apple, table, appIds });

    // Act
    for (const what of breakages) breaker.start(what);
    const broken = [...breaker.broken];
    breaker.clear();

    // Assess
    expect(broken).toEqual(breakages);
    expect(apple.revokeCertificate.mock.calls).toEqual([['certificate of one'], ['certificate of two']]);
    expect(apple.revokeTokenKey.mock.calls).toEqual([['key of one'], ['key of two']]);
    expect(table.silence).toHaveBeenCalledOnce();
    expect(table.limitPartitions).toHaveBeenCalledWith(0);
    expect(apple.setClockAhead.mock.lastCall).toEqual([0]);
    expect(apple.restoreCredentials).toHaveBeenCalledOnce();
    expect(table.clear).toHaveBeenCalledOnce();
    expect(breaker.broken).toEqual([]);
  });

  it('repairs nothing while nothing is broken, so that faults of a test stay', () => {
    // Prepare
    const { apple, table, appIds } = parts();

    // Act
    createBreaker({ apple, table, appIds }).clear();

    // Assess
    expect(table.clear).not.toHaveBeenCalled();
    expect(apple.sendAway).not.toHaveBeenCalled();
  });
});
