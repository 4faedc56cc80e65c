/**
 * Serves the console on this machine alone, over the credentials of the person who started it. Its path has a secret, so
 * that neither web sites nor other users of the machine can read a stage through it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type ListeningServer, listen } from '../../lab/aws/protocol/listen.ts';
import { sendAnswer } from '../../lab/phones/answers.ts';
import { splitUrl } from '../../lab/phones/labRoutes.ts';
import { buildPage, sendPageFile } from '../../lab/phones/pageFiles.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { answerConsole } from './answerConsole.ts';
import { consoleRoutes } from './routes.ts';

/** @param port 0: any free port. @returns the server; `url` has the secret. */
export async function startConsole(access: StageAccess, port: number): Promise<ListeningServer> {
  const files = await buildPage('console');
  const secret = randomBytes(24).toString('base64url');
  const routes = consoleRoutes(access);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = splitUrl(request.url);
    const [, given = '', ...rest] = path.split('/');
    // No word on what is missing: somebody without the secret learns nothing.
    if (!isEqual(given, secret)) return sendAnswer(response, { status: 404 });
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-frame-options', 'DENY');
    const file = files.get(`/${rest.join('/')}`);
    if (file && request.method === 'GET') return sendPageFile(response, file);
    sendAnswer(response, await answerConsole(routes, request, rest.join('/'), query));
  }

  const { url, stop } = await listen(server, port);
  return { url: `${url}/${secret}/`, stop };
}

function isEqual(given: string, secret: string): boolean {
  return given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));
}
