/** Talks to a running lab as apps, servers and curl do: over HTTP, by the contract's routes. */
import { randomUUID } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Lab } from '../../../lab/lab.ts';
import { expectDocumented } from '../documentedAnswer.ts';

export interface Answer {
  status: number;
  contentType: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests are about, and they look at them by name.
  body: any;
}

export interface Sending {
  method: string;
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is. */
  rawBody?: string;
  headers?: Record<string, string>;
}

export async function send(lab: Lab, { method, path, body, rawBody, headers = {} }: Sending): Promise<Answer> {
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(lab.url + path, {
    method,
    headers: { ...(text !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(text !== undefined && { body: text }),
  });
  const answerText = await response.text();
  const answer = {
    status: response.status,
    contentType: response.headers.get('content-type'),
    body: answerText === '' ? undefined : JSON.parse(answerText),
  };
  expectDocumented(method, path, answer);
  return answer;
}

export type Request = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Requests without any proof of who sends them: lab routes, and what should be refused. */
export const anybody =
  (lab: Lab): Request =>
  (method, path, body) =>
    send(lab, { method, path, body });

/** Requests as that user's app sends them. */
export const userClient =
  (lab: Lab, userId: string): Request =>
  async (method, path, body) => {
    const authorization = `Bearer ${await lab.issueUserToken(userId)}`;
    return send(lab, { method, path, body, headers: { authorization } });
  };

/** Requests as a server of the team sends them, signed with the lab's keys. */
export const serverClient =
  (lab: Lab, secretAccessKey = lab.secretAccessKey, headers: Readonly<Record<string, string>> = {}): Request =>
  (method, path, body) =>
    rawServerClient(lab, secretAccessKey, headers)(method, path, JSON.stringify(body));

/** The body as it is sent. */
export type RawRequest = (method: string, path: string, rawBody: string | undefined) => Promise<Answer>;

export const rawUserClient =
  (lab: Lab, userId: string): RawRequest =>
  async (method, path, rawBody) => {
    const headers = { authorization: `Bearer ${await lab.issueUserToken(userId)}` };
    return send(lab, { method, path, headers, ...(rawBody !== undefined && { rawBody }) });
  };

export const rawServerClient =
  (lab: Lab, secretAccessKey = lab.secretAccessKey, own: Readonly<Record<string, string>> = {}): RawRequest =>
  async (method, path, rawBody) => {
    const { hostname, port, protocol, host, searchParams } = new URL(lab.url + path);
    const signer = new SignatureV4({
      service: 'execute-api',
      region: lab.region,
      credentials: { accessKeyId: lab.accessKeyId, secretAccessKey },
      sha256: Sha256,
    });
    const signed = await signer.sign({
      method,
      protocol,
      hostname,
      port: Number(port),
      path: path.split('?')[0] ?? path,
      query: Object.fromEntries(searchParams),
      headers: { host, 'content-type': 'application/json', ...own },
      body: rawBody,
    });
    const { host: _setByFetch, ...headers } = signed.headers;
    return send(lab, { method, path, headers, ...(rawBody !== undefined && { rawBody }) });
  };

export interface LabPhone {
  name: string;
  phoneId: string;
  deviceId: string;
  appId: string;
  tokens: { alert: string; voip: string; liveActivityStart: string };
  environment: 'production' | 'development';
}

export async function makePhone(lab: Lab, request: object = {}): Promise<LabPhone> {
  const { status, body } = await anybody(lab)('POST', '/lab/phones', request);
  if (status !== 201) throw new Error(`POST /lab/phones answered ${status}: ${JSON.stringify(body)}`);
  return body as LabPhone;
}

/** Asks until the answer is as wanted: what the phones do follows from pushes, a moment later. */
export async function until<T>(ask: () => Promise<T>, wanted: (value: T) => boolean, withinMs = 10_000): Promise<T> {
  const startedMs = Date.now();
  for (;;) {
    const value = await ask();
    if (wanted(value)) return value;
    const waitedMs = Date.now() - startedMs;
    if (waitedMs > withinMs) throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(value)}`);
    // Asking takes CPU from what is waited for, so the pauses grow with the wait.
    const pauseMs = Math.min(Math.max(waitedMs / 5, 20), 250);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** A user of a test's own, so that tests do not meet in the lab. */
export const makeUser = (name: string): string => `${name}-${randomUUID()}`;

/** What the phone shows now. */
export const screenOf = async (lab: Lab, phone: LabPhone): Promise<Answer['body']> =>
  (await anybody(lab)('GET', `/lab/phones/${phone.phoneId}`)).body;

/** What APNs has answered for this phone. */
export const pushesTo = async (lab: Lab, phone: LabPhone): Promise<Answer['body'][]> =>
  (await anybody(lab)('GET', '/lab/pushes?since=0')).body.pushes.filter(
    (push: { phoneId?: string }) => push.phoneId === phone.phoneId,
  );

/** The elements of a message. */
export const text = (content: string) => ({ elements: [{ type: 'text', text: content }] });
