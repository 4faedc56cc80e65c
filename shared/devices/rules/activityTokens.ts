/** Which update tokens of Live Activities a device keeps. */
import type { ActivityToken, Device } from './device.ts';

/** iOS shows a few activities of an app at a time. More would only make the user's item larger. */
export const maxActivities = 8;

/** iOS ends a Live Activity after eight hours, and removes it from the lock screen after four more. */
export const activityLifeMs = 12 * 60 * 60 * 1000;

type Activities = NonNullable<Device['activities']>;

/** Activities that may still be on the screen. */
export function currentActivities({ activities = {} }: Pick<Device, 'activities'>, nowMs: number): Activities {
  return Object.fromEntries(
    Object.entries(activities).filter(([, { registeredAtMs }]) => registeredAtMs + activityLifeMs > nowMs),
  );
}

/** The device's activities with this one among them. The oldest ones give way. */
export function withActivity(
  device: Pick<Device, 'activities'>,
  activityId: string,
  token: ActivityToken,
  nowMs: number,
): Activities {
  const { [activityId]: _replaced, ...others } = currentActivities(device, nowMs);
  const newestFirst = Object.entries(others).toSorted(
    ([, one], [, other]) => other.registeredAtMs - one.registeredAtMs,
  );
  return Object.fromEntries([[activityId, token], ...newestFirst.slice(0, maxActivities - 1)]);
}
