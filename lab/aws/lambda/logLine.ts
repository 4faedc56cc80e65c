/** A line of the lab itself in the functions' log: JSON, as the functions write theirs. */
export function errorLine(source: string, message: string, details: Record<string, unknown> = {}): string {
  return JSON.stringify({ level: 'ERROR', message, timestamp: new Date().toISOString(), service: source, ...details });
}
