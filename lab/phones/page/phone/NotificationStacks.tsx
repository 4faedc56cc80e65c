import { useState } from 'preact/hooks';
import type { ShownNotification } from '../../view.ts';
import { NotificationBanner } from './NotificationBanner.tsx';

interface NotificationStacksProps {
  /** Newest first. */
  notifications: readonly ShownNotification[];
  now: number;
  onOpen(): void;
}

/** Notifications as iOS groups them: one stack for each thread, the stack with the newest on top. */
export function NotificationStacks({ notifications, now, onOpen }: NotificationStacksProps) {
  const threads = new Map<string, ShownNotification[]>();
  for (const notification of notifications) {
    const thread = notification.threadId ?? '';
    threads.set(thread, [...(threads.get(thread) ?? []), notification]);
  }
  return (
    <div class="stacks">
      {[...threads].map(([threadId, members]) => (
        <Stack key={threadId} members={members} now={now} onOpen={onOpen} />
      ))}
    </div>
  );
}

function Stack({ members, now, onOpen }: { members: ShownNotification[]; now: number; onOpen(): void }) {
  const [isExpanded, setExpanded] = useState(false);
  const [newest, ...older] = members;
  if (!newest) return null;
  if (older.length === 0 || isExpanded) {
    return members.map((notification, index) => (
      <NotificationBanner key={members.length - index} notification={notification} now={now} onOpen={onOpen} />
    ));
  }
  return (
    <div class={older.length > 1 ? 'stack deep' : 'stack'}>
      <NotificationBanner
        key={members.length}
        notification={newest}
        now={now}
        more={older.length}
        onOpen={() => setExpanded(true)}
      />
    </div>
  );
}
