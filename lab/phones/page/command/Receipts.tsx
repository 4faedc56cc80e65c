import { type ReceiptEvent, receiptEvents } from '../../../../shared/push/rules/receipt.ts';

/** How many phones have reported which event of a message. */
export function Receipts({ receipts }: { receipts: Readonly<Record<ReceiptEvent, number>> }) {
  const reported = receiptEvents.filter((event) => receipts[event] > 0);
  if (reported.length === 0) return null;
  return (
    <p class="receipts" data-testid="receipts" title="Reports from the apps">
      {reported.map((event) => `${event} ${receipts[event]}`).join(' · ')}
    </p>
  );
}
