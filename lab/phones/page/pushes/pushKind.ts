/** What a push does on a phone. Each kind has its own icon and colour in the list. */
import type { AnsweredPush } from '../../../apple/apple.ts';

export type PushKind =
  | 'alert'
  | 'call'
  | 'ring'
  | 'missed'
  | 'over'
  | 'recall'
  | 'badge'
  | 'background'
  | 'live'
  | 'other';

export const pushKindWords: Readonly<Record<PushKind, string>> = {
  alert: 'Alert',
  call: 'VoIP call',
  ring: 'Call as an alert',
  missed: 'Missed call',
  over: 'End of the ringing',
  recall: 'Recall',
  badge: 'Badge',
  background: 'Background',
  live: 'Live Activity',
  other: 'Other',
};

export function pushKindOf({ headers, payload, path }: Pick<AnsweredPush, 'headers' | 'payload' | 'path'>): PushKind {
  const pushType = headers['apns-push-type'];
  const { aps, ringpost } = recordOf(payload);
  const about = recordOf(ringpost);
  const { alert, badge } = recordOf(aps);
  if (pushType === 'voip') return 'call';
  if (about['recalled'] === true) return 'recall';
  if (about['missedCall'] === true) return 'missed';
  if (typeof about['callId'] === 'string') return alert === undefined ? 'over' : 'ring';
  if (pushType === 'alert') return alert === undefined && badge !== undefined ? 'badge' : 'alert';
  // Only requests about broadcast channels have a path.
  if (pushType === 'liveactivity' || path !== undefined) return 'live';
  return pushType === 'background' ? 'background' : 'other';
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
