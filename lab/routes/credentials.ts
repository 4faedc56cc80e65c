/**
 * `POST /lab/credentials` `{appId}`: the fake Apple issues a key, a certificate and a metrics token for an app, which is added to the
 * lab if necessary. docs/api.md, "The lab".
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { problem } from '../../shared/api/problem.ts';
import { appId } from '../../shared/api/schemas/common.ts';
import type { StoredCredentials } from '../../shared/apns/rules/credential.ts';
import type { MetricsToken } from '../../shared/credentials/rules/metricsToken.ts';
import { type LabAnswer, readJson, refuse, sendAnswer } from '../phones/answers.ts';

export type IssueCredentials = (appId: string) => Promise<StoredCredentials & { metricsToken: MetricsToken }>;

const path = '/lab/credentials';
const body = z.strictObject({ appId });

/** @returns false if the request is for something else. */
export async function answerLabCredentials(
  issue: IssueCredentials,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.url?.split('?')[0] !== path) return false;
  sendAnswer(response, await answerTo(request, issue));
  return true;
}

async function answerTo(request: IncomingMessage, issue: IssueCredentials): Promise<LabAnswer> {
  const { method = '' } = request;
  if (method !== 'POST') {
    return refuse(
      problem(405, 'method_not_allowed', 'Wrong method', `${path} does not support ${method}.`, 'Use POST.'),
    );
  }
  try {
    const { appId: wanted } = await readJson(request, body);
    return { status: 201, body: { appId: wanted, ...(await issue(wanted)) } };
  } catch (error) {
    if (error instanceof BadRequest) return refuse(error.problem);
    throw error;
  }
}
