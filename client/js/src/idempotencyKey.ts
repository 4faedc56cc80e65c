/** A key that nobody has used before. It need not be secret. React Native has no `crypto` of its own. */
export function idempotencyKey(): string {
  const { crypto } = globalThis;
  if (crypto?.randomUUID) return crypto.randomUUID();
  const part = () => Math.random().toString(36).slice(2, 12);
  return [Date.now().toString(36), part(), part(), part()].join('-');
}
