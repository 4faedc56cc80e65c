import { useState } from 'preact/hooks';
import type { ShownNotification } from '../../view.ts';
import { NotificationBanner } from './NotificationBanner.tsx';
import type { PhoneWords } from './phoneLanguage.ts';

interface NotificationStacksProps {
  /** Newest first. */
  notifications: readonly ShownNotification[];
  now: number;
  words: PhoneWords;
  onOpen(notification: ShownNotification): void;
  onExpand(notification: ShownNotification): void;
}

/** Notifications as iOS groups them: one stack for each thread, the stack with the newest on top. */
export function NotificationStacks({ notifications, ...rest }: NotificationStacksProps) {
  const threads = new Map<string, ShownNotification[]>();
  for (const notification of notifications) {
    const thread = notification.threadId ?? '';
    threads.set(thread, [...(threads.get(thread) ?? []), notification]);
  }
  return (
    <div class="stacks">
      {[...threads].map(([threadId, members]) => (
        <Stack key={threadId} members={members} {...rest} />
      ))}
    </div>
  );
}

interface StackProps extends Omit<NotificationStacksProps, 'notifications'> {
  members: readonly ShownNotification[];
}

function Stack({ members, now, words, onOpen, onExpand }: StackProps) {
  const [isExpanded, setExpanded] = useState(false);
  const [newest, ...older] = members;
  if (!newest) return null;
  if (older.length === 0 || isExpanded) {
    return (
      <>
        {older.length > 0 && (
          <button type="button" class="show-less" onClick={() => setExpanded(false)}>
            {words.showLess}
          </button>
        )}
        {members.map((notification, index) => (
          <NotificationBanner
            key={members.length - index}
            notification={notification}
            now={now}
            words={words}
            onOpen={() => onOpen(notification)}
            onExpand={() => onExpand(notification)}
          />
        ))}
      </>
    );
  }
  return (
    <div class={older.length > 1 ? 'stack deep' : 'stack'}>
      <NotificationBanner
        key={members.length}
        notification={newest}
        now={now}
        words={words}
        more={older.length}
        onOpen={() => setExpanded(true)}
        onExpand={() => onExpand(newest)}
      />
    </div>
  );
}
