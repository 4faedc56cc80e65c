import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PhoneView } from '../../view.ts';
import { Avatar } from '../command/Avatar.tsx';
import { displayName, type PhoneGroup as Group } from '../people.ts';
import { Conversations } from './Conversations.tsx';
import type { Conversation } from './conversationList.ts';
import { PhoneCard } from './PhoneCard.tsx';

interface PhoneGroupProps {
  group: Group;
  conversations: readonly Conversation[];
  /** Everybody on the page. */
  users: readonly string[];
  /** A phone that was just added. */
  newPhoneId: string | undefined;
  /** The phone of the push that is pointed at. */
  litPhoneId: string | undefined;
}

/** All phones of one user, next to each other. */
export function PhoneGroup({
  group: { userId, phones },
  conversations,
  users,
  newPhoneId,
  litPhoneId,
}: PhoneGroupProps) {
  const section = useRef<HTMLElement>(null);
  useBringIntoView(section, phones);
  const name = userId === undefined ? 'Not logged in' : displayName(userId);
  return (
    <section ref={section} class="group" aria-label={name}>
      <div class="group-head">
        <h2>
          <Avatar name={name} />
          {name}
          <small>{phones.length === 1 ? '1 phone' : `${phones.length} phones`}</small>
        </h2>
        {userId !== undefined && <Conversations userId={userId} conversations={conversations} />}
      </div>
      <div class="group-phones">
        {phones.map((phone) => (
          <PhoneCard
            key={phone.phoneId}
            phone={phone}
            isNew={phone.phoneId === newPhoneId}
            users={users}
            isLit={phone.phoneId === litPhoneId}
          />
        ))}
      </div>
    </section>
  );
}

/** On a narrow screen only one phone fits: the page scrolls to the phone where something arrives. */
function useBringIntoView(section: RefObject<HTMLElement | null>, phones: readonly PhoneView[]): void {
  const news = phones.map(({ history, call }) => `${history[0]?.at} ${call?.callId}`).join();
  const seen = useRef(news);
  useEffect(() => {
    if (seen.current === news) return;
    seen.current = news;
    if (!matchMedia('(max-width: 900px)').matches) return;
    section.current?.scrollIntoView({ inline: 'start', block: 'nearest' });
  }, [news, section]);
}
