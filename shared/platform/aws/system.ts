import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Clock, PlatformPorts } from '../ports.ts';

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  waitMs: (milliseconds) => setTimeout(milliseconds),
};

/** Ports that need nothing but this machine. */
export const system: Pick<PlatformPorts, 'clock' | 'newId' | 'random'> = {
  clock: systemClock,
  newId: () => randomUUID(),
  random: () => Math.random(),
};
