import { useRef } from 'preact/hooks';

const longPressMs = 500;

/** Handlers that tell a long press from a tap. A right click is one too, as it is on a touch screen. */
export function useLongPress(onTap: () => void, onLongPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wasLong = useRef(false);
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: () => {
      wasLong.current = false;
      timer.current = setTimeout(() => {
        wasLong.current = true;
        onLongPress();
      }, longPressMs);
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onContextMenu: (event: Event) => {
      event.preventDefault();
      stop();
      if (!wasLong.current) onLongPress();
      wasLong.current = true;
    },
    onClick: ({ detail }: MouseEvent) => {
      stop();
      // By the keyboard, without a pointer.
      if (detail === 0 || !wasLong.current) onTap();
      wasLong.current = false;
    },
  };
}
