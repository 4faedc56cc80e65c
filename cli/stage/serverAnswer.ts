/** The answer of a server route, or the failure that it reports. */
import { CommandFailure, type Fault } from '../frame/failure.ts';
import { visible } from '../frame/outsideText.ts';
import type { ServerAnswer } from './serverCaller.ts';

interface Problem {
  code: string;
  detail: string;
  fix: string;
  errors?: { path: string; message: string }[] | undefined;
}

/**
 * @returns the body of a good answer. The caller says what type it has: the same version of Ringpost answers.
 * @throws CommandFailure with the problem's own words.
 */
export function bodyOf<T>({ status, body }: ServerAnswer): T {
  if (status < 400) return body as T;
  if (isProblem(body)) {
    const { code, detail: message, fix, errors = [] } = body;
    if (errors.length === 0) throw new CommandFailure({ code, message, fix });
    const fields = errors.map(({ path, message: wrong }) => `\n  ${visible(path || 'the body')} ${visible(wrong)}`);
    // The detail of a wrong field is the list itself, in one line.
    const isList = errors.every(({ message: wrong }) => message.includes(wrong));
    const what = isList ? 'the API rejects the request:' : visible(message);
    throw new CommandFailure({
      code,
      message: `${what}${fields.join('')}`,
      fix: isList ? 'Correct it and run the command again.' : fix,
    });
  }
  throw new CommandFailure(unexplained(status));
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'fix' in body;
}

/** API Gateway's own refusals are not problem details (docs/decisions/0006). */
function unexplained(status: number): Fault {
  if (status === 401 || status === 403) {
    return {
      code: 'forbidden',
      message: `the API rejected the request (${status})`,
      fix: 'Use AWS credentials whose policy allows `execute-api:Invoke` on that route; docs/cli.md has a policy for each command.',
    };
  }
  return {
    code: 'unexpected_answer',
    message: `the API answered ${status}`,
    fix: 'Check the log of the function; if the stage was deployed from another version, deploy it again.',
  };
}
