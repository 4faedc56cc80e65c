import type { Schemas } from '../../../../client/js/src/index.ts';
import type { PhoneView } from '../../view.ts';
import { displayName } from '../people.ts';
import { dollarWords } from '../pushes/sessionCost.ts';
import { reasonWords } from '../words.ts';

interface ExplanationProps {
  explanation: Schemas['MessageExplanation'];
  phones: readonly PhoneView[];
}

/** What a message would do to each phone, the rule that decides it, and its cost. */
export function Explanation({ explanation: { targets, cost, isComplete }, phones }: ExplanationProps) {
  return (
    <>
      <ul class="targets" data-testid="explanation">
        {targets.map(({ userId, deviceId, kind, decision, rule, notes = [] }) => {
          const phone = phones.find((known) => known.deviceId === deviceId);
          const why = decision === 'push' ? rule.replaceAll('_', ' ') : reasonWords(rule, phone);
          return (
            <li key={`${userId}${deviceId}${kind}`} class={decision === 'push' ? 'target accepted' : 'target'}>
              <i aria-hidden="true" />
              <strong>{phone?.name ?? displayName(userId)}</strong>{' '}
              {decision === 'push' ? 'would get a push' : 'no push'}: {why}
              {notes.includes('permission_denied') && ', but its user does not allow alerts'}
            </li>
          );
        })}
        {!isComplete && <li class="target">and more</li>}
      </ul>
      <p class="receipts">
        It would cost {dollarWords(cost.dollars)} on AWS; a million of these, {dollarWords(cost.dollars * 1e6)}.
      </p>
    </>
  );
}
