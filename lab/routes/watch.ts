/** `POST /lab/watch`: runs the daily watch now, as its rule would. docs/doctor.md, "The daily watch". */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../shared/api/problem.ts';
import type { FunctionHost } from '../aws/lambda/functionHost.ts';
import { type LabAnswer, refuse, sendAnswer } from '../phones/answers.ts';

export interface LabWatch {
  function: Pick<FunctionHost, 'invoke'>;
  /** Bundle IDs of the lab's apps, which the rule of a stage knows from cdk/stages.ts. */
  appIds(): string[];
}

const path = '/lab/watch';

/** @returns false if the request is for something else. */
export async function answerLabWatch(
  watch: LabWatch,
  { method = '', url = '' }: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (url.split('?')[0] !== path) return false;
  sendAnswer(response, method === 'POST' ? await runWatch(watch) : wrongMethod(method));
  return true;
}

/** @returns what the function returned: `{findings: [{code, severity, what, fix, …}]}`, as in docs/doctor.md. */
async function runWatch(watch: LabWatch): Promise<LabAnswer> {
  const { value, error } = await watch.function.invoke({ apps: watch.appIds() });
  if (error === undefined) return { status: 200, body: value };
  const detail = `The function failed: ${error.errorType}.`;
  return refuse(problem(502, 'function_failed', 'The watch failed', detail, 'Read the log of the lab.'));
}

function wrongMethod(method: string): LabAnswer {
  return refuse(problem(405, 'method_not_allowed', 'Wrong method', `${path} does not support ${method}.`, 'Use POST.'));
}
