import { useEffect, useRef } from 'preact/hooks';
import { isOver, type PhoneView } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { paletteOf } from '../people.ts';
import { PhoneControls } from './PhoneControls.tsx';
import { Screen } from './Screen.tsx';

interface PhoneCardProps {
  phone: PhoneView;
  /** Whether it was just added. */
  isNew: boolean;
  /** Whether a push to it is pointed at. */
  isLit: boolean;
  /** Everybody on the page. */
  users: readonly string[];
}

/** One iPhone and its controls. */
export function PhoneCard({ phone, isNew, isLit, users }: PhoneCardProps) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isNew) card.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isNew]);
  const isRinging = phone.call?.state === 'ringing' && !isOver(phone.call);
  return (
    <article
      ref={card}
      class={['phone-card', isNew && 'new', isLit && 'lit'].filter(Boolean).join(' ')}
      data-testid={`phone-${phone.phoneId}`}
      aria-label={phone.name}
    >
      <div class={isRinging ? 'phone ringing' : 'phone'}>
        <button
          type="button"
          class="side-button"
          aria-label={`Side button: lock ${phone.name}`}
          title="Side button: lock"
          onClick={() => labApi.act(phone.phoneId, 'lock')}
        />
        <div class={`screen ${paletteOf(phone.userId ?? phone.name)}`} lang={phone.locale.replaceAll('_', '-')}>
          <Screen phone={phone} />
        </div>
      </div>
      <PhoneControls phone={phone} users={users} />
    </article>
  );
}
