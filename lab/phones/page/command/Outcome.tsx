import type { PhoneView } from '../../view.ts';
import type { Answer } from '../http.ts';
import { CloseIcon } from '../icons.tsx';
import type { Target } from '../ringpostApi.ts';
import { outcomeLine } from '../words.ts';

export interface OutcomeReport {
  /** What was asked for. */
  what: string;
  answer: Answer<{ targets: Target[] }>;
}

interface OutcomeProps {
  report: OutcomeReport | undefined;
  phones: readonly PhoneView[];
  onClose(): void;
}

/** What the API answered: the truth for each target, or the problem and how to mend it. */
export function Outcome({ report, phones, onClose }: OutcomeProps) {
  return (
    <div class="outcome" role="status" aria-live="polite">
      {report && (
        <div class={report.answer.ok ? 'outcome-card' : 'outcome-card problem'}>
          <p class="outcome-what">{report.what}</p>
          {report.answer.ok ? <Targets targets={report.answer.value.targets} phones={phones} /> : null}
          {report.answer.ok ? null : (
            <p class="outcome-problem">
              <strong>{report.answer.problem.title}.</strong> {report.answer.problem.detail}{' '}
              <span>{report.answer.problem.fix}</span>
            </p>
          )}
          <button type="button" class="icon-button small" aria-label="Dismiss the outcome" onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  );
}

interface TargetsProps {
  targets: readonly Target[];
  phones: readonly PhoneView[];
  /** For where there is little room. */
  brief?: boolean;
}

/** One chip for each target. */
export function Targets({ targets, phones, brief = false }: TargetsProps) {
  return (
    <ul class="targets">
      {inOrderOf(phones, targets).map((target) => {
        const line = outcomeLine(target, phones);
        return (
          <li key={`${target.deviceId}${target.kind}`} class={`target ${line.outcome}`}>
            <i aria-hidden="true" />
            <strong>{line.who}</strong> {brief ? line.brief : line.what}
          </li>
        );
      })}
    </ul>
  );
}

/** As the phones stand on the page. Targets that are none of them come last. */
function inOrderOf(phones: readonly PhoneView[], targets: readonly Target[]): Target[] {
  const place = ({ deviceId }: Target) => {
    const index = phones.findIndex((phone) => phone.deviceId === deviceId);
    return index === -1 ? phones.length : index;
  };
  return targets.toSorted((one, other) => place(one) - place(other));
}
