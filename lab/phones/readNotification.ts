/** What iOS and the app's extension make of the payload of an alert push. Apple: "Generating a remote notification". */
import * as z from 'zod/mini';
import type { Importance } from './notificationSettings.ts';
import type { ShownNotification } from './view.ts';

/** What the app's notification service extension finds: shared/content/payloads/alertPayload.ts. */
const extensionSchema = z.looseObject({
  ringpost: z.looseObject({
    image: z.optional(z.string()),
    sender: z.optional(
      z.looseObject({ userId: z.string(), name: z.optional(z.string()), avatarUrl: z.optional(z.string()) }),
    ),
    group: z.optional(z.looseObject({ name: z.string() })),
  }),
});

/** A notification without what the phone adds. */
export type ReadNotification = Omit<ShownNotification, 'at' | 'quiet' | 'call' | 'missedCall' | 'messageId'>;

/** @returns undefined if the push has no text, so that nothing is shown. */
export function readNotification(payload: Record<string, unknown>): ReadNotification | undefined {
  const {
    alert,
    sound,
    category,
    'thread-id': threadId,
    'interruption-level': level,
    'relevance-score': relevance,
  } = asRecord(payload['aps']);
  const text = readAlert(alert);
  if (!text) return undefined;
  return {
    ...text,
    ...readSound(sound),
    ...(typeof threadId === 'string' && { threadId }),
    ...(typeof category === 'string' && { category }),
    ...(typeof level === 'string' && { interruptionLevel: level }),
    ...(typeof relevance === 'number' && { relevanceScore: relevance }),
  };
}

/**
 * What the app's extension adds, as the kit does: the picture, and the sender as a person, whose name iOS shows as the
 * title and whose group as the subtitle.
 */
export function completedByExtension(read: ReadNotification, payload: Record<string, unknown>): ReadNotification {
  const { image, sender, group } = extensionSchema.safeParse(payload).data?.ringpost ?? {};
  return {
    ...read,
    ...(image !== undefined && { image }),
    ...(sender && { sender, title: sender.name ?? read.title }),
    ...(sender && group && { subtitle: group.name }),
  };
}

export function importanceOf({ aps }: Record<string, unknown>, { sender }: ReadNotification): Importance {
  const { sound, 'interruption-level': level } = asRecord(aps);
  return { level, isCritical: asRecord(sound)['critical'] === 1, senderId: sender?.userId };
}

/** `aps.badge`, and whether the push shows nothing else. */
export function readBadge(payload: Record<string, unknown>): { badge: number; isAlone: boolean } | undefined {
  const { alert, badge } = asRecord(payload['aps']);
  return typeof badge === 'number' ? { badge, isAlone: alert === undefined } : undefined;
}

/** `aps.alert`: a text, or a dictionary. Undefined: nothing is shown. */
function readAlert(alert: unknown): Pick<ShownNotification, 'title' | 'subtitle' | 'body'> | undefined {
  if (typeof alert === 'string') return { body: alert };
  const { title, subtitle, body } = asRecord(alert);
  if (typeof title !== 'string' && typeof subtitle !== 'string' && typeof body !== 'string') return undefined;
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof subtitle === 'string' && { subtitle }),
    body: typeof body === 'string' ? body : '',
  };
}

/** `aps.sound` is a name, or a dictionary for critical alerts. */
function readSound(sound: unknown): Pick<ShownNotification, 'sound'> {
  const { name } = typeof sound === 'string' ? { name: sound } : asRecord(sound);
  return typeof name === 'string' ? { sound: name } : {};
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
