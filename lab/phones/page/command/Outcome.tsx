import type { Schemas } from '../../../../client/js/src/index.ts';
import type { PhoneView } from '../../view.ts';
import type { Answer } from '../http.ts';
import { CloseIcon, RecallIcon } from '../icons.tsx';
import { ringpostApi, type Target } from '../ringpostApi.ts';
import { outcomeLine } from '../words.ts';
import { Explanation } from './Explanation.tsx';
import { Receipts } from './Receipts.tsx';
import { useSentMessage } from './sentMessage.ts';

export interface OutcomeReport {
  /** The request: `Alice to Bob:`, her text, and what else is in it. */
  lead: string;
  quote?: string;
  labels?: string;
  answer: Answer<{ targets: Target[] }>;
  /** Instead of outcomes, if nothing was sent. */
  explanation?: Schemas['MessageExplanation'];
  /** A sent message that can be recalled. */
  sent?: { messageId: string; from: string };
}

interface OutcomeProps {
  report: OutcomeReport | undefined;
  phones: readonly PhoneView[];
  /** Whether another card is shown beside it. */
  isNarrow: boolean;
  onReport(report: OutcomeReport | undefined): void;
}

/** The API's answer: the outcome of each target, or the problem and how to fix it. */
export function Outcome({ report, phones, isNarrow, onReport }: OutcomeProps) {
  return (
    <div class="outcome" role="status" aria-live="polite">
      {report && (
        <div class={report.answer.ok ? 'outcome-card' : 'outcome-card problem'}>
          <p class="outcome-what" title={[report.lead, report.quote, report.labels].filter(Boolean).join(' ')}>
            <span>{report.lead}</span>
            {report.quote && (
              <q>
                <span class="outcome-quote" dir="auto">
                  {report.quote}
                </span>
              </q>
            )}
            {report.labels && <span>{report.labels}</span>}
          </p>
          {report.explanation ? (
            <Explanation explanation={report.explanation} phones={phones} />
          ) : report.answer.ok ? (
            <Sent
              key={report.sent?.messageId}
              report={report}
              targets={report.answer.value.targets}
              phones={phones}
              brief={isNarrow}
            />
          ) : (
            <p class="outcome-problem">
              <strong>{report.answer.problem.title}.</strong> {report.answer.problem.detail}{' '}
              <span>{report.answer.problem.fix}</span>
            </p>
          )}
          <span class="outcome-buttons">
            {report.sent && <RecallButton report={report} sent={report.sent} onReport={onReport} />}
            <button
              type="button"
              class="icon-button small"
              aria-label="Dismiss the outcome"
              onClick={() => onReport(undefined)}
            >
              <CloseIcon />
            </button>
          </span>
        </div>
      )}
    </div>
  );
}

interface SentProps {
  report: OutcomeReport;
  targets: readonly Target[];
  phones: readonly PhoneView[];
  brief: boolean;
}

/** The immediate outcomes, and the receipts since then. */
function Sent({ report: { sent }, targets, phones, brief }: SentProps) {
  const now = useSentMessage(sent);
  const isOpen = targets.some(({ outcome }) => outcome === 'retrying');
  return (
    <>
      {now && <Receipts receipts={now.receipts} />}
      <Targets targets={isOpen && now ? now.targets : targets} phones={phones} brief={brief ? 'message' : undefined} />
    </>
  );
}

interface RecallButtonProps {
  report: OutcomeReport;
  sent: NonNullable<OutcomeReport['sent']>;
  onReport(report: OutcomeReport): void;
}

function RecallButton({ report, sent: { messageId, from }, onReport }: RecallButtonProps) {
  async function recall() {
    const { sent: _, ...recalled } = report;
    const answer = await ringpostApi.recall(from, messageId);
    onReport({ ...recalled, lead: `Recalled: ${report.lead}`, answer });
  }
  return (
    <button type="button" class="quiet-button recall-button" data-testid="recall" onClick={recall}>
      <RecallIcon />
      Recall
    </button>
  );
}

interface TargetsProps {
  targets: readonly Target[];
  phones: readonly PhoneView[];
  /** Short form: for a call with its reason, for a message the outcome alone. */
  brief?: 'call' | 'message' | undefined;
}

/** One chip for each target. */
export function Targets({ targets, phones, brief }: TargetsProps) {
  return (
    <ul class="targets">
      {inOrderOf(phones, targets).map((target) => {
        const line = outcomeLine(target, phones);
        return (
          <li
            key={`${target.userId}${target.deviceId}${target.kind}`}
            class={`target ${line.outcome}`}
            title={`${target.userId}: ${line.code}`}
          >
            <i aria-hidden="true" />
            <strong>{line.who}</strong> {brief === 'call' ? line.brief : brief === 'message' ? line.outcome : line.what}
          </li>
        );
      })}
    </ul>
  );
}

/** In the order of the phones on the page. Targets without a phone here come last. */
function inOrderOf(phones: readonly PhoneView[], targets: readonly Target[]): Target[] {
  const place = ({ deviceId }: Target) => {
    const index = phones.findIndex((phone) => phone.deviceId === deviceId);
    return index === -1 ? phones.length : index;
  };
  return targets.toSorted((one, other) => place(one) - place(other));
}
