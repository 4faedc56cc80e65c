import type { ActivityTimer } from '../../calls/rules/timer.ts';
import { type ShowCallActivityPorts, showCallActivity } from './showCallActivity.ts';
import { removeCallActivity, updateCallActivity } from './updateCallActivity.ts';

/** Runs a timer about the Live Activity of a call. Timers come at least once, and the call never waits for them. */
export async function runCallActivityTimer(ports: ShowCallActivityPorts, timer: ActivityTimer): Promise<void> {
  switch (timer.task) {
    case 'show_activity':
      return showCallActivity(ports, timer);
    case 'update_activity':
      return updateCallActivity(ports, timer.callId);
    case 'remove_activity': {
      // A queue delays nothing for an hour.
      if (ports.clock.nowMs() >= timer.dueAtMs) return removeCallActivity(ports, timer.callId);
      const [refused] = await ports.callTimers.schedule([timer]);
      if (refused !== undefined) throw new Error(`could not set the timer of call ${timer.callId} again`);
    }
  }
}
