/**
 * Serves the console on this machine alone, over the credentials of the person who started it. Its path has a secret, so
 * that neither web sites nor other users of the machine can read a stage through it. Only a redrive changes anything.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { type ListeningServer, listen } from '../../lab/aws/protocol/listen.ts';
import { type LabAnswer, readJson, refuse, sendAnswer } from '../../lab/phones/answers.ts';
import { splitUrl } from '../../lab/phones/labRoutes.ts';
import { buildPage, sendPageFile } from '../../lab/phones/pageFiles.ts';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { type Problem, problem } from '../../shared/api/problem.ts';
import { putInSight, readDeadLetters, redrive } from '../dlq/deadLetters.ts';
import { reasonTexts, titleOf, viewOf } from '../dlq/describe.ts';
import { findLetter, maxRead } from '../dlq/showCommand.ts';
import { CommandFailure } from '../frame/failure.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { find } from './find.ts';

/** How many dead letters the page lists. */
const lettersShown = 100;

const redriveRequest = z.strictObject({ id: z.string() });

type ConsoleHandler = (request: IncomingMessage, query: URLSearchParams) => Promise<unknown>;

/** @param port 0: any free port. @returns the server; `url` has the secret. */
export async function startConsole(access: StageAccess, port: number): Promise<ListeningServer> {
  const files = await buildPage('console');
  const secret = randomBytes(24).toString('base64url');
  const handlers = handlersOf(access);
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else sendAnswer(response, refuse(problemOf(error)));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const { path, query } = splitUrl(request.url);
    const [, given = '', ...rest] = path.split('/');
    // No word on what is missing: somebody without the secret learns nothing.
    if (!isEqual(given, secret)) return sendAnswer(response, { status: 404 });
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-frame-options', 'DENY');
    const file = files.get(`/${rest.join('/')}`);
    if (file && method === 'GET') return sendPageFile(response, file);
    const handler = handlers[`${method} ${rest.join('/')}`];
    const found: LabAnswer = handler
      ? { status: 200, body: await handler(request, query) }
      : refuse(problem(404, 'unknown_route', 'No such route', 'The console has no such route.', 'Open its page.'));
    sendAnswer(response, found);
  }

  const { url, stop } = await listen(server, port);
  return { url: `${url}/${secret}/`, stop };
}

function handlersOf(access: StageAccess): Readonly<Record<string, ConsoleHandler>> {
  return {
    'GET api/stage': async () => ({ label: access.label, deviceNames: await deviceNames(access) }),
    'GET api/find': (_, query) => find(access, query.get('id') ?? ''),
    'GET api/statistics': async () => bodyOf(await access.callServer('GET', '/v1/server/stats?days=7')),
    async 'GET api/dead-letters'() {
      const { letters, isAll } = await readDeadLetters(access, lettersShown);
      await putInSight(access, letters);
      const deadLetters = letters.map(viewOf).map((view) => ({
        id: view.id,
        reason: view.reason,
        title: titleOf(view),
        ...reasonTexts[view.reason],
      }));
      return { deadLetters, isAll };
    },
    async 'POST api/redrive'(request) {
      const { id } = await readJson(request, redriveRequest);
      const { letters } = await readDeadLetters(access, maxRead);
      try {
        await redrive(access, findLetter(letters, id));
      } finally {
        await putInSight(
          access,
          letters.filter((letter) => letter.id !== id),
        );
      }
      return { id };
    },
  };
}

/** The lab knows its phones by name. @returns names by device ID in lower case. */
async function deviceNames({ kind, apiUrl }: StageAccess): Promise<Record<string, string>> {
  if (kind !== 'lab') return {};
  const response = await fetch(`${apiUrl}/lab/phones`);
  const { phones } = (await response.json()) as { phones: { deviceId: string; name: string }[] };
  return Object.fromEntries(phones.map(({ deviceId, name }) => [deviceId.toLowerCase(), name]));
}

function isEqual(given: string, secret: string): boolean {
  return given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));
}

function problemOf(error: unknown): Problem {
  if (error instanceof BadRequest) return error.problem;
  const [fault] = error instanceof CommandFailure ? error.faults : [];
  const detail = fault?.message ?? (error instanceof Error ? error.message : String(error));
  const fix = fault?.fix ?? 'Check the AWS credentials of the terminal that runs the console.';
  return problem(502, fault?.code ?? 'stage_failed', 'The stage did not answer', detail, fix);
}
