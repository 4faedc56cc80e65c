/** The lab's own routes: docs/lab.md, "Routes", and a few more that only the page needs. */
import type { IncomingMessage } from 'node:http';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { type Problem, problem } from '../../shared/api/problem.ts';
import { faultRequest } from '../apple/controlRequests.ts';
import { withoutUndefined } from '../withoutUndefined.ts';
import { check, type LabAnswer, readJson, refuse } from './answers.ts';
import type { Fleet } from './fleet.ts';
import type { Phone } from './phone.ts';
import type { PhonesOptions } from './phones.ts';
import { actionRequest, breakageRequest, phoneChange, phoneRequest, sinceQuery, tokenRequest } from './requests.ts';
import { type Breakage, breakages } from './view.ts';

export interface LabContext extends Pick<PhonesOptions, 'apple' | 'issueUserToken' | 'findUser' | 'breaker'> {
  fleet: Fleet;
}

interface LabRequest {
  request: IncomingMessage;
  query: URLSearchParams;
  /** The last variable part of the path, decoded. */
  id: string;
}

type LabHandler = (lab: LabContext, request: LabRequest) => Promise<LabAnswer> | LabAnswer;

const routes: Readonly<Record<string, Readonly<Record<string, LabHandler>>>> = {
  '/lab/tokens': {
    POST: async (lab, { request }) => {
      const { userId } = await readJson(request, tokenRequest);
      return { status: 200, body: { token: await lab.issueUserToken(await found(lab, userId)) } };
    },
  },
  '/lab/phones': {
    GET: ({ fleet }) => ({ status: 200, body: { phones: fleet.list() } }),
    POST: async (lab, { request }) => {
      const { userId, ...wanted } = await readJson(request, phoneRequest);
      const phone = await lab.fleet.create({
        ...wanted,
        ...(userId !== undefined && { userId: await found(lab, userId) }),
      });
      return { status: 201, body: { ...phone.view(), tokens: phone.allTokens } };
    },
  },
  '/lab/phones/{id}': {
    GET: ({ fleet }, { id }) => ({ status: 200, body: findPhone(fleet, id).view() }),
    PATCH: async ({ fleet }, { request, id }) => {
      const phone = findPhone(fleet, id);
      await phone.change(await readJson(request, phoneChange));
      return { status: 200, body: phone.view() };
    },
    DELETE: ({ fleet }, { id }) => {
      findPhone(fleet, id);
      fleet.remove(id);
      return { status: 204 };
    },
  },
  '/lab/phones/{id}/actions': {
    POST: async ({ fleet }, { request, id }) => {
      const phone = findPhone(fleet, id);
      const { action, ...response } = await readJson(request, actionRequest);
      await phone.act(action, response);
      return { status: 200, body: phone.view() };
    },
  },
  '/lab/pushes': {
    GET: ({ apple }, { query }) => {
      const { since = '0' } = check('query', sinceQuery, Object.fromEntries(query));
      const pushes = apple.pushes(Number(since));
      return { status: 200, body: { pushes, next: pushes.at(-1)?.n ?? Number(since) } };
    },
  },
  '/lab/faults': {
    GET: ({ apple, breaker }) => ({
      status: 200,
      body: { faults: apple.activeFaults(), broken: breaker?.broken ?? [], breakable: breaker ? breakages : [] },
    }),
    POST: async ({ apple }, { request }) => {
      const fault = await readJson(request, faultRequest);
      apple.addFault(withoutUndefined(fault));
      return { status: 201, body: fault };
    },
    DELETE: ({ apple, breaker }) => {
      apple.clearFaults();
      breaker?.clear();
      return { status: 204 };
    },
  },
  '/lab/breakages': {
    POST: async ({ breaker }, { request }) => {
      const { what } = await readJson(request, breakageRequest);
      if (!breaker) return refuse(notBreakable(what));
      breaker.start(what);
      return { status: 201, body: { what } };
    },
  },
};

function notBreakable(what: Breakage): Problem {
  const detail = `Only the whole lab can have ${what}: these are phones on another stage.`;
  return problem(409, 'not_breakable', 'Not breakable here', detail, 'Use POST /lab/faults, or the lab.');
}

async function found({ findUser }: LabContext, user: string): Promise<string> {
  return findUser === undefined ? user : findUser(user);
}

/** Never throws for a caller's mistake: that is a problem to answer. */
export async function answerLabRequest(lab: LabContext, request: IncomingMessage): Promise<LabAnswer> {
  const { path, query } = splitUrl(request.url);
  const found = findRoute(path);
  if (!found) {
    return refuse(
      problem(404, 'unknown_route', 'No such route', `The lab has no ${path}.`, 'See the routes in docs/lab.md.'),
    );
  }
  const handler = found.methods[request.method ?? ''];
  if (!handler) {
    const allowed = Object.keys(found.methods).join(' or ');
    return refuse(
      problem(
        405,
        'method_not_allowed',
        'Wrong method',
        `${path} does not support ${request.method}.`,
        `Use ${allowed}.`,
      ),
    );
  }
  try {
    return await handler(lab, { request, query, id: found.id });
  } catch (error) {
    if (error instanceof BadRequest) return refuse(error.problem);
    throw error;
  }
}

/** As on the wire: a client may send a URL that `URL` rejects. */
export function splitUrl(url = '/'): { path: string; query: URLSearchParams } {
  const [path = '/', ...query] = url.split('?');
  return { path, query: new URLSearchParams(query.join('?')) };
}

function findRoute(path: string): { methods: Readonly<Record<string, LabHandler>>; id: string } | undefined {
  for (const [pattern, methods] of Object.entries(routes)) {
    const match = new RegExp(`^${pattern.replace('{id}', '([^/]+)')}$`).exec(path);
    if (match) return { methods, id: decode(match[1] ?? '') };
  }
  return undefined;
}

/** A path with invalid percent-encoding names nothing. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function findPhone(fleet: Fleet, phoneId: string): Phone {
  const phone = fleet.find(phoneId);
  if (phone) return phone;
  throw new BadRequest(
    problem(
      404,
      'unknown_phone',
      'Unknown phone',
      `There is no phone ${phoneId}.`,
      'Use a phoneId of GET /lab/phones.',
    ),
  );
}
