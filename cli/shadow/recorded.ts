/** Requests that another provider was sent, as they were recorded. */
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { fieldErrors } from '../../shared/api/fieldErrors.ts';
import { CommandFailure } from '../frame/failure.ts';

const userId = z.string().check(z.minLength(1));

/** What became of the request for one user, as far as the other provider reports it. */
const outcome = z.strictObject({
  userId,
  pushed: z.boolean(),
  /** The other provider's own words. */
  reason: z.optional(z.string()),
  /** What the phone was to show. Compared if it is there. */
  shown: z.optional(
    z.strictObject({ title: z.optional(z.string()), subtitle: z.optional(z.string()), body: z.optional(z.string()) }),
  ),
});
export type OldOutcome = z.infer<typeof outcome>;

const recorded = z.strictObject({
  /** Any name, for the report. */
  id: z.optional(z.union([z.string(), z.number()])),
  /** As the other provider got it. */
  request: z.record(z.string(), z.unknown()),
  /** Sender and recipients, where the request itself does not name users. */
  from: z.optional(userId),
  to: z.optional(
    z.strictObject({ userId: z.optional(userId), userIds: z.optional(z.array(userId)), groupId: z.optional(userId) }),
  ),
  /** A user who is not listed counts as unknown. */
  outcomes: z.optional(z.array(outcome)),
});

export interface Recorded extends z.infer<typeof recorded> {
  /** `line 12`. */
  place: string;
}

export interface Unreadable {
  place: string;
  reason: string;
}

/** @param file `-` reads stdin, as the lines come. @throws CommandFailure if it cannot be read. */
export async function* recordedRequests(file: string): AsyncGenerator<Recorded | Unreadable> {
  try {
    let number = 0;
    for await (const line of await linesOf(file)) {
      number += 1;
      if (line.trim() !== '') yield readLine(line, `line ${number}`);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const fix = 'Name a file that exists and that you may read, or - for stdin.';
    throw new CommandFailure({ code: 'unreadable_file', message: `${file} cannot be read (${code})`, fix });
  }
}

async function linesOf(file: string): Promise<AsyncIterable<string>> {
  return file === '-' ? createInterface({ input: process.stdin }) : (await open(file)).readLines();
}

export function readLine(line: string, place: string): Recorded | Unreadable {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { place, reason: 'It is not JSON.' };
  }
  const read = recorded.safeParse(value);
  if (read.success) return { place, ...read.data };
  const [error] = fieldErrors('body', read.error.issues, value);
  return { place, reason: `${error?.path.slice(1) || 'The line'} ${error?.message ?? 'is not valid'}.` };
}
