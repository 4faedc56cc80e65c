import { alertText } from './alertText.ts';
import type { Message } from './message.ts';
import { pushTypeRules } from './pushTypes.ts';
import { fitText } from './sizeGuard.ts';

/** The payload of an alert push. Apple: "Generating a remote notification". */
export interface AlertPayload {
  aps: { alert: { title?: string; body: string }; badge: number; sound?: string };
  ringpost: { messageId: string; conversationId: string };
  ext?: unknown;
}

/**
 * @param badge the recipient's counter for this app, this message included.
 * @returns undefined when the payload is too large even with its text shortened to nothing: `ext` or the title is.
 */
export function alertPayload(
  message: Message,
  nickname: string | undefined,
  badge: number,
): { payload: AlertPayload; truncated: boolean } | undefined {
  const { title, desc, ext, sound = 'default' } = message.offlinePush;
  return fitText(
    alertText(message.elements, nickname, desc),
    pushTypeRules.alert.maxPayloadBytes,
    (body): AlertPayload => ({
      aps: {
        alert: { ...(title !== undefined && { title }), body },
        badge,
        ...(sound !== 'none' && { sound }),
      },
      ringpost: { messageId: message.messageId, conversationId: `user:${message.from}` },
      ...(ext !== undefined && { ext }),
    }),
  );
}
