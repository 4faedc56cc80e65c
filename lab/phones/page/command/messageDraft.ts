import type { RequestOf } from '../../../../client/js/src/index.ts';
import { addressOf, type Recipient } from './recipients.ts';

export const attachments = ['voice', 'image', 'file'] as const;
/** Elements that a push shows as a label in the reader's language. */
export type Attachment = (typeof attachments)[number];

export const sounds = ['default', 'none', 'ring.caf', 'chime.aiff'] as const;
export type Sound = (typeof sounds)[number];

/** How much a message may interrupt: `active` is what iOS does without a level. Users may not send `critical` ones. */
export const levels = ['active', 'passive', 'time-sensitive'] as const;
export type Level = (typeof levels)[number];

export const extras = ['person', 'picture', 'actions'] as const;
/** What the notification has besides its text: its sender as a person, a picture, and actions under it. */
export type Extra = (typeof extras)[number];

/** The phones of the lab download nothing, and show a picture of their own in its place. */
const pictureUrl = 'https://pictures.example/mountains.jpg';

/** A message as it is being written. */
export interface MessageDraft {
  text: string;
  attachments: readonly Attachment[];
  title: string;
  sound: Sound;
  level: Level;
  /** Undefined: the message has none. */
  relevance: number | undefined;
  extras: readonly Extra[];
  /** User IDs. */
  mentions: readonly string[];
}

export const emptyDraft: MessageDraft = {
  text: '',
  attachments: [],
  title: '',
  sound: 'default',
  level: 'active',
  relevance: undefined,
  extras: [],
  mentions: [],
};

export function isEmpty({ text, attachments: attached }: MessageDraft): boolean {
  return text.trim() === '' && attached.length === 0;
}

/** How many settings differ from the default. */
export function settingsOf({ attachments: attached, mentions, extras: added, ...draft }: MessageDraft): number {
  const { title, sound, level, relevance } = draft;
  const changed = [title.trim() !== '', sound !== 'default', level !== 'active', relevance !== undefined];
  return attached.length + mentions.length + added.length + changed.filter(Boolean).length;
}

/** The body of `POST /v1/messages`. */
export function messageBody(draft: MessageDraft, recipient: Recipient): RequestOf<'sendMessage'> {
  const { text, title, sound, level, relevance, mentions } = draft;
  const has = (extra: Extra) => draft.extras.includes(extra);
  return {
    to: addressOf(recipient),
    elements: [
      ...(text.trim() === '' ? [] : [{ type: 'text' as const, text }]),
      ...draft.attachments.map((type) => ({ type })),
    ],
    ...(mentions.length > 0 && { mentions: [...mentions] }),
    offlinePush: {
      // As for an app with a notification service extension, which reports when a message arrives.
      mutableContent: true,
      ...(title.trim() !== '' && { title }),
      ...(sound !== 'default' && { sound }),
      ...(level !== 'active' && { interruptionLevel: level }),
      ...(relevance !== undefined && { relevanceScore: relevance }),
      ...(has('person') && { communication: true }),
      ...(has('picture') && { image: pictureUrl }),
      ...(has('actions') && { category: 'message' }),
    },
  };
}

/** What it has besides its text, for the outcome. */
export function draftLabels({ attachments: attached }: MessageDraft): string {
  return attached.map((type) => `[${type}]`).join(' ');
}

export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}
