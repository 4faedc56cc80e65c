import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
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
  /** ISO 8601, UTC. */
  sentAt: string;
  title: string;
  what: string;
  fix: string;
}

export interface ConsoleStage {
  label: string;
  /** Names of devices that are known: the lab's phones. */
  deviceNames: Record<string, string>;
}

export type DayRow = Schemas['Statistics']['days'][number];
export type PhoneRow = Schemas['Statistics']['phones'][number];
export type AppleRow = Schemas['Statistics']['apple'][number];
export type Broadcast = Schemas['BroadcastList']['broadcasts'][number];

/** `GET /v1/server/stats` by each dimension. */
export interface AllStatistics extends Pick<Schemas['Statistics'], 'days' | 'apple' | 'month'> {
  phones: Readonly<Record<'appVersion' | 'osVersion' | 'environment' | 'day', PhoneRow[]>>;
}

export type Severity = 'error' | 'warning' | 'note';

/** What `ringpost doctor` found. */
export interface DoctorReport {
  ok: boolean;
  /** ISO 8601, UTC. */
  checkedAt: string;
  parts: { name: string; isReached: boolean; detail: string }[];
  quotas: { name: string; title: string; value?: number; needed?: number }[];
  /** `probes`: how many pushes tried the credentials at Apple's hosts. */
  apps: { appId: string; credentials: number; probes: number }[];
  findings: { code: string; severity: Severity; what: string; fix: string; appId?: string }[];
}

export type Days = 7 | 30;

/** @param base where its routes are: relative to the page, whose path has the secret, or on the lab. */
export function createConsoleApi(base: string) {
  return {
    stage: (): Promise<Answer<ConsoleStage>> => ask('GET', `${base}api/stage`),
    find: (id: string): Promise<Answer<Found>> => ask('GET', `${base}api/find?id=${encodeURIComponent(id)}`),
    decideAgain: (messageId: string, userId: string): Promise<Answer<Schemas['Replay']>> =>
      ask('GET', `${base}api/replay?${new URLSearchParams({ messageId, userId })}`),
    statistics: (days: Days): Promise<Answer<AllStatistics>> => ask('GET', `${base}api/statistics?days=${days}`),
    broadcasts: (): Promise<Answer<{ broadcasts: Broadcast[]; cursor?: string }>> =>
      ask('GET', `${base}api/broadcasts`),
    doctor: (): Promise<Answer<DoctorReport>> => ask('GET', `${base}api/doctor`),
    deadLetters: (): Promise<Answer<{ deadLetters: DeadLetter[]; isAll: boolean }>> =>
      ask('GET', `${base}api/dead-letters`),
    redrive: (id: string): Promise<Answer<unknown>> => ask('POST', `${base}api/redrive`, { id }),
  };
}

export type ConsoleApi = ReturnType<typeof createConsoleApi>;

const ConsoleApiContext = createContext<ConsoleApi>(createConsoleApi(''));
export const ConsoleApiProvider = ConsoleApiContext.Provider;
export const useConsoleApi = (): ConsoleApi => useContext(ConsoleApiContext);
