import type { Apple } from '../apple/apple.ts';
import type { TimerClock } from '../clock.ts';
import type { AppApi } from './appApi.ts';
import type { BrainPorts, PhoneBrain } from './brain.ts';
import type { AppConnection } from './openApp.ts';

/** What a phone of the lab needs from its surroundings. */
export interface PhonePorts {
  apple: Pick<Apple, 'install' | 'followChannel'>;
  clock: TimerClock;
  /** The app that is installed: the lab's own unless given. */
  brain?(ports: BrainPorts): PhoneBrain;
  /** The app's connection to Ringpost as its user. Without it nobody is logged in. */
  connect?(isConnected: () => boolean, hasLogin: () => boolean): AppApi;
  /** Without it there is no connection. */
  own?: AppConnection | undefined;
  onChange(): void;
}
