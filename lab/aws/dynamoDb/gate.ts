/**
 * Gate in front of the DynamoDB-compatible server, which knows no IAM: rejects what a function's role does not allow,
 * and forwards the rest unchanged, signed for one developer (Amazon's DynamoDB Local keeps a database per access key).
 */
import {
  createServer,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { timerClock } from '../../clock.ts';
import { accessKeyIdOf, type Roles } from '../iam/roles.ts';
import { serviceCredentials } from '../localAws.ts';
import { isRecord } from '../protocol/isRecord.ts';
import type { Input } from '../protocol/jsonProtocol.ts';
import { type ListeningServer, listen } from '../protocol/listen.ts';
import { readBody } from '../protocol/readBody.ts';
import { dynamoDbAuthorizations } from './authorizations.ts';
import { createTableFaults, type TableFaultGate } from './tableFaults.ts';
import { writesOf } from './writes.ts';

/** AWS: DynamoDB accepts requests of up to 16 MB. */
const requestLimitBytes = 16 * 1024 * 1024;

/** @param endpoint of the server behind it. @param faults of DynamoDB; none if absent. */
export async function startDynamoDbGate(
  endpoint: string,
  roles: Pick<Roles, 'check'>,
  faults: TableFaultGate = createTableFaults(timerClock),
): Promise<ListeningServer> {
  const handOn = forwarder(endpoint);
  const server = createServer((request, response) => {
    answer(request, response, { roles, faults }, handOn).catch(() => response.destroy());
  });
  const { url, stop } = await listen(server, 0);
  return {
    url,
    async stop() {
      await stop();
      handOn.close();
    },
  };
}

interface Forwarder {
  send(request: IncomingMessage, body: Buffer, response: ServerResponse): void;
  /** An operation on behalf of the caller. */
  ask(request: IncomingMessage): (operation: string, input: Input) => Promise<{ status: number; body: Input }>;
  close(): void;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { roles, faults }: { roles: Pick<Roles, 'check'>; faults: TableFaultGate },
  { send, ask }: Forwarder,
): Promise<unknown> {
  const body = await readBody(request, requestLimitBytes);
  await faults.whenAudible();
  const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const input = () => readInput(body);
  const denied = roles.check(request.headers.authorization, () => dynamoDbAuthorizations(operation, input()));
  const fault = denied ? undefined : faults.answerFor(operation, input());
  if (fault) return finish(response, fault.status, fault.body);
  if (!denied && faults.isMetered && writesOf(operation, input()).length > 0) {
    const metered = await ask(request)(operation, { ...input(), ReturnConsumedCapacity: 'TOTAL' });
    faults.charge(operation, input(), metered.body);
    return finish(response, metered.status, metered.body);
  }
  if (!denied && body) return send(request, body, response);
  return finish(response, 400, {
    __type: `com.amazon.coral.service#${denied?.failure ?? 'RequestEntityTooLargeException'}`,
    message: denied?.message ?? 'the request is too large',
  });
}

function finish(response: ServerResponse, status: number, body: Input): ServerResponse {
  return response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

function readInput(body: Buffer | undefined): Input {
  const input: unknown = JSON.parse(body?.toString() || '{}');
  return isRecord(input) ? input : {};
}

function forwarder(endpoint: string): Forwarder {
  const isTls = new URL(endpoint).protocol === 'https:';
  const agent = isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = isTls ? httpsRequest : httpRequest;
  const forward = (
    { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
    body: Buffer,
    onAnswer: (answer: IncomingMessage) => void,
  ) => {
    const { authorization = '' } = headers;
    const signed = authorization.replace(accessKeyIdOf(authorization), serviceCredentials.accessKeyId);
    const onward = open(new URL(url ?? '/', endpoint), {
      method: method ?? 'POST',
      agent,
      headers: { ...headers, host: new URL(endpoint).host, authorization: signed },
    });
    onward.on('response', onAnswer);
    onward.end(body);
    return onward;
  };
  return {
    send(request, body, response) {
      const onward = forward(request, body, (answered) => {
        // A killed worker reads no answer: read it anyway, or the connection behind is never free again.
        response.on('close', () => answered.resume());
        response.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(response);
      });
      onward.on('error', () => response.destroy());
    },
    ask: (request) => (operation, input) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(input));
        const target = String(request.headers['x-amz-target']).replace(/\.\w+$/, `.${operation}`);
        const headers = { ...request.headers, 'x-amz-target': target, 'content-length': String(body.length) };
        const onward = forward({ method: request.method, url: request.url, headers }, body, (answered) => {
          const status = answered.statusCode ?? 502;
          buffer(answered).then((bytes) => resolve({ status, body: readInput(bytes) }), reject);
        });
        onward.on('error', reject);
      }),
    close: () => agent.destroy(),
  };
}
