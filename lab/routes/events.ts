/** `GET /lab/events?since=<n>`: the events that the functions have put on the event bus. docs/events.md. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { problem } from '../../shared/api/problem.ts';
import type { EventBridge } from '../aws/events/eventBridge.ts';
import { check, type LabAnswer, refuse, sendAnswer } from '../phones/answers.ts';
import { splitUrl } from '../phones/labRoutes.ts';
import { sinceQuery } from '../phones/requests.ts';

const eventsPath = '/lab/events';

/** @returns false if the request is for something else. */
export function answerLabEvents(
  eventBus: Pick<EventBridge, 'events'>,
  { method = '', url }: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { path, query } = splitUrl(url);
  if (path !== eventsPath) return false;
  sendAnswer(response, answerTo(eventBus, method, query));
  return true;
}

function answerTo(eventBus: Pick<EventBridge, 'events'>, method: string, query: URLSearchParams): LabAnswer {
  if (method !== 'GET') {
    return refuse(
      problem(405, 'method_not_allowed', 'Wrong method', `${eventsPath} does not support ${method}.`, 'Use GET.'),
    );
  }
  try {
    const since = Number(check('query', sinceQuery, Object.fromEntries(query)).since ?? 0);
    const events = eventBus.events(since);
    return { status: 200, body: { events, next: events.at(-1)?.n ?? since } };
  } catch (error) {
    if (error instanceof BadRequest) return refuse(error.problem);
    throw error;
  }
}
