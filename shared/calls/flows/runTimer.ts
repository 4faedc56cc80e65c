import { callAt } from '../rules/call.ts';
import type { CallTimer } from '../rules/record.ts';
import { type ActivityTimer, isActivityTimer } from '../rules/timer.ts';
import { type ExpireCallPorts, expireCall } from './expireCall.ts';
import { type InsureRingsPorts, insureRings } from './insureRings.ts';
import { type RepeatAlertsPorts, repeatAlerts } from './repeatAlerts.ts';
import { pushRingingStopped, type StopRingingPorts } from './ringingStopped.ts';
import { type MissedCallPorts, sendMissedCall } from './sendMissedCall.ts';
import { type WithdrawInsurancePorts, withdrawInsurance } from './withdrawInsurance.ts';

export type CallTimerPorts = ExpireCallPorts &
  RepeatAlertsPorts &
  StopRingingPorts &
  MissedCallPorts &
  InsureRingsPorts &
  WithdrawInsurancePorts & {
    /** Live Activities have a room of their own. */
    runActivityTimer(timer: ActivityTimer): Promise<void>;
  };

/** Runs a timer of a call. Timers come at least once. */
export async function runCallTimer(ports: CallTimerPorts, timer: CallTimer): Promise<void> {
  ports.log.about({ callId: timer.callId });
  if (isActivityTimer(timer)) return ports.runActivityTimer(timer);
  switch (timer.task) {
    case 'expire':
      return expireCall(ports, timer);
    case 'repeat_alerts':
      return repeatAlerts(ports, timer);
    case 'tell_missed':
      return sendMissedCall(ports, timer);
    case 'insure':
      return insureRings(ports, timer);
    case 'withdraw_insurance':
      return withdrawInsurance(ports, timer);
    case 'stop_ringing': {
      const report = await ports.calls.report(timer.callId);
      if (report === undefined) return;
      const call = callAt(report.call, ports.clock.nowMs());
      return pushRingingStopped(ports, { ...report, call }, timer.userIds ?? []);
    }
  }
}
