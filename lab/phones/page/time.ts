import { useContext, useEffect, useState } from 'preact/hooks';
import { FrozenAt } from './frozen.ts';

/**
 * Current time in epoch milliseconds, updated every `intervalMs`. While the lab is stopped, the time at which it
 * stopped.
 */
export function useNow(intervalMs = 1000): number {
  const frozenAt = useContext(FrozenAt);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (frozenAt !== undefined) return;
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs, frozenAt]);
  return frozenAt ?? now;
}

/** `14:03:27` */
export function preciseTime(at: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date(at));
}

/** `0:07` */
export function duration(fromMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - fromMs) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
