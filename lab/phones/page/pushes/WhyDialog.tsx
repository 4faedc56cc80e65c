import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { PhoneView } from '../../view.ts';
import { ExplainIcon } from '../icons.tsx';
import { serverApi } from '../serverApi.ts';
import { ReportView } from '../trace/ReportView.tsx';
import type { Report } from '../trace/traceOf.ts';

interface WhyDialogProps {
  kind: 'message' | 'call';
  id: string;
  /** Title of the message or call. */
  title: string;
  phones: readonly PhoneView[];
}

/** Opens the way of a message or call, and why phones are silent. */
export function WhyDialog({ kind, id, title, phones }: WhyDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [report, setReport] = useState<Report>();
  const [problem, setProblem] = useState<Problem>();
  const name = `Why was it silent: ${title}`;

  async function open() {
    dialog.current?.showModal();
    const answer = await serverApi.readReport(kind, id);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setReport(answer.value);
  }
  const nameOf = (deviceId: string) =>
    phones.find((phone) => phone.deviceId.toLowerCase() === deviceId.toLowerCase())?.name ?? deviceId;

  return (
    <>
      <button type="button" class="icon-button small" aria-label={name} title="Why was it silent?" onClick={open}>
        <ExplainIcon />
      </button>
      <dialog ref={dialog} class="dialog why-dialog" aria-label={name}>
        {report && <ReportView report={report} askReplay={serverApi.decideAgain} nameOf={nameOf} />}
        {problem && (
          <p class="note" role="alert">
            {problem.detail} {problem.fix}
          </p>
        )}
        <form method="dialog" class="dialog-buttons">
          <button type="submit" class="primary-button">
            Done
          </button>
        </form>
      </dialog>
    </>
  );
}
