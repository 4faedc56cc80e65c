/** Result of a check: by `ringpost doctor` or by the daily watch. */
import type { ApnsEnvironment, TokenKind } from '../../devices/rules/device.ts';

/**
 * `error`: pushes fail. `warning`: some will fail, or soon. `note`: good to know, nothing is wrong.
 */
export type Severity = 'error' | 'warning' | 'note';

export interface Finding {
  /** Stable, for scripts; docs/doctor.md lists all. */
  code: string;
  severity: Severity;
  appId?: string | undefined;
  credentialId?: string | undefined;
  kind?: TokenKind | undefined;
  environment?: ApnsEnvironment | undefined;
  userId?: string | undefined;
  deviceId?: string | undefined;
  /** The file that was checked. */
  file?: string | undefined;
  /** One sentence without secrets. */
  what: string;
  /** What to do about it. */
  fix: string;
}

/** Errors and warnings, but not notes. */
export function isFault({ severity }: Finding): boolean {
  return severity !== 'note';
}
