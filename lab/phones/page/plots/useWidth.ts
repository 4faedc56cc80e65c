import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

const usualWidth = 480;

/** Width of an element in pixels: plots are drawn for it, so that their texts keep their size on a small screen. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(usualWidth);
  useEffect(() => {
    if (ref.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      const measured = Math.floor(entry?.contentRect.width ?? 0);
      if (measured > 0) setWidth(measured);
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
