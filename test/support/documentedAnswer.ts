import { matchRoute } from '../../lab/aws/gateway/routeTable.ts';
import { problemsOf } from '../../scripts/openapi/problems.ts';
import { operations } from '../../scripts/openapi.ts';

interface SeenAnswer {
  status: number;
  body: { code?: string } | undefined;
}

/**
 * Holds the API to its document: an answer that no client could expect fails the test that got it.
 *
 * @throws Error when a route of the API answers a status, or a problem code, that docs/openapi.json does not list for it.
 */
export function expectDocumented(method: string, path: string, { status, body }: SeenAnswer): void {
  const match = matchRoute(method, path.split('?')[0] ?? path);
  // What is not a request of the API has no operation. A fault of ours is possible everywhere.
  if (!('routeKey' in match) || status >= 500) return;
  const { routeKey } = match;
  if (status < 300 ? status in operations[routeKey].answers : isListed(problemsOf(routeKey), status, body?.code))
    return;
  throw new Error(
    `${routeKey} answered ${status} ${body?.code ?? ''}, which docs/openapi.json does not list: see scripts/openapi/refusals.ts`,
  );
}

function isListed(problems: ReturnType<typeof problemsOf>, status: number, code: string | undefined): boolean {
  return problems.some((problem) => problem.status === status && problem.code === code);
}
