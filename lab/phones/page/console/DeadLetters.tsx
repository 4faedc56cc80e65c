import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { AskedState, Fix, ProblemNote, useAsked } from './asked.tsx';
import { type DeadLetter, useConsoleApi } from './consoleApi.ts';

/** Deliveries that failed for good. One goes back into its queue after a question. */
export function DeadLetters() {
  const api = useConsoleApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const read = useAsked(api.deadLetters);
  const [asked, setAsked] = useState<DeadLetter>();
  /** Why the last one was not put back. */
  const [problem, setProblem] = useState<Problem>();
  const letters = read.value?.deadLetters;

  async function redrive(event: Event) {
    event.preventDefault();
    if (!asked) return;
    const answer = await api.redrive(asked.id);
    dialog.current?.close();
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) await read.again();
  }

  return (
    <>
      {problem && <ProblemNote problem={problem} />}
      <AskedState asked={read} loading="Reading the dead-letter queues…" />
      {letters && (
        <section class="report" aria-label="Dead letters">
          <h2>Dead letters</h2>
          <p class="report-facts">
            Deliveries that failed on every try, and events that a webhook did not accept. SQS deletes them after 14
            days.
          </p>
          {letters.length === 0 && <p role="status">No dead letters.</p>}
          <ul class="findings">
            {letters.map((letter) => (
              <li key={letter.id} class="finding warning">
                <div>
                  <p class="finding-what">{sentence(letter.what)}</p>
                  <p class="finding-code">{letter.title}</p>
                  <p class="report-facts">
                    Last put into the queue{' '}
                    <time dateTime={letter.sentAt}>{new Date(letter.sentAt).toLocaleString('en-GB')}</time>
                  </p>
                </div>
                <div>
                  <p class="finding-label">What to do</p>
                  <p>
                    <Fix text={letter.fix} />
                  </p>
                  <button
                    type="button"
                    class="primary-button put-back"
                    onClick={() => {
                      setAsked(letter);
                      dialog.current?.showModal();
                    }}
                  >
                    Put it back
                  </button>
                </div>
              </li>
            ))}
          </ul>
          {read.value?.isAll === false && <p class="report-facts">There are more; these are the first 100.</p>}
        </section>
      )}
      <dialog ref={dialog} class="dialog" aria-labelledby="redrive-title">
        <form onSubmit={redrive}>
          <h2 id="redrive-title">Put it back into the queue?</h2>
          <p>The worker tries it again. Users who have the message do not get it twice.</p>
          <p>{asked?.title}</p>
          <div class="dialog-buttons">
            <button type="button" class="quiet-button" onClick={() => dialog.current?.close()}>
              Leave it
            </button>
            <button type="submit" class="primary-button">
              Put it back
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
