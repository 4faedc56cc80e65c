import { useEffect, useRef, useState } from 'preact/hooks';
import type { PhoneView, ShownNotification } from '../view.ts';

/** How long arrivals are collected, so that a message to many phones, or many messages, are announced once. */
const collectMs = 1_000;

/** A notification that interrupts a user. */
export interface Arrival {
  /** Name of the phone. */
  phone: string;
  notification: Pick<ShownNotification, 'messageId' | 'title' | 'body' | 'at'>;
}

/** Text for a screen reader: one message whole, of several only how many. */
export function announcementOf(arrivals: readonly Arrival[]): string {
  const [first] = arrivals;
  if (!first) return '';
  const phones = [...new Set(arrivals.map(({ phone }) => phone))].toSorted().join(', ');
  const messages = new Set(arrivals.map(({ notification: { messageId, at, body } }) => messageId ?? `${at} ${body}`));
  const { title, body } = first.notification;
  if (messages.size > 1) return `${messages.size} new notifications on ${phones}.`;
  return `${phones}: ${[title, body].filter(Boolean).join(', ')}`;
}

/** @returns those that arrived between two states of the phones, without the quiet ones. */
export function arrivalsBetween(before: readonly PhoneView[], now: readonly PhoneView[]): Arrival[] {
  return now.flatMap(({ phoneId, name, notifications }) => {
    const known = before.find((phone) => phone.phoneId === phoneId);
    if (!known) return [];
    const keys = new Set(known.notifications.map(keyOf));
    return notifications
      .filter((each) => !each.quiet && !keys.has(keyOf(each)))
      .map((notification) => ({ phone: name, notification }));
  });
}

const keyOf = ({ messageId, at, body }: ShownNotification): string => `${messageId} ${at} ${body}`;

/** Announces the messages that arrive on the phones, at most once a second. */
export function useAnnouncement(phones: readonly PhoneView[]): string {
  const [text, setText] = useState('');
  const before = useRef(phones);
  const collected = useRef<Arrival[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const arrivals = arrivalsBetween(before.current, phones);
    before.current = phones;
    if (arrivals.length === 0) return;
    collected.current.push(...arrivals);
    timer.current ??= setTimeout(() => {
      setText(announcementOf(collected.current));
      collected.current = [];
      timer.current = undefined;
    }, collectMs);
  }, [phones]);

  return text;
}
