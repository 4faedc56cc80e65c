import { useEffect, useRef } from 'preact/hooks';

/** Covers the frozen phones while the lab is unreachable. It disappears by itself when the lab is back. */
export function StoppedOverlay() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog stopped"
      role="alertdialog"
      aria-labelledby="stopped-title"
      aria-describedby="stopped-text"
      data-testid="lab-stopped"
      // Nothing on the page works without the lab, so Escape does not close it.
      onCancel={(event) => event.preventDefault()}
    >
      <h2 id="stopped-title">The lab has stopped</h2>
      <p id="stopped-text">
        Start it again with <code>npm start</code>. This page resumes as soon as the lab is back.
      </p>
    </dialog>
  );
}
