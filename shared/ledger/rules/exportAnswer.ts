/** What an attempt to read Apple's counts leads to. All of it is values: the daily watch goes on. */

/** `refused`: Apple answered with this status. `unanswered`: no answer in time. `unreadable`: not what Apple documents. */
export type ExportFailure =
  | { kind: 'refused'; status: number }
  | { kind: 'unanswered'; cause: 'timeout' | 'not_reached' }
  | { kind: 'unreadable'; cause: string };

export type RequestAnswer = { kind: 'requested'; statusUrl: string } | ExportFailure;

/** `ended`: Apple gave up, or has deleted the file. */
export type StatusAnswer =
  | { kind: 'processing' }
  | { kind: 'ready'; dataUrl: string }
  | { kind: 'ended'; status: 'FAILED' | 'EXPIRED' }
  | ExportFailure;

export type FileAnswer = { kind: 'file'; text: string } | ExportFailure;

/** Apple does not know the token: it was revoked, has expired, or is for another app or team. */
export function refusesToken(answer: { kind: string; status?: unknown }): boolean {
  return answer.kind === 'refused' && (answer.status === 401 || answer.status === 404);
}
