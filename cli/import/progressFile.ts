/**
 * What an import has done so far, one JSON line for each device, so that it can be interrupted at any moment. Holds no
 * tokens and no user IDs. What a crash loses of it is registered a second time, which changes nothing.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import * as z from 'zod/mini';
import { CommandFailure } from '../frame/failure.ts';

const outcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('registered') }),
  z.object({ outcome: z.literal('already_registered') }),
  z.object({ outcome: z.literal('refused'), field: z.string(), reason: z.string() }),
]);
/** What became of a registration. */
export type Outcome = z.infer<typeof outcome>;

const probed = z.object({
  /** How often each outcome was: `rejected/Unregistered`. */
  counts: z.record(z.string(), z.int()),
  /** Registrations whose token Apple does not know, with its reason. */
  dead: z.array(z.object({ n: z.int(), reason: z.string() })),
});
/** What Apple answered to the probes of some users. */
export type Probed = z.infer<typeof probed>;

const head = z.object({ ringpostImport: z.literal(1), digest: z.string() });
const line = z.union([z.extend(z.object({ n: z.int() }), { of: outcome }), z.object({ probe: z.int(), of: probed })]);

export interface Progress {
  /** By the number of the registration in the plan. */
  readonly outcomes: Map<number, Outcome>;
  /** By the number of the request. */
  readonly probes: Map<number, Probed>;
  addOutcome(n: number, outcome: Outcome): void;
  addProbe(n: number, probed: Probed): void;
  close(): void;
}

/** How many lines are written together. */
const linesTogether = 100;

/** @throws CommandFailure if the file is that of another import, or damaged. */
export function openProgress(path: string, digest: string): Progress {
  const known = existsSync(path) ? readProgress(path, digest) : undefined;
  const file = openSync(path, 'a', 0o600);
  let waiting: string[] = [];
  const flush = () => {
    if (waiting.length > 0) writeSync(file, waiting.join(''));
    waiting = [];
  };
  const add = (value: z.input<typeof line> | z.input<typeof head>) => {
    waiting.push(`${JSON.stringify(value)}\n`);
    if (waiting.length >= linesTogether) flush();
  };
  // A line that a crash has cut must not run into the next one.
  if (known === undefined) add({ ringpostImport: 1, digest });
  else if (!known.isWhole) waiting.push('\n');
  flush();
  const { outcomes, probes } = known ?? { outcomes: new Map(), probes: new Map() };
  return {
    outcomes,
    probes,
    addOutcome(n, of) {
      outcomes.set(n, of);
      add({ n, of });
    },
    addProbe(n, of) {
      probes.set(n, of);
      add({ probe: n, of });
      flush();
    },
    close() {
      flush();
      closeSync(file);
    },
  };
}

function readProgress(path: string, digest: string) {
  const text = readFileSync(path, 'utf8');
  const [first = '', ...lines] = text.split('\n');
  const begin = head.safeParse(jsonOf(first));
  if (!begin.success || begin.data.digest !== digest) throw otherProgress(path);
  const outcomes = new Map<number, Outcome>();
  const probes = new Map<number, Probed>();
  for (const each of lines) {
    const read = line.safeParse(jsonOf(each));
    // Only a cut line cannot be read: what it stood for is done again.
    if (!read.success) continue;
    if ('n' in read.data) outcomes.set(read.data.n, read.data.of);
    else probes.set(read.data.probe, read.data.of);
  }
  return { outcomes, probes, isWhole: text.endsWith('\n') };
}

function otherProgress(path: string): CommandFailure {
  return new CommandFailure({
    code: 'progress_of_other_import',
    message: `${path} is the progress of another import: into another stage, or of another version of this export`,
    fix: 'Remove it to begin from the start, which registers nothing twice, or name another one with --progress <file>.',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
