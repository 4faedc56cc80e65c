import { describe, expect, it } from 'vitest';
import { failure, type JsonService } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import { createSecretsManager, type SecretsManager } from '../../../../lab/aws/secrets/secretsManager.ts';
import { secretsManagerTicketKeys } from '../../../../shared/calls/aws/ticketKeys.ts';
import { ticketKey } from '../../../../shared/calls/rules/ticketSeal.ts';
import { useLocalServices } from '../../../support/lab/localAwsServices.ts';
import { manualClock } from '../../../support/memory/manualClock.ts';

let secrets: SecretsManager;
let fetches: number;
let broken: boolean;
let isSilent: boolean;

/** Secrets Manager, watched. */
function watched(): JsonService {
  secrets = createSecretsManager({ nowMs: Date.now, after: () => () => {} });
  fetches = 0;
  broken = false;
  isSilent = false;
  const { GetSecretValue: getSecretValue = () => failure('InternalFailure', '') } = secrets.operations;
  const counted: typeof getSecretValue = (input, signal) => {
    fetches += 1;
    if (isSilent) return new Promise(() => {});
    return broken ? failure('AccessDeniedException', 'not today') : getSecretValue(input, signal);
  };
  return { ...secrets, operations: { ...secrets.operations, GetSecretValue: counted } };
}
useLocalServices(() => [watched()], 'AWS_ENDPOINT_URL_SECRETS_MANAGER');

function open(ringWaitsMs?: number) {
  const clock = manualClock();
  secrets.put('ringpost/dev/ring-ticket-key', 'first');
  return { clock, keys: secretsManagerTicketKeys('ringpost/dev', clock, ringWaitsMs) };
}
const rotate = () => secrets.put('ringpost/dev/ring-ticket-key', 'second');
const tenMinutesMs = 600_000;

describe('the key of the ring tickets', () => {
  it('is fetched once for all callers and cached for ten minutes', async () => {
    // Prepare
    const { clock, keys } = open();

    // Act
    const together = await Promise.all([keys.signing(), keys.signing(), keys.verifying()]);
    clock.advance(tenMinutesMs - 1);
    await keys.signing();
    const within = fetches;
    clock.advance(1);
    await keys.signing();

    // Assess
    expect(together).toEqual([ticketKey('first'), ticketKey('first'), [ticketKey('first')]]);
    expect([within, fetches]).toEqual([1, 2]);
  });

  it('is the new one within ten minutes of a rotation', async () => {
    // Prepare
    const { clock, keys } = open();
    await keys.signing();
    rotate();

    // Act
    const before = await keys.signing();
    clock.advance(tenMinutesMs);
    const after = await keys.signing();

    // Assess
    expect([before, after]).toEqual([ticketKey('first'), ticketKey('second')]);
  });

  it('is awaited for a limited time, because a ring waits for it', async () => {
    // Prepare
    const { keys } = open(5);
    isSilent = true;

    // Act
    const signing = keys.signing();

    // Assess
    await expect(signing).rejects.toThrow('the key of ring tickets was not read within 5 ms');
  });

  it.each(['silent', 'broken'] as const)('is the last known one while Secrets Manager is %s', async (fault) => {
    // Prepare
    const { clock, keys } = open(fault === 'silent' ? 5 : undefined);
    await keys.verifying();
    clock.advance(tenMinutesMs);
    isSilent = fault === 'silent';
    broken = fault === 'broken';

    // Act
    const key = await keys.signing();

    // Assess
    expect(key).toEqual(ticketKey('first'));
  });

  it('verifies together with the previous one after a ticket with an unknown key', async () => {
    // Prepare
    const { keys } = open();
    await keys.verifying();
    rotate();

    // Act
    const refreshed = await keys.refresh();

    // Assess
    expect(refreshed).toEqual([ticketKey('second'), ticketKey('first')]);
    expect(await keys.verifying()).toEqual(refreshed);
    expect(await keys.signing()).toEqual(ticketKey('second'));
  });

  it('stops verifying ten minutes after the second rotation', async () => {
    // Prepare
    const { clock, keys } = open();
    await keys.refresh();
    rotate();
    await keys.refresh();
    clock.advance(tenMinutesMs - 1);
    secrets.put('ringpost/dev/ring-ticket-key', 'third');

    // Act
    clock.advance(1);
    const verifying = await keys.verifying();

    // Assess
    expect(verifying).toEqual([ticketKey('third')]);
  });

  it('is alone until the first rotation', async () => {
    // Prepare
    const { keys } = open();

    // Act
    const refreshed = await keys.refresh();

    // Assess
    expect(refreshed).toEqual([ticketKey('first')]);
  });

  it('is not fetched for each forged ticket', async () => {
    // Prepare
    const { clock, keys } = open();
    await keys.refresh();
    const once = fetches;

    // Act
    clock.advance(29_999);
    await keys.refresh();
    const within = fetches;
    clock.advance(1);
    await keys.refresh();

    // Assess
    expect(within).toBe(once);
    expect(fetches).toBe(2 * once);
  });

  it('is fetched again after a failed fetch', async () => {
    // Prepare
    const { keys } = open();
    broken = true;
    const failures = await Promise.allSettled([keys.signing(), keys.refresh()]);

    // Act
    broken = false;
    const answers = [await keys.signing(), await keys.refresh()];

    // Assess
    expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(answers).toEqual([ticketKey('first'), [ticketKey('first')]]);
  });

  it('that is missing is an error that names the secret', async () => {
    // Prepare
    const keys = secretsManagerTicketKeys('ringpost/other', manualClock());

    // Act
    const signing = keys.signing();

    // Assess
    await expect(signing).rejects.toThrow(/secret/i);
  });
});
