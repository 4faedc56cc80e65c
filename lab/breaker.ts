/** Breaks parts of the lab on purpose: docs/lab.md, "Break something". */
import type { Apple } from './apple/apple.ts';
import type { TableFaults } from './aws/dynamoDb/tableFaults.ts';
import type { Breaker } from './phones/phones.ts';
import type { Breakage } from './phones/view.ts';

/** Apple accepts provider tokens that are up to an hour old. */
const clockAheadMs = 2 * 60 * 60 * 1000;

export interface BreakableParts {
  apple: Pick<
    Apple,
    'credentials' | 'revokeCertificate' | 'revokeTokenKey' | 'restoreCredentials' | 'setClockAhead' | 'sendAway'
  >;
  /** Apps that have credentials. */
  appIds(): readonly string[];
  table: Pick<TableFaults, 'silence' | 'limitPartitions' | 'clear'>;
}

export function createBreaker({ apple, appIds, table }: BreakableParts): Breaker {
  const broken = new Set<Breakage>();
  const actions: Readonly<Record<Breakage, () => void>> = {
    appleClock: () => apple.setClockAhead(clockAheadMs),
    revokedCertificate() {
      for (const appId of appIds()) apple.revokeCertificate(apple.credentials(appId).voipCertificate.certificatePem);
    },
    revokedKey() {
      for (const appId of appIds()) apple.revokeTokenKey(apple.credentials(appId).token.keyId);
    },
    silentTable: () => table.silence(),
    throttledTable: () => table.limitPartitions(0),
  };
  return {
    start(what) {
      actions[what]();
      broken.add(what);
    },
    clear() {
      if (broken.size === 0) return;
      broken.clear();
      table.clear();
      apple.setClockAhead(0);
      apple.restoreCredentials();
      // A connection that was answered ExpiredProviderToken stays refused for as long as it is open.
      apple.sendAway('Shutdown');
    },
    get broken() {
      return [...broken];
    },
  };
}
