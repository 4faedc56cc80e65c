/** Answers one request of the console's page. */
import type { IncomingMessage } from 'node:http';
import { type LabAnswer, refuse } from '../../lab/phones/answers.ts';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { type Problem, problem } from '../../shared/api/problem.ts';
import { CommandFailure } from '../frame/failure.ts';
import { awsFailure } from '../stage/awsFailure.ts';
import type { ConsoleRoute } from './routes.ts';

/** @param path relative to the page, such as `api/find`. */
export async function answerConsole(
  routes: Readonly<Record<string, ConsoleRoute>>,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
): Promise<LabAnswer> {
  const route = routes[`${request.method} ${path}`];
  if (route === undefined) {
    return refuse(problem(404, 'unknown_route', 'No such route', 'The console has no such route.', 'Open its page.'));
  }
  try {
    return { status: 200, body: await route.answer(request, query) };
  } catch (error) {
    return refuse(problemOf(error, route));
  }
}

/** The lack of a right is the person's to fix: the problem names the right. */
function problemOf(error: unknown, { needs }: ConsoleRoute): Problem {
  if (error instanceof BadRequest) return error.problem;
  const failure = error instanceof CommandFailure ? error : awsFailure(error);
  const [fault] = failure?.faults ?? [];
  const detail = sentence(fault?.message ?? (error instanceof Error ? error.message : String(error)));
  if (fault?.code === 'forbidden' || fault?.code === 'access_denied') {
    const fix = `Give your AWS credentials the right: ${needs} (docs/cli.md, “Who may run what”).`;
    return problem(403, 'right_missing', 'A right is missing', detail, fix);
  }
  const fix = fault?.fix ?? 'Check the AWS credentials of the terminal that runs the console.';
  return problem(502, fault?.code ?? 'stage_failed', 'The stage did not answer', detail, fix);
}

/** The command line's faults follow the name of a command; here each stands alone. */
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
