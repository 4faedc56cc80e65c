/** A message and what its sender wants of its push. Shapes as in the API (contract.md, `POST /v1/messages`). */
import type { TokenKind } from './device.ts';

export interface TextElement {
  type: 'text';
  text: string;
}

export type MessageElement = TextElement;

export interface CallHandle {
  type: 'generic' | 'phoneNumber' | 'emailAddress';
  value: string;
}

export interface OfflinePush {
  disabled?: boolean | undefined;
  /** Which of the recipient's tokens it goes to. */
  pushType?: TokenKind | undefined;
  /** Shown above the text, in addition to it. */
  title?: string | undefined;
  /** Replaces the text. */
  desc?: string | undefined;
  /** Handed to the app untouched, at `ext` of the payload. */
  ext?: unknown;
  /** `none`, `default` (also when absent), or a file name with extension in the app. */
  sound?: string | undefined;
  /** Only for `pushType: 'voip'`. */
  voip?:
    | { handle?: CallHandle | undefined; callerName?: string | undefined; hasVideo?: boolean | undefined }
    | undefined;
}

export interface Message {
  messageId: string;
  from: string;
  elements: readonly MessageElement[];
  onlineUserOnly: boolean;
  offlinePush: OfflinePush;
  createdAtMs: number;
}

export function pushTypeOf(message: Message): TokenKind {
  return message.offlinePush.pushType ?? 'alert';
}
