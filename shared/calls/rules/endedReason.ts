/** Why a call is over for one device, in CallKit's numbers. */
import { isSameDeviceId } from '../../platform/deviceId.ts';
import { type Call, type CallActor, type CallState, isOver, isSameActor, participantOf } from './call.ts';

/** CXCallEndedReason (Apple, CallKit). */
export type EndedReason = 1 | 2 | 3 | 4 | 5;
export const endedReasons = {
  failed: 1,
  remoteEnded: 2,
  unanswered: 3,
  answeredElsewhere: 4,
  declinedElsewhere: 5,
} as const satisfies Record<string, EndedReason>;

/** Names of the cases of CXCallEndedReason. */
export type EndedReasonName = keyof typeof endedReasons;
export const endedReasonNames = Object.keys(endedReasons) as EndedReasonName[];

/** The reason as answers have it: its number, with its name beside it. */
export function describeEndedReason(endedReason: EndedReason | undefined): {
  endedReason?: EndedReason;
  endedReasonName?: EndedReasonName | undefined;
} {
  if (endedReason === undefined) return {};
  return { endedReason, endedReasonName: endedReasonNames.find((name) => endedReasons[name] === endedReason) };
}

/**
 * Reason with which a device reports the end of the call to CallKit. Once there is one it never changes.
 * @returns undefined while the call is not over, and for the device that ended it itself: there CallKit already
 *   knows.
 */
export function endedReasonFor(call: Call, viewer: CallActor): EndedReason | undefined {
  return viewer.userId === call.from ? reasonOfCaller(call, viewer) : reasonOfCallee(call, viewer);
}

function reasonOfCaller(call: Call, viewer: CallActor): EndedReason | undefined {
  if (call.callerLeft) return isSameActor(call.callerLeft, viewer) ? undefined : endedReasons.remoteEnded;
  if (!isOver(call) || isSameActor(call.endedBy, viewer)) return undefined;
  return reasonOfState(call.state, endedReasons.remoteEnded);
}

function reasonOfCallee(call: Call, viewer: CallActor): EndedReason | undefined {
  const participant = participantOf(call, viewer.userId);
  if (participant === undefined) return undefined;
  const answeredOn = participant.answeredBy?.deviceId;
  const isElsewhere = answeredOn !== undefined && viewer.deviceId !== undefined;
  if (isElsewhere && !isSameDeviceId(answeredOn, viewer.deviceId)) return endedReasons.answeredElsewhere;
  if (!isOver(participant) || isSameActor(participant.endedBy, viewer)) return undefined;
  return reasonOfState(participant.state, endedReasons.declinedElsewhere);
}

function reasonOfState(state: CallState, whenDeclined: EndedReason): EndedReason | undefined {
  switch (state) {
    case 'ringing':
    case 'answered':
      return undefined;
    case 'declined':
    case 'busy':
      return whenDeclined;
    case 'cancelled':
    case 'ended':
      return endedReasons.remoteEnded;
    case 'timedOut':
      return endedReasons.unanswered;
    case 'failed':
      return endedReasons.failed;
  }
}
