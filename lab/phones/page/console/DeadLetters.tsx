import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { consoleApi, type DeadLetter } from './consoleApi.ts';

/** Deliveries that failed for good. One goes back into its queue after a question. */
export function DeadLetters() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [letters, setLetters] = useState<readonly DeadLetter[]>();
  const [asked, setAsked] = useState<DeadLetter>();
  const [problem, setProblem] = useState<Problem>();

  async function read() {
    const answer = await consoleApi.deadLetters();
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setLetters(answer.value.deadLetters);
  }
  useEffect(() => void read(), []);

  async function redrive(event: Event) {
    event.preventDefault();
    if (!asked) return;
    const answer = await consoleApi.redrive(asked.id);
    dialog.current?.close();
    if (answer.ok) await read();
    else setProblem(answer.problem);
  }

  return (
    <section class="report" aria-label="Dead letters">
      <h2>Dead letters</h2>
      {problem && (
        <p class="note" role="alert">
          {problem.detail} {problem.fix}
        </p>
      )}
      {letters?.length === 0 && <p role="status">No dead letters.</p>}
      <ul class="dead-letters">
        {letters?.map((letter) => (
          <li key={letter.id}>
            <p>{letter.title}</p>
            <p class="report-facts">
              {letter.what}. {letter.fix}
            </p>
            <button
              type="button"
              class="primary-button"
              onClick={() => {
                setAsked(letter);
                dialog.current?.showModal();
              }}
            >
              Put it back
            </button>
          </li>
        ))}
      </ul>
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
    </section>
  );
}
