import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { PhoneView } from '../../view.ts';
import { CloseIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';

/** Removes a phone after confirmation. */
export function RemovePhone({ phone: { phoneId, name } }: { phone: Pick<PhoneView, 'phoneId' | 'name'> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<Problem>();

  async function remove(event: Event) {
    event.preventDefault();
    const removed = await labApi.removePhone(phoneId);
    if (removed.ok) dialog.current?.close();
    else setProblem(removed.problem);
  }

  return (
    <>
      <button
        type="button"
        class="icon-button small"
        aria-label={`Remove ${name}`}
        title="Remove this phone"
        onClick={() => dialog.current?.showModal()}
      >
        <CloseIcon />
      </button>
      <dialog ref={dialog} class="dialog" aria-label={`Remove ${name}?`}>
        <form onSubmit={remove}>
          <h2>Remove {name}?</h2>
          <p>Its messages are deleted with it, and Apple answers 410 for its tokens from then on.</p>
          {problem && (
            <p class="note" role="alert">
              {problem.detail} {problem.fix}
            </p>
          )}
          <div class="dialog-buttons">
            <button type="button" class="quiet-button" onClick={() => dialog.current?.close()}>
              Keep
            </button>
            <button type="submit" class="primary-button danger">
              Remove
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
