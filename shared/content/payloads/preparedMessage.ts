/**
 * The payloads of a message as they go to APNs. Phones that get the same but for badge and ticket share one, so a message to a
 * group is composed, measured and made JSON once for each language and shape.
 */
import { PayloadTemplate, type PreparedPayload } from '../../apns/rules/preparedPayload.ts';
import type { Message } from '../message.ts';
import type { MessagePushType } from '../offlinePush.ts';
import type { AlertView } from './alertPayload.ts';
import { messagePayload } from './messagePayload.ts';
import type { PushNote } from './pushNote.ts';
import { notesOf } from './ringAlert.ts';

export interface PreparedMessage {
  payload: PreparedPayload;
  /** Size of the payload in bytes. */
  bytes: number;
  /** A text was shortened to fit. */
  truncated: boolean;
  notes: readonly PushNote[];
}

/** What all phones share whose payloads differ only in the badge and in the receipt ticket. */
interface Shape extends Omit<PreparedMessage, 'payload'> {
  template: PayloadTemplate;
}

/** A worker plans a message in steps, which share the shapes. Undefined: it does not fit. */
const shapesOf = new WeakMap<Message, Map<string, Shape | undefined>>();

/**
 * The payload that `messagePayload` makes for this view, as bytes.
 * @param message an object that never changes.
 * @returns undefined if it is too large even with its texts shortened to nothing.
 */
export function preparedMessage(
  message: Message,
  pushType: MessagePushType,
  view: AlertView,
): PreparedMessage | undefined {
  const shape = shapeFor(message, pushType, view);
  if (shape === undefined) return undefined;
  const { template, ...same } = shape;
  return { ...same, payload: template.with(view.badge, view.receipt) };
}

function shapeFor(message: Message, pushType: MessagePushType, view: AlertView): Shape | undefined {
  const shapes = shapesOf.get(message) ?? new Map<string, Shape | undefined>();
  shapesOf.set(message, shapes);
  const { locale, badge, isSilent = false, receipt = '' } = view;
  // A badge with more digits or a longer ticket may leave less room for the texts.
  const digits = badge === undefined ? 0 : String(badge).length;
  const name = `${pushType} ${digits} ${receipt.length} ${isSilent} ${locale}`;
  if (!shapes.has(name)) shapes.set(name, makeShape(message, pushType, view));
  return shapes.get(name);
}

function makeShape(message: Message, pushType: MessagePushType, view: AlertView): Shape | undefined {
  const fitted = messagePayload(message, pushType, view);
  if (fitted === undefined) return undefined;
  const { payload, bytes, truncated } = fitted;
  return {
    template: new PayloadTemplate(payload, ['aps', 'badge'], ['ringpost', 'receipt']),
    bytes,
    truncated,
    notes: notesOf(payload),
  };
}
