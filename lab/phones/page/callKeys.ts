import { useEffect } from 'preact/hooks';
import type { PhoneView } from '../view.ts';
import { labApi } from './labApi.ts';

/** As `aria-keyshortcuts` names them. */
export const callKeys = { answer: 'Alt+Shift+A', decline: 'Alt+Shift+D' } as const;

/** Keys that answer and decline on the phone that has the focus, or else on the first that rings. */
export function useCallKeys(ringing: readonly PhoneView[]): void {
  useEffect(() => {
    if (ringing.length === 0) return;
    const onKey = (event: KeyboardEvent) => {
      const action = event.code === 'KeyA' ? 'answer' : event.code === 'KeyD' ? 'decline' : undefined;
      if (action === undefined || !event.altKey || !event.shiftKey) return;
      const focused = document.activeElement?.closest('[data-phone]')?.getAttribute('data-phone');
      const phone = ringing.find(({ phoneId }) => phoneId === focused) ?? ringing[0];
      if (!phone) return;
      event.preventDefault();
      void labApi.act(phone.phoneId, action);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [ringing]);
}
