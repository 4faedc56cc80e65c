/**
 * What aws-lambda-ric's compiled addon does, in JavaScript: asks the Runtime API for the next invocation and posts what
 * became of it. As there, the next invocation is asked for when the result has been taken.
 */
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';

/** An `import` would load all that node:http may export, and make each start slower than on Lambda. */
const http = process.getBuiltinModule('node:http');

const [hostname = '', port = ''] = (process.env['AWS_LAMBDA_RUNTIME_API'] ?? '').split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const rightNow = Date.now;

interface Answer {
  bodyJson: string;
  headers: IncomingHttpHeaders;
}

let posted: Promise<unknown> = Promise.resolve();

export async function next(): Promise<Answer> {
  await posted;
  const answer = await ask({ method: 'GET', path: 'next' });
  // So that a test can let minutes pass while the process is frozen.
  const behindMs = Number(answer.headers['ringpost-clock-behind-ms']);
  Date.now = () => rightNow() - behindMs;
  return answer;
}

export function done(requestId: string, body: string): void {
  posted = ask({ method: 'POST', path: `${requestId}/response` }, body);
}

export function error(requestId: string, body: string, xrayCause: string): void {
  const headers = { 'Lambda-Runtime-Function-XRay-Error-Cause': xrayCause };
  posted = ask({ method: 'POST', path: `${requestId}/error`, headers }, body);
}

function ask(options: RequestOptions, body?: string): Promise<Answer> {
  const path = `/2018-06-01/runtime/invocation/${options.path}`;
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, agent, ...options, path }, (response) => {
      let bodyJson = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        bodyJson += text;
      });
      response.on('end', () => resolve({ bodyJson, headers: response.headers }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
