import type { RequestOf } from '../../../../client/js/src/index.ts';
import { addressOf, type Recipient } from './recipients.ts';

export const attachments = ['voice', 'image', 'file'] as const;
/** Elements that a push shows as a label in the reader's language. */
export type Attachment = (typeof attachments)[number];

export const sounds = ['default', 'none', 'ring.caf', 'chime.aiff'] as const;
export type Sound = (typeof sounds)[number];

/** A message as it is being written. */
export interface MessageDraft {
  text: string;
  attachments: readonly Attachment[];
  title: string;
  sound: Sound;
  /** User IDs. */
  mentions: readonly string[];
}

export const emptyDraft: MessageDraft = { text: '', attachments: [], title: '', sound: 'default', mentions: [] };

export function isEmpty({ text, attachments: attached }: MessageDraft): boolean {
  return text.trim() === '' && attached.length === 0;
}

/** How many settings differ from the default. */
export function settingsOf({ attachments: attached, title, sound, mentions }: MessageDraft): number {
  return attached.length + mentions.length + (title.trim() === '' ? 0 : 1) + (sound === 'default' ? 0 : 1);
}

/** The body of `POST /v1/messages`. */
export function messageBody(draft: MessageDraft, recipient: Recipient): RequestOf<'sendMessage'> {
  const { text, title, sound, mentions } = draft;
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
