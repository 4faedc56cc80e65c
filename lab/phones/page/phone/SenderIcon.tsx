import type { ShownNotification } from '../../view.ts';
import { AppIcon } from '../icons.tsx';
import { displayName, initials, paletteOf } from '../people.ts';

/** The app's icon, or for a person's message the avatar with the app's icon as a small badge, as iOS draws it. */
export function SenderIcon({ notification: { sender } }: { notification: ShownNotification }) {
  if (!sender) return <AppIcon />;
  const name = sender.name ?? displayName(sender.userId);
  return (
    <span class={`sender-icon ${paletteOf(sender.userId)}`} data-testid="sender-icon" aria-hidden="true">
      {sender.avatarUrl === undefined ? (
        <span>{initials(name)}</span>
      ) : (
        // The lab downloads nothing: every avatar is this one.
        <img src="/portrait.svg" alt="" title={`In place of ${sender.avatarUrl}`} />
      )}
      <AppIcon />
    </span>
  );
}
