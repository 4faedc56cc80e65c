import type { Answer } from '../../support/lab/labClient.ts';
import type { Expected } from './callerTable.ts';

/** As the tables write it. @throws Error for a refusal that is not a problem document with a way to fix it. */
export function seen({ status, contentType, body }: Answer): Expected {
  if (status < 400) return `${status}`;
  const isProblem = contentType?.includes('application/problem+json') && body.status === status && /\w/.test(body.fix);
  if (!isProblem) throw new Error(`${status} came without a problem document: ${JSON.stringify(body)}`);
  return `${status} ${body.code}`;
}
