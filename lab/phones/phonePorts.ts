import type { Apple } from '../apple/apple.ts';
import type { TimerClock } from '../clock.ts';
import type { AppApi } from './appApi.ts';
import type { BrainPorts, PhoneBrain } from './brain.ts';
import type { OpenAppMessage } from './openApp.ts';
import type { Ring } from './ring.ts';

/** What a phone of the lab needs from its surroundings. */
export interface PhonePorts {
  apple: Pick<Apple, 'install' | 'followChannel'>;
  clock: TimerClock;
  /** The app that is installed: the lab's own unless given. */
  brain?(ports: BrainPorts): PhoneBrain;
  /** The app's connection to Ringpost as its user. Without it nobody is logged in. */
  connect?(isConnected: () => boolean, hasLogin: () => boolean): AppApi;
  /** What the app finds on its own connection when it comes to the foreground. Without it there is no connection. */
  own?: { messages(): readonly OpenAppMessage[]; rings(): readonly Ring[] } | undefined;
  onChange(): void;
}
