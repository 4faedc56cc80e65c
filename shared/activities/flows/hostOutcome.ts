import type { ChannelRequest } from '../../apns/rules/channelRequest.ts';
import type { ApnsFailure } from '../../apns/rules/outcome.ts';
import type { ApnsEnvironment } from '../../devices/rules/device.ts';
import type { PlatformPorts } from '../../platform/ports.ts';

/** What Apple's host of one environment made of a request. */
export interface HostOutcome {
  environment: ApnsEnvironment;
  outcome: 'accepted' | 'rejected' | 'failed';
  /** Apple's reason, or why there was no answer. */
  reason?: string | undefined;
  /** Apple's HTTP status, if Apple answered. */
  status?: number | undefined;
}

export type HostPorts = Pick<PlatformPorts, 'clock' | 'newId'>;

const deadlineMs = 8000;

export function requestTo({ clock, newId }: HostPorts, appId: string, environment: ApnsEnvironment): ChannelRequest {
  return { appId, environment, requestId: newId(), deadlineMs: clock.nowMs() + deadlineMs };
}

export function hostOutcome(
  environment: ApnsEnvironment,
  answer: { kind: 'accepted'; status: number } | ApnsFailure,
): HostOutcome {
  switch (answer.kind) {
    case 'accepted':
      return { environment, outcome: 'accepted', status: answer.status };
    case 'rejected':
      return { environment, outcome: 'rejected', reason: answer.reason, status: answer.status };
    case 'unanswered':
      return { environment, outcome: 'failed', reason: answer.cause };
    case 'no_credential':
      return { environment, outcome: 'failed', reason: 'no_credential' };
  }
}
