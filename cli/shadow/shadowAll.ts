/** Has Ringpost decide each recorded request, without sending anything, and compares. */
import type { AdaptedRequest } from '../../client/js/src/adapters/index.ts';
import { someAtATime } from '../frame/someAtATime.ts';
import { type Pace, refuseAll } from '../stage/pace.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { CallServer, ServerAnswer } from '../stage/serverCaller.ts';
import type { Adapt } from './adapt.ts';
import { compare, type ExplainedTarget } from './compare.ts';
import { Findings, type ShadowReport } from './findings.ts';
import type { Recorded, Unreadable } from './recorded.ts';

export interface ShadowAll {
  lines: AsyncIterable<Recorded | Unreadable> | Iterable<Recorded | Unreadable>;
  adapt: Adapt;
  callServer: CallServer;
  pace: Pace;
  concurrency: number;
  onDone(): void;
}

/** @throws CommandFailure when no request would be answered. */
export async function shadowAll({
  lines,
  adapt,
  callServer,
  pace,
  concurrency,
  onDone,
}: ShadowAll): Promise<ShadowReport> {
  const findings = new Findings();
  await someAtATime(lines, concurrency, async (line) => {
    findings.addRead();
    if ('request' in line) {
      const adapted = adapt(line);
      findings.addFields(
        line.place,
        adapted.flatMap(({ notCarried }) => notCarried),
      );
      for (const { request } of adapted) {
        if (request === undefined) findings.addNotForApple();
        else await decideOne(findings, line, await pace.send(() => explain(callServer, request)));
      }
    } else findings.addUnreadable(line);
    onDone();
  });
  return findings.report();
}

/** Only ever with `explain`: nothing is sent, rung or stored. */
function explain(callServer: CallServer, { route, body }: AdaptedRequest): Promise<ServerAnswer> {
  const [method = '', path = ''] = route.split(' ');
  return callServer(method, `${path}?explain=true`, body);
}

async function decideOne(findings: Findings, { place, id, outcomes }: Recorded, answer: ServerAnswer): Promise<void> {
  refuseAll(answer);
  if (answer.status >= 400) {
    const { code, detail } = problemOf(answer);
    findings.addRefused({ place, code, detail });
    return;
  }
  const { targets, isComplete } = bodyOf<{ targets: ExplainedTarget[]; isComplete: boolean }>(answer);
  findings.addComparison(place, id, compare(targets, outcomes, isComplete));
}

function problemOf({ status, body }: ServerAnswer): { code: string; detail: string } {
  const { code, detail } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return { code: typeof code === 'string' ? code : String(status), detail: typeof detail === 'string' ? detail : '' };
}
