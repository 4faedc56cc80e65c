/** `/lab/console/…`: what the console's views ask for on the lab's page. The command line has the answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../shared/api/problem.ts';
import { type LabAnswer, refuse, sendAnswer } from '../phones/answers.ts';
import { splitUrl } from '../phones/labRoutes.ts';

/** @param labUrl origin of the lab. @param path relative to the console's page, such as `api/find`. */
export type AnswerConsole = (
  labUrl: string,
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
) => Promise<LabAnswer>;

const root = '/lab/console';

/** @param answer absent if nobody gave the lab a console. @returns false if the request is for something else. */
export async function answerLabConsole(
  { answer, labUrl }: { answer: AnswerConsole | undefined; labUrl: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { path, query } = splitUrl(request.url);
  if (!path.startsWith(`${root}/`)) return false;
  sendAnswer(
    response,
    answer === undefined ? withoutConsole(labUrl) : await answer(labUrl, request, path.slice(root.length + 1), query),
  );
  return true;
}

function withoutConsole(labUrl: string): LabAnswer {
  const detail = 'This lab was started without the command line, which has the console.';
  return refuse(problem(404, 'no_console', 'No console here', detail, `Run \`npx ringpost console --lab ${labUrl}\`.`));
}
