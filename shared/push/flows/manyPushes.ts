/**
 * The pushes of one task to many targets. An accepted push to a proven token, which almost every one is, costs no log
 * line and no metric of its own: they are summed up. Whatever else happens takes the way of a single push.
 */
import type { ApnsAnswer } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import { likelyEnvironment } from '../../devices/rules/likelyEnvironment.ts';
import type { Metrics } from '../../platform/ports.ts';
import { type ApplePush, isForApple } from '../rules/devicePush.ts';
import type { DeliverablePush, DeliverableTarget } from '../rules/plannedTarget.ts';
import { PushTally } from '../rules/pushTally.ts';
import { notPushed, type PushedTarget, pushDeadlineMs, pushedTarget, pushPlanned, withoutPush } from './pushPlanned.ts';
import { concludePush, type DevicePushPorts, logPush } from './pushToDevice.ts';
import { noteAccepted } from './repairToken.ts';

export interface ManyPushes {
  /** Never rejects. @returns the outcome at once if nothing leaves. */
  push(planned: DeliverableTarget): PushedTarget | Promise<PushedTarget>;
  /** Writes the metrics. The caller writes the log line. */
  finish(): void;
}

export function manyPushes(ports: DevicePushPorts): ManyPushes {
  const tally = new PushTally();
  const single: DevicePushPorts = { ...ports, metrics: tallied(ports.metrics, tally) };

  async function conclude(planned: DeliverablePush, push: ApplePush, answer: ApnsAnswer): Promise<PushedTarget> {
    const environment = likelyEnvironment(planned.device, planned.token);
    if (answer.outcome.kind !== 'accepted') logPush(ports, push, { ...answer, environment });
    try {
      return pushedTarget(ports, planned, await concludePush(single, push, { ...answer, environment }));
    } catch (error) {
      return notPushed(ports, planned, error);
    }
  }

  function push(planned: DeliverablePush & Pick<ApplePush, 'target'>): Promise<PushedTarget> {
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
        tally.accept(environment, target.kind);
        noteAccepted(ports, planned, environment);
        return pushedTarget(ports, planned, { ...answer, environment });
      },
      (error: unknown) => notPushed(ports, planned, error),
    );
  }

  return {
    push: (planned) => {
      if (planned.decision !== 'push') return withoutPush(planned);
      return isForApple(planned) ? push(planned) : pushPlanned(ports, planned, ports.clock.nowMs() + pushDeadlineMs);
    },
    finish() {
      for (const { environment, kind, count } of tally.accepted) {
        ports.metrics.add('Pushes', count, { environment, kind, result: 'accepted' });
        ports.metrics.addSinceRequest('PushLatency', { kind });
      }
      for (const { environment, pushes, rejected } of tally.judged) {
        const percent = (100 * rejected) / pushes;
        const values = Math.min(pushes, maxSharesWritten);
        for (let value = 0; value < values; value += 1) {
          ports.metrics.add('PushesRefusedPercent', percent, { environment });
        }
      }
    },
  };
}

/** At most as many values as fit one line. Without them, a task would weigh no more than a single push in the average. */
const maxSharesWritten = 100;

/** The share of rejections is summed up with the accepted pushes; other metrics are written as they are. */
function tallied(metrics: Metrics, tally: PushTally): Metrics {
  return {
    ...metrics,
    add(name, value, dimensions) {
      const { environment } = dimensions as { environment?: ApnsEnvironment };
      if (name === 'PushesRefusedPercent' && environment !== undefined) tally.judge(environment, value > 0);
      else metrics.add(name, value, dimensions);
    },
  };
}
