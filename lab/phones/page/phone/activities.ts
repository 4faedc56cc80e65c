import { type ActivityView, isCardOf, type PhoneView } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { readGroupCall } from './groupCall.ts';

/** Live Activities that a phone shows: not the card of a call that its user is in here. */
export function ownActivities({ activities, call, secondCall }: PhoneView): ActivityView[] {
  const running = [call, secondCall].filter((each) => each?.state === 'answered' && each.endedReason === undefined);
  return activities.filter((activity) => !running.some((each) => each && isCardOf(activity, each.callId)));
}

/** A tap on the card of a call joins the call; a tap on any other one opens the app. */
export function openActivity(phoneId: string, activity: ActivityView): Promise<unknown> {
  const call = readGroupCall(activity);
  if (call === undefined || call.isOver) return labApi.act(phoneId, 'open');
  return labApi.act(phoneId, 'join', { activityId: activity.activityId });
}
