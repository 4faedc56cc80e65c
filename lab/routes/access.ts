/** `GET /lab/access`: what the command line needs to work on the lab as on a stage. docs/api.md, "The lab". */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../shared/api/problem.ts';
import type { ServerFunction } from '../../shared/api/serverFunctions.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { AccessKey } from '../aws/gateway/iamAuthorizer.ts';
import { type LabAnswer, refuse, sendAnswer } from '../phones/answers.ts';

/** The JSON of the answer. */
export interface LabAccess {
  name: 'lab';
  region: string;
  /** Origin of the API. */
  apiUrl: string;
  /** Origins of the functions that answer servers: sign for the service `lambda` there. */
  functionUrls: Readonly<Record<ServerFunction, string>>;
  tableName: string;
  /** An app's secret is `<secretsPrefix>/apps/<bundleId>`. */
  secretsPrefix: string;
  deliveryQueueUrl: string;
  deadLetterQueueUrl: string;
  callTimerDeadLetterQueueUrl: string;
  webhookQueueUrl: string;
  webhookDeadLetterQueueUrl: string;
  /** Origins of the local services, and the credentials for them. */
  endpoints: { dynamoDb: string; secretsManager: string; sqs: string };
  serviceCredentials: AccessKey;
  /** The fake Apple: its hosts, and the CA (PEM) that signs their certificate. */
  apns: { origins: Readonly<Record<ApnsEnvironment, string>>; ca: string };
  /** For server routes: sign with it for the service `execute-api`. */
  accessKey: AccessKey;
}

const path = '/lab/access';

/** @returns false if the request is for something else. */
export function answerLabAccess(access: LabAccess, request: IncomingMessage, response: ServerResponse): boolean {
  const { method = '', url = '' } = request;
  if (url.split('?')[0] !== path) return false;
  sendAnswer(response, answerTo(method, access));
  return true;
}

function answerTo(method: string, access: LabAccess): LabAnswer {
  if (method !== 'GET') {
    return refuse(
      problem(405, 'method_not_allowed', 'Wrong method', `${path} does not support ${method}.`, 'Use GET.'),
    );
  }
  return { status: 200, body: access };
}
