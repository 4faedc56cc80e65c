/** The control API of the fake APNs when it runs on its own: docs/fake-apns.md. Plain HTTP with JSON, on loopback. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { problem } from '../../shared/api/problem.ts';
import { type ListeningServer, listen } from '../aws/protocol/listen.ts';
import { check, type LabAnswer, readJson, refuse, sendAnswer } from '../phones/answers.ts';
import { withoutUndefined } from '../withoutUndefined.ts';
import type { Apple, DeliveredPush, Installation } from './apple.ts';
import { certificateRequest, faultRequest, phoneChange, phoneRequest, pushesQuery } from './controlRequests.ts';

interface ControlledPhone {
  installation: Installation;
  received: DeliveredPush[];
}

interface Control {
  apple: Apple;
  phones: Map<string, ControlledPhone>;
}

interface ControlRequest {
  request: IncomingMessage;
  query: URLSearchParams;
  phoneId: string;
}

type Handler = (control: Control, request: ControlRequest) => Promise<LabAnswer> | LabAnswer;

const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/phones': { POST: addPhone },
  '/phones/{phoneId}': {
    GET: ({ phones }, { phoneId }) => ({ status: 200, body: view(phoneId, findPhone(phones, phoneId)) }),
    PATCH: changePhone,
  },
  '/certificates': {
    POST: async ({ apple }, { request }) => {
      const wanted = withoutUndefined(await readJson(request, certificateRequest));
      const { p12, ...certificate } = apple.makeCertificate(wanted);
      return { status: 201, body: { ...certificate, p12: Buffer.from(p12).toString('base64') } };
    },
  },
  '/pushes': {
    GET: ({ apple }, { query }) => {
      const { since = '0' } = check('query', pushesQuery, Object.fromEntries(query));
      const pushes = apple.pushes(Number(since));
      return { status: 200, body: { pushes, next: pushes.at(-1)?.n ?? Number(since) } };
    },
  },
  '/faults': {
    POST: async ({ apple }, { request }) => {
      const fault = withoutUndefined(await readJson(request, faultRequest));
      apple.addFault(fault);
      return { status: 201, body: fault };
    },
    DELETE: ({ apple }) => {
      apple.clearFaults();
      return { status: 204 };
    },
  },
};

/** @param port 0: any free port. @throws Error of `listen(2)`, such as EADDRINUSE. */
export function startControlApi(apple: Apple, port: number): Promise<ListeningServer> {
  const control: Control = { apple, phones: new Map() };
  const server = createServer((request, response) => {
    answer(control, request).then(
      (reply) => sendAnswer(response, reply),
      // The client closed the connection in the middle of its request.
      () => response.destroy(),
    );
  });
  return listen(server, port);
}

async function answer(control: Control, request: IncomingMessage): Promise<LabAnswer> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const phoneId = /^\/phones\/([\w.-]+)$/.exec(path)?.[1];
  const route = phoneId === undefined ? path : '/phones/{phoneId}';
  const methods = Object.hasOwn(routes, route) ? routes[route] : undefined;
  const handler = methods?.[request.method ?? ''];
  if (methods === undefined) {
    const routeList = Object.keys(routes).join(', ');
    return refuse(problem(404, 'unknown_route', 'No such route', `There is no ${path}.`, `Use one of ${routeList}.`));
  }
  if (handler === undefined) {
    const allowed = Object.keys(methods).join(' or ');
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
    return await handler(control, { request, query: new URLSearchParams(query), phoneId: phoneId ?? '' });
  } catch (error) {
    if (error instanceof BadRequest) return refuse(error.problem);
    throw error;
  }
}

async function addPhone({ apple, phones }: Control, { request }: ControlRequest): Promise<LabAnswer> {
  const wanted = await readJson(request, phoneRequest);
  const { bundleId, environment = 'production', phoneId = randomUUID() } = wanted;
  if (phones.has(phoneId)) {
    throw new BadRequest(
      problem(
        409,
        'phone_exists',
        'Phone already exists',
        `A phone ${phoneId} already exists.`,
        'Use another phoneId.',
      ),
    );
  }
  const received: DeliveredPush[] = [];
  const installation = apple.install({ bundleId, environment, phoneId, onPush: (push) => received.push(push) });
  const phone = { installation, received };
  phones.set(phoneId, phone);
  return { status: 201, body: view(phoneId, phone) };
}

async function changePhone({ phones }: Control, { request, phoneId }: ControlRequest): Promise<LabAnswer> {
  const phone = findPhone(phones, phoneId);
  const { network, uninstalled, tokensExpired } = await readJson(request, phoneChange);
  if (network !== undefined) phone.installation.setReachable(network === 'on');
  if (uninstalled) phone.installation.uninstall();
  if (tokensExpired) phone.installation.expireTokens();
  return { status: 200, body: view(phoneId, phone) };
}

function view(phoneId: string, { installation, received }: ControlledPhone): object {
  const { bundleId, environment, tokens } = installation;
  return { phoneId, bundleId, environment, tokens, received };
}

function findPhone(phones: Control['phones'], phoneId: string): ControlledPhone {
  const phone = phones.get(phoneId);
  if (phone) return phone;
  const fix = 'Create it with POST /phones first.';
  throw new BadRequest(problem(404, 'unknown_phone', 'Unknown phone', `There is no phone ${phoneId}.`, fix));
}
