/** Several requests in one: each gets the answer that it would get alone. */
import { errorFields } from '../platform/errorFields.ts';
import { inBatches } from '../platform/inBatches.ts';
import type { Metrics, WorkLog } from '../platform/ports.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { BadRequest } from './badRequest.ts';
import { internalError, type Problem } from './problem.ts';
import { problemOf } from './refusals.ts';

interface AnyAnswer {
  status: number;
  body: unknown;
}

export interface EachAnswer<A extends AnyAnswer> {
  status: number;
  body: A['body'] | Problem;
}

interface Batch {
  log: WorkLog;
  metrics: Metrics;
  /** API Gateway's ID of the whole request. */
  requestId: string;
}

/** How many are carried out concurrently. Pushes take up to 8 s: two rounds end within the function's 25 s. */
const atOnce = 5;

/** Answers in the order of the items. One that is refused, or that fails, does not stop the others. */
export async function answerEach<T, A extends AnyAnswer>(
  batch: Batch,
  items: readonly T[],
  carryOut: (item: T, index: number) => Promise<A | Refusal>,
): Promise<EachAnswer<A>[]> {
  const answers: EachAnswer<A>[] = [];
  for (const round of inBatches([...items.entries()], atOnce)) {
    const answered = round.map(([index, item]) =>
      // Each has log fields of its own.
      batch.log.during({ fields: { batchIndex: index } }, () => answerOne(batch, async () => carryOut(item, index))),
    );
    answers.push(...(await Promise.all(answered)));
  }
  return answers;
}

async function answerOne<A extends AnyAnswer>(
  { log, metrics, requestId }: Batch,
  carryOut: () => Promise<A | Refusal>,
): Promise<EachAnswer<A>> {
  const refused = (body: Problem) => {
    log.conclude('info', 'request of a batch rejected', { status: body.status, code: body.code });
    return { status: body.status, body };
  };
  try {
    const result = await carryOut();
    return isRefusal(result) ? refused(problemOf(result)) : result;
  } catch (error) {
    if (error instanceof BadRequest) return refused(error.problem);
    log.conclude('error', 'request of a batch failed', errorFields(error));
    // The whole request is a 200, so no alarm about 5xx goes off.
    metrics.add('WorkFailed', 1, {});
    return { status: 500, body: internalError(requestId) };
  }
}
