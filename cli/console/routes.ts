/** What the console's page asks for: routes over the access of the person who started it. Only a redrive changes anything. */
import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { check, readJson } from '../../lab/phones/answers.ts';
import { writePathId } from '../../shared/platform/pathId.ts';
import { phoneDimensions } from '../../shared/push/rules/phoneReport.ts';
import { putInSight, readDeadLetters, redrive } from '../dlq/deadLetters.ts';
import { reasonTexts, titleOf, viewOf } from '../dlq/describe.ts';
import { findLetter, maxRead } from '../dlq/showCommand.ts';
import { quotaTitles } from '../doctor/checkQuotas.ts';
import { examine } from '../doctor/examine.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { find } from './find.ts';

/** How many dead letters the page lists. */
const lettersShown = 100;

const redriveRequest = z.strictObject({ id: z.string() });
const replayQuery = z.strictObject({ messageId: z.string(), userId: z.string() });
const statisticsQuery = z.strictObject({
  days: z._default(z.string().check(z.regex(/^(7|30)$/, 'must be 7 or 30')), '7'),
});

export interface ConsoleRoute {
  /** What the person's AWS credentials have to allow: docs/cli.md, "Who may run what". */
  needs: string;
  answer(request: IncomingMessage, query: URLSearchParams): Promise<unknown>;
}

const route = (needs: string, answer: ConsoleRoute['answer']): ConsoleRoute => ({ needs, answer });
const invoking = (...paths: string[]) =>
  `\`execute-api:Invoke\` on ${paths.map((path) => `\`…/*/GET/v1/server/${path}\``).join(', ')}`;

/** By method and path, relative to the page. */
export function consoleRoutes(access: StageAccess): Readonly<Record<string, ConsoleRoute>> {
  return {
    'GET api/stage': route('nothing', async () => ({
      label: access.label,
      deviceNames: await deviceNames(access),
    })),
    'GET api/find': route(invoking('messages/*', 'calls/*', 'users/*'), (_, query) =>
      find(access, query.get('id') ?? ''),
    ),
    'GET api/replay': route(invoking('messages/*'), (_, query) =>
      decideAgain(access, check('query', replayQuery, Object.fromEntries(query))),
    ),
    'GET api/statistics': route(invoking('stats'), (_, query) =>
      statistics(access, check('query', statisticsQuery, Object.fromEntries(query)).days),
    ),
    'GET api/broadcasts': route(invoking('broadcasts'), async () =>
      bodyOf(await access.callServer('GET', '/v1/server/broadcasts')),
    ),
    'GET api/doctor': route('what `ringpost doctor` needs', () => doctor(access)),
    'GET api/dead-letters': route(
      '`sqs:ReceiveMessage` and `sqs:ChangeMessageVisibility` on the dead-letter queues',
      () => deadLetters(access),
    ),
    'POST api/redrive': route(
      '`sqs:DeleteMessage` on the dead-letter queue and `sqs:SendMessage` on its queue',
      (request) => putBack(access, request),
    ),
  };
}

/** The lab knows its phones by name. @returns names by device ID in lower case. */
async function deviceNames({ kind, apiUrl }: StageAccess): Promise<Record<string, string>> {
  if (kind !== 'lab') return {};
  const response = await fetch(`${apiUrl}/lab/phones`);
  const { phones } = (await response.json()) as { phones: { deviceId: string; name: string }[] };
  return Object.fromEntries(phones.map(({ deviceId, name }) => [deviceId.toLowerCase(), name]));
}

/** @returns what today's rules decide on a recipient, as `ringpost why --user` shows it. */
async function decideAgain({ callServer }: StageAccess, { messageId, userId }: z.output<typeof replayQuery>) {
  const query = new URLSearchParams({ userId });
  const path = `/v1/server/messages/${writePathId(messageId)}?${query}`;
  return bodyOf<{ replay: unknown }>(await callServer('GET', path)).replay;
}

interface Statistics {
  days: unknown;
  apple: unknown;
  month: unknown;
  phones: unknown;
}

/**
 * The API groups phones by one thing in an answer; the page shows them by all. One question after the other: asked together,
 * each would start a function of its own.
 */
async function statistics({ callServer }: StageAccess, days: string) {
  const phones: Record<string, unknown> = {};
  let counted: Omit<Statistics, 'phones'> | undefined;
  for (const by of phoneDimensions) {
    const { phones: rows, ...others } = bodyOf<Statistics>(
      await callServer('GET', `/v1/server/stats?days=${days}&by=${by}`),
    );
    counted ??= others;
    phones[by] = rows;
  }
  return { ...counted, phones };
}

async function doctor(access: StageAccess) {
  const { ok, checkedAt, parts, quotas, apps, findings } = await examine(access, {});
  return {
    ok,
    checkedAt,
    parts,
    quotas: quotas.map((quota) => ({ ...quota, title: quotaTitles[quota.name] })),
    apps: apps.map(({ appId, credentials, probes }) => ({
      appId,
      credentials: credentials.length,
      probes: probes.length,
    })),
    findings,
  };
}

async function deadLetters(access: StageAccess) {
  const { letters, isAll } = await readDeadLetters(access, lettersShown);
  await putInSight(access, letters);
  return {
    deadLetters: letters.map(viewOf).map((view) => ({
      id: view.id,
      reason: view.reason,
      sentAt: view.sentAt,
      title: titleOf(view),
      ...reasonTexts[view.reason],
    })),
    isAll,
  };
}

async function putBack(access: StageAccess, request: IncomingMessage) {
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
}
