import type { ActivityTask, CallTimer } from './record.ts';

const tasks: ReadonlySet<unknown> = new Set<CallTimer['task']>([
  'expire',
  'repeat_alerts',
  'stop_ringing',
  'tell_missed',
  'insure',
  'withdraw_insurance',
  'show_activity',
  'update_activity',
  'remove_activity',
]);

export interface ActivityTimer extends CallTimer {
  task: ActivityTask;
}

export function isActivityTimer(timer: CallTimer): timer is ActivityTimer {
  return timer.task === 'show_activity' || timer.task === 'update_activity' || timer.task === 'remove_activity';
}

/** @param body text of a queue message. @returns undefined for timers that no version of this code has queued. */
export function readTimer(body: string): CallTimer | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isTimer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTimer(value: unknown): value is CallTimer {
  if (typeof value !== 'object' || value === null) return false;
  const { callId, dueAtMs, task, userIds = [] } = value as Partial<Record<keyof CallTimer, unknown>>;
  return typeof callId === 'string' && typeof dueAtMs === 'number' && tasks.has(task) && Array.isArray(userIds);
}
