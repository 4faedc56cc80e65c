/** What a device reports back of a message. */

export const receiptEvents = ['delivered', 'shown', 'tapped'] as const;

/** `delivered`: the app or its extension got the push. `shown`: the user could see it. `tapped`: and opened it. */
export type ReceiptEvent = (typeof receiptEvents)[number];

/** ISO 8601, UTC. */
export type ReceiptTimes = Partial<Record<ReceiptEvent, string>>;
