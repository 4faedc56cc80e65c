/** The lab's phones as the rest of the lab sees them. Types only; `startPhones.ts` creates them. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Apple } from '../apple/apple.ts';
import type { TimerClock } from '../clock.ts';
import type { DataDirectory } from '../state/dataDirectory.ts';
import type { ApiExchange } from './announcement.ts';
import type { BrainPorts, PhoneBrain } from './brain.ts';
import type { Breakage } from './view.ts';

export interface PhonesOptions {
  apple: Pick<
    Apple,
    'install' | 'followChannel' | 'pushes' | 'onAnswered' | 'addFault' | 'activeFaults' | 'clearFaults'
  >;
  /** Origin of the lab's API, such as `http://127.0.0.1:4700`: the phones call it as the app does. Called each time. */
  apiOrigin(): string;
  /** A JWT for that user, from the lab's OIDC issuer. */
  issueUserToken(userId: string): Promise<string>;
  /** Finds a user by what people type, such as an e-mail address. @throws BadRequest if there is none. */
  findUser?(user: string): Promise<string>;
  /** Name of that user if there is no nickname, such as an e-mail address. */
  nameOfUser?(userId: string): Promise<string | undefined>;
  /** App of a phone for which nobody names one; the lab's own if this is absent or finds none. */
  defaultAppId?(): Promise<string | undefined>;
  /** Stores the credentials of an app for Ringpost, unless they exist. */
  provideCredentials(appId: string): Promise<void>;
  data: DataDirectory;
  /** The machine's clock if absent. */
  clock?: TimerClock | undefined;
  /** What can be broken besides Apple's answers; nothing if absent. */
  breaker?: Breaker | undefined;
  /** The app of each phone: the lab's own unless given. */
  brain?(ports: BrainPorts, phoneId: string): PhoneBrain;
}

/** Breaks parts of the lab on purpose. */
export interface Breaker {
  start(what: Breakage): void;
  /** Repairs everything. */
  clear(): void;
  /** What is broken now. */
  readonly broken: readonly Breakage[];
}

export interface Phones {
  /** Answers the page, its files and `/lab/…`. @returns false if the path is not one of these. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /**
   * Creates Alice with one phone and Bob with two, unless `--data` brought phones back. Called once the API answers.
   */
  makeDemoPhones(): Promise<void>;
  /** Requests and answers of the API: open apps learn about them without a push. */
  hear(exchange: ApiExchange): Promise<void>;
  stop(): Promise<void>;
}
