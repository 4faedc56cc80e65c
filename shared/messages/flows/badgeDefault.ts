/** Whether the server or the phone counts the badge of a message that does not say so: docs/decisions/0097. */
import type { Message } from '../../content/message.ts';
import { pushTypeOf } from '../../content/offlinePush.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import type { TeamPorts } from '../../team/ports.ts';

/** The same message with the badge counted by the phone. One object for each message, because payloads are kept by it. */
const countedByPhone = new WeakMap<Message, Message>();

export function withPhoneCount(message: Message): Message {
  const known = countedByPhone.get(message);
  if (known !== undefined) return known;
  const made: Message = { ...message, offlinePush: { ...message.offlinePush, badge: { mode: 'app' } } };
  countedByPhone.set(message, made);
  return made;
}

/** @returns the recipients' apps whose phones count this message, because neither it nor its policy says who counts. */
export async function appsThatCount(
  { apps }: Pick<TeamPorts, 'apps'>,
  { offlinePush }: Message,
  recipients: readonly Recipient[],
): Promise<ReadonlySet<string>> {
  if (offlinePush.badge !== undefined || pushTypeOf(offlinePush) !== 'alert') return new Set();
  const appIds = new Set(recipients.flatMap(({ devices }) => devices.map(({ appId }) => appId)));
  const counting = await Promise.all(
    [...appIds].map(async (appId) => ((await apps.find(appId))?.badges === 'app' ? [appId] : [])),
  );
  return new Set(counting.flat());
}
