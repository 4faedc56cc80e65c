import type { LogFields } from './logFields.ts';

/** Log fields of an error: its name and where it was thrown. Its message may quote data. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, stack: frames?.join('\n') };
}
