import type { Ports } from '../../shared/flows/ports.ts';
import { captureLog } from './captureLog.ts';
import { FakeApns } from './fakeApns.ts';
import { manualClock } from './manualClock.ts';
import { MemoryDevices } from './memoryDevices.ts';
import { MemoryBadges, MemoryCalls, MemoryMessages, MemoryProfiles, MemoryRetryQueue } from './memoryStores.ts';

/** All that the flows need of the world, in memory, with the time standing still. */
export function memoryPorts() {
  const clock = manualClock();
  let ids = 0;
  return {
    clock,
    newId: () => {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    random: () => 0.5,
    log: captureLog(),
    devices: new MemoryDevices(),
    profiles: new MemoryProfiles(),
    badges: new MemoryBadges(),
    messages: new MemoryMessages(),
    calls: new MemoryCalls(),
    apns: new FakeApns(),
    retries: new MemoryRetryQueue(),
  } satisfies Ports;
}

export type MemoryPorts = ReturnType<typeof memoryPorts>;
