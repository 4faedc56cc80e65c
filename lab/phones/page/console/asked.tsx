/** What a view asks for: it loads, it fails with a problem, or it is there. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { Answer } from '../http.ts';

export interface Asked<T> {
  value?: T | undefined;
  problem?: Problem | undefined;
  isLoading: boolean;
  again(): Promise<void>;
}

/**
 * Asks at once, and again when `ask` is another function. The last value stays until the next one is there; an answer that
 * comes after a later question is dropped.
 */
export function useAsked<T>(ask: () => Promise<Answer<T>>): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, 'again'>>({ isLoading: true });
  const questions = useRef(0);
  const again = useCallback(async () => {
    questions.current += 1;
    const question = questions.current;
    setState((before) => ({ ...before, isLoading: true }));
    const answer = await ask();
    if (question !== questions.current) return;
    setState((before) =>
      answer.ok
        ? { value: answer.value, isLoading: false }
        : { value: before.value, problem: answer.problem, isLoading: false },
    );
  }, [ask]);
  useEffect(() => void again(), [again]);
  return { ...state, again };
}

/** Whether it loads or has failed; nothing once it is there. */
export function AskedState({ asked, loading }: { asked: Asked<unknown>; loading: string }) {
  if (asked.problem) return <ProblemNote problem={asked.problem} onAgain={asked.again} />;
  if (!asked.isLoading || asked.value !== undefined) return null;
  return (
    <p class="report loading" role="status">
      {loading}
    </p>
  );
}

/** A problem with how to fix it. */
export function ProblemNote({ problem, onAgain }: { problem: Problem; onAgain?: () => Promise<void> }) {
  return (
    <div class="report problem" role="alert">
      <h2>{problem.title}</h2>
      <p>{problem.detail}</p>
      <p>
        <Fix text={problem.fix} />
      </p>
      {onAgain && (
        <button type="button" class="quiet-button outlined" onClick={onAgain}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Text whose commands stand between backticks. */
export function Fix({ text }: { text: string }) {
  const parts: ComponentChildren[] = text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <code key={`${index}${part}`}>{part}</code> : part));
  return <>{parts}</>;
}
