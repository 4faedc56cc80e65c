import type { LogFields } from './logFields.ts';

/** What a log line may say of an error: its name and where it came from. Its message may quote what was worked on. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, stack: frames?.join('\n') };
}
