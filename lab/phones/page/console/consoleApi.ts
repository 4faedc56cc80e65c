import type { Schemas } from '../../../../client/js/src/index.ts';
import { type Answer, ask } from '../http.ts';

/** What `ringpost console` found under an ID. Each is absent if there is no such thing. */
export interface Found {
  message?: Schemas['MessageReportAsServer'];
  call?: Schemas['CallAsServer'];
  user?: Schemas['User'];
}

/** As `ringpost dlq list --json` shows one. */
export interface DeadLetter {
  id: string;
  reason: string;
  title: string;
  what: string;
  fix: string;
}

export interface ConsoleStage {
  label: string;
  /** Names of devices that are known: the lab's phones. */
  deviceNames: Record<string, string>;
}

/** Relative to the page, whose path has the token. */
export const consoleApi = {
  stage: (): Promise<Answer<ConsoleStage>> => ask('GET', 'api/stage'),
  find: (id: string): Promise<Answer<Found>> => ask('GET', `api/find?id=${encodeURIComponent(id)}`),
  deadLetters: (): Promise<Answer<{ deadLetters: DeadLetter[]; isAll: boolean }>> => ask('GET', 'api/dead-letters'),
  redrive: (id: string): Promise<Answer<unknown>> => ask('POST', 'api/redrive', { id }),
  statistics: (): Promise<Answer<Schemas['Statistics']>> => ask('GET', 'api/statistics'),
};
