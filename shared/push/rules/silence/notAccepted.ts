/** Targets that Apple has not accepted: the outcome itself is the cause. */
import type { TargetOutcome } from '../targetOutcome.ts';
import { type SilenceCause, type Verdict, verdict } from './verdict.ts';

const causeOfSkip: Readonly<Record<string, SilenceCause>> = {
  muted: 'muted',
  do_not_disturb: 'quiet_hours',
  online: 'app_open',
  blocked: 'blocked',
  report_guard: 'report_guard',
  no_device: 'no_device',
  no_token: 'no_token',
  quarantined: 'token_quarantined',
  recalled: 'recalled',
  replaced: 'replaced',
};

const words = { skipped: 'Ringpost skipped it', rejected: 'Apple rejected it', failed: 'it failed' } as const;
/** The same where the team's function sends. */
const externalWords = { ...words, rejected: 'your function reported the token as gone' } as const;

/** @returns undefined if Apple has accepted it. */
export function verdictOnOutcome({ outcome, reason = '', status, kind }: TargetOutcome): Verdict | undefined {
  switch (outcome) {
    case 'accepted':
      return undefined;
    case 'handedOver':
      return verdict('handed_over', 'certain', { fact: 'your function has the push, and has not reported an outcome' });
    case 'retrying':
      return verdict('on_its_way', 'certain', { fact: `it is still retried${reason && `: ${reason}`}` });
    case 'skipped':
      return verdict(causeOfSkip[reason] ?? 'not_pushed', 'certain', { fact: `${words.skipped}: ${reason}` });
    case 'rejected':
    case 'failed': {
      const answer = status === undefined ? reason : `${status} ${reason}`;
      const said = kind === 'external' ? externalWords : words;
      return verdict(outcome, 'certain', { fact: `${said[outcome]}: ${answer}` });
    }
  }
}
