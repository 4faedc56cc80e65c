/** The queues of dead-lettered work: each message is something that somebody did not get. */
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

interface FailureQueue {
  /** Name of the part of the stage. */
  name: string;
  url: string;
  /** @param count at least 1. */
  describe(count: number): Finding;
}

const deletion = 'They are deleted after 14 days.';

export function failureQueues(access: StageAccess): FailureQueue[] {
  const { kind, name, deadLetterQueueUrl, callTimerDeadLetterQueueUrl, changeFailureQueueUrl } = access;
  const { webhookDeadLetterQueueUrl } = access;
  const option = kind === 'lab' ? '--lab' : `--stage ${name}`;
  return [
    {
      name: 'dead_letter_queue',
      url: deadLetterQueueUrl,
      describe: (count) => ({
        code: 'dead_letters',
        severity: 'warning',
        what: `${count === 1 ? 'One delivery is' : `${count} deliveries are`} in the dead-letter queue: each failed on every try.`,
        fix:
          `\`npx ringpost dlq list ${option}\` shows which and why. Once the cause is fixed, put them back with ` +
          `\`npx ringpost dlq redrive --all ${option}\`. ${deletion}`,
      }),
    },
    {
      name: 'call_timer_dead_letter_queue',
      url: callTimerDeadLetterQueueUrl,
      describe: (count) => ({
        code: 'call_timers_set_aside',
        severity: 'warning',
        what: `${count === 1 ? 'One call timer is' : `${count} call timers are`} in the dead-letter queue: each failed on every try.`,
        fix: `docs/runbook.md, "Call timers were dead-lettered", explains this and how to put them back. ${deletion}`,
      }),
    },
    ...(webhookDeadLetterQueueUrl === undefined
      ? []
      : [
          {
            name: 'webhook_dead_letter_queue',
            url: webhookDeadLetterQueueUrl,
            describe: (count: number): Finding => ({
              code: 'webhook_dead_letters',
              severity: 'warning',
              what: `${count === 1 ? 'One delivery' : `${count} deliveries`} to webhooks failed on every attempt.`,
              fix:
                `\`npx ringpost webhooks list ${option}\` shows which webhook fails. Once its receiver works, put them back ` +
                `with \`npx ringpost dlq redrive --all ${option}\`. ${deletion}`,
            }),
          },
        ]),
    ...(changeFailureQueueUrl === undefined
      ? []
      : [
          {
            name: 'change_failure_queue',
            url: changeFailureQueueUrl,
            describe: (count: number): Finding => ({
              code: 'changes_not_told',
              severity: 'warning',
              what: `${count === 1 ? 'A batch' : `${count} batches`} of changes to calls or messages could not be published.`,
              fix: `docs/runbook.md, "Changes were given up", explains this and what to do. ${deletion}`,
            }),
          },
        ]),
  ];
}
