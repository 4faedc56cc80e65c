/**
 * The pushes of one task to many targets. An accepted push to a proven token, which almost every one is, costs no log
 * line and no metric of its own: they are summed up. Whatever else happens takes the way of a single push.
 */
import type { ApnsAnswer } from '../../apns/rules/outcome.ts';
import type { DevicePush } from '../rules/devicePush.ts';
import type { DeliverablePush, DeliverableTarget } from '../rules/plannedTarget.ts';
import { PushTally } from '../rules/pushTally.ts';
import { likelyEnvironment } from '../rules/tokenRepair.ts';
import { notPushed, type PushedTarget, pushDeadlineMs, pushedTarget, pushPlanned, withoutPush } from './pushPlanned.ts';
import { concludePush, type DevicePushPorts } from './pushToDevice.ts';
import { noteAccepted } from './repairToken.ts';

export interface ManyPushes {
  /** Never rejects. @returns the outcome at once if nothing leaves. */
  push(planned: DeliverableTarget): PushedTarget | Promise<PushedTarget>;
  /** Writes the metrics. The caller writes the log line. */
  finish(): void;
}

export function manyPushes(ports: DevicePushPorts): ManyPushes {
  const tally = new PushTally();
  // Failures and retries are in the caller's lists, so the line of a push says nothing that is not known.
  const quiet: DevicePushPorts = { ...ports, log: { ...ports.log, info() {} } };

  async function conclude(planned: DeliverablePush, push: DevicePush, answer: ApnsAnswer): Promise<PushedTarget> {
    const environment = likelyEnvironment(planned.device, planned.token);
    try {
      return pushedTarget(ports, planned, await concludePush(quiet, push, { ...answer, environment }));
    } catch (error) {
      return notPushed(ports, planned, error);
    }
  }

  function push(planned: DeliverablePush): Promise<PushedTarget> {
    const { target, device, token, headers, payload } = planned;
    const environment = likelyEnvironment(device, token);
    const deadlineMs = ports.clock.nowMs() + pushDeadlineMs;
    const { appId } = device;
    return ports.apns.push({ appId, environment, deviceToken: token.token, headers, payload, deadlineMs }).then(
      (answer) => {
        const { outcome } = answer;
        if (outcome.kind !== 'accepted' || token.state !== 'proven') {
          return conclude(planned, { target, device, token, headers, payload, deadlineMs }, answer);
        }
        tally.accepted(environment, target.kind);
        noteAccepted(ports, planned, environment);
        return pushedTarget(ports, planned, { ...answer, environment });
      },
      (error: unknown) => notPushed(ports, planned, error),
    );
  }

  return {
    push: (planned) => {
      if (planned.decision !== 'push') return withoutPush(planned);
      // Only what goes to Apple: any other kind of token has its own way.
      const { kind } = planned.target;
      return kind === 'alert' || kind === 'voip'
        ? push(planned)
        : pushPlanned(ports, planned, ports.clock.nowMs() + pushDeadlineMs);
    },
    finish() {
      for (const { environment, kind, count } of tally.take()) {
        ports.metrics.add('Pushes', count, { environment, kind, result: 'accepted' });
        ports.metrics.addSinceRequest('PushLatency', { kind });
        // One value for each push, because the average of them is the share of rejections.
        for (let push = 0; push < count; push += 1) ports.metrics.add('PushesRefusedPercent', 0, { environment });
      }
    },
  };
}
