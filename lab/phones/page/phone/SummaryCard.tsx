import type { PhoneView } from '../../view.ts';
import { SummaryIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';

/** What waits for the scheduled summary: iOS shows nothing of it, so the lab says how much it is, and lets it come now. */
export function SummaryCard({ phone: { phoneId, waiting } }: { phone: PhoneView }) {
  if (waiting === 0) return null;
  return (
    <p class="waiting" data-testid="waiting" lang="en">
      <SummaryIcon />
      <span>{waiting} for the summary</span>
      <button type="button" onClick={() => labApi.act(phoneId, 'deliverSummary')}>
        Deliver now
      </button>
    </p>
  );
}
