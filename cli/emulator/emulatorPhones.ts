/**
 * The lab's phones and their page, on a stage that was deployed to the emulator: they register with its API, get pushes
 * from the fake Apple, and ring. Their users are those of the stage's user pool.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import * as z from 'zod/mini';
import { matchRoute } from '../../lab/aws/gateway/routeTable.ts';
import type { CognitoUsers } from '../../lab/emulator/cognitoUsers.ts';
import type { Emulator } from '../../lab/emulator/startEmulator.ts';
import { useEmulator } from '../../lab/emulator/useEmulator.ts';
import { readJson, refuse, sendAnswer } from '../../lab/phones/answers.ts';
import { startPhones } from '../../lab/phones/startPhones.ts';
import { startLabServer } from '../../lab/server.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { type Problem, problem } from '../../shared/api/problem.ts';
import { type DeployedStage, readDeployedStage } from './deployedStage.ts';

const userRequest = z.strictObject({ email: z.email() });
const forwardedHeaders = ['authorization', 'content-type', 'idempotency-key'];

/** @param stage may be deployed later. @param port 0: any free port. @param read looks up the stage. */
export async function startEmulatorPhones(
  emulator: Pick<Emulator, 'apple' | 'environment'>,
  stage: string,
  port: number,
  read: typeof readDeployedStage = readDeployedStage,
) {
  useEmulator(emulator);
  const server = await startLabServer(port);
  const phones = await startPhones({
    apple: emulator.apple,
    apiOrigin: () => server.url,
    issueUserToken: async (userId) => usersOf(await deployed()).logIn(userId),
    // People know each other by e-mail address, and a Cognito ID means nothing to them.
    findUser: async (user) => (await usersOf(await deployed()).find(user)).userId,
    nameOfUser: async (userId) => (await usersOf(await deployed()).find(userId)).email,
    // The stage does not have the lab's own app, and would reject its devices.
    defaultAppId: async () => (await (await deployed()).apps())[0],
    // That is the team's part: `ringpost credentials add`.
    async provideCredentials() {},
    data: openDataDirectory(undefined),
  });

  async function deployed(): Promise<DeployedStage> {
    return read(stage).catch((error: Error) => {
      if (error.name !== 'ValidationError') throw error;
      const what = `The emulator has no stage ${stage} yet.`;
      throw new BadRequest(problem(409, 'no_such_stage', 'No such stage', what, `npx cdk deploy ringpost-${stage}`));
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '/', method } = request;
    if (url === '/users' && method === 'POST') {
      const { email } = await readJson(request, userRequest);
      const userId = await usersOf(await deployed()).create(email);
      sendAnswer(response, { status: 201, body: { userId, email } });
    } else if (url.startsWith('/v1/')) {
      const answered = await forward(request, response, (await deployed()).apiUrl);
      if (answered) await phones.hear(answered);
    } else if (!(await phones.handle(request, response))) {
      const { method: asked, url: path } = request;
      throw new BadRequest(
        problem(404, 'unknown_route', 'No such route', `There is no ${asked} ${path}.`, 'See docs/rehearse.md.'),
      );
    }
  }

  server.answerWith((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy(error);
      else sendAnswer(response, refuse(problemOf(error)));
    });
  });
  return {
    url: server.url,
    async stop() {
      await phones.stop();
      await server.stop();
    },
  };
}

/** Errors of the emulator are reported too: no answer at all helps nobody. */
function problemOf(error: unknown): Problem {
  if (error instanceof BadRequest) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return problem(502, 'emulator_failed', 'Emulator failed', detail, 'Check whether it still runs, and read its log.');
}

function usersOf({ users }: DeployedStage): CognitoUsers {
  if (users !== undefined) return users;
  const what = 'The stage has no user pool, and the emulator cannot make tokens of your own issuer.';
  throw new BadRequest(problem(409, 'no_user_pool', 'No user pool', what, "Deploy it with identity: 'cognito'."));
}

/** The page and the phones call the API here, at an address that they can reach. */
async function forward(request: IncomingMessage, response: ServerResponse, apiUrl: string) {
  const { method = 'GET', url = '', headers } = request;
  const receivedMs = Date.now();
  const body = await buffer(request);
  const answer = await fetch(`${apiUrl}${url}`, {
    method,
    headers: forwardedHeaders.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as [string, string]] : [];
    }),
    ...(body.length > 0 && { body }),
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
  const answerBody = Buffer.from(await answer.arrayBuffer());
  response.end(answerBody);
  const [path = '', query = ''] = url.split('?');
  const match = matchRoute(method, path);
  if (!('routeKey' in match)) return undefined;
  return {
    routeKey: match.routeKey,
    receivedMs,
    query,
    pathParameters: match.pathParameters,
    userId: answer.ok ? userIn(headers.authorization) : undefined,
    status: answer.status,
    requestBody: body.toString(),
    answerBody: answerBody.toString(),
  };
}

/** The API has checked the token; requests of servers have none. */
function userIn(authorization = ''): string | undefined {
  const token = /^Bearer (.+)$/.exec(authorization)?.[1];
  return token === undefined ? undefined : decodeJwt(token).sub;
}
