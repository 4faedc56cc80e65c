/** Bodies that say how long ago something happened. They grow older while a request waits for a token or another try. */

/** By a clock that nobody sets, in milliseconds. */
export const steadyNowMs = (): number => performance.now();

/** @param passedMs how long the request has waited. @returns the same body, with older ages. */
export function aged(body: unknown, passedMs: number): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const fields: Readonly<Record<string, unknown>> = { ...body };
  const { tapAgeMs, ageMs, receipts } = fields;
  const older = (age: unknown): unknown => (typeof age === 'number' ? Math.round(age + passedMs) : age);
  return {
    ...fields,
    ...(tapAgeMs !== undefined && { tapAgeMs: older(tapAgeMs) }),
    ...(ageMs !== undefined && { ageMs: older(ageMs) }),
    ...(Array.isArray(receipts) && { receipts: receipts.map((receipt: unknown) => aged(receipt, passedMs)) }),
  };
}
