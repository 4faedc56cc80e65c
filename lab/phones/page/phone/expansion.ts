import { useRef, useState } from 'preact/hooks';
import type { PhoneView, ShownNotification } from '../../view.ts';

const isSame = (one: ShownNotification, other: ShownNotification): boolean =>
  one.messageId === other.messageId && one.at === other.at && one.body === other.body;

/** The notification that a long press has opened, as long as the phone has it. */
export function useExpanded({ notifications }: Pick<PhoneView, 'notifications'>) {
  const [chosen, setChosen] = useState<ShownNotification>();
  /** Gets the focus back. */
  const opener = useRef<Element | null>(null);
  return {
    expanded: chosen && notifications.find((shown) => isSame(shown, chosen)),
    expand(notification: ShownNotification) {
      opener.current = document.activeElement;
      setChosen(notification);
    },
    collapse() {
      setChosen(undefined);
      // The page under it cannot be focused before it is drawn again.
      requestAnimationFrame(() => opener.current instanceof HTMLElement && opener.current.focus());
    },
  };
}
