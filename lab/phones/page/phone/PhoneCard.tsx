import { useEffect, useRef } from 'preact/hooks';
import { incomingCall, type PhoneView } from '../../view.ts';
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
  const isRinging = incomingCall(phone) !== undefined;
  return (
    <article
      ref={card}
      class={['phone-card', isNew && 'new', isLit && 'lit'].filter(Boolean).join(' ')}
      data-testid={`phone-${phone.phoneId}`}
      data-phone={phone.phoneId}
      aria-label={phone.name}
    >
      <div class={isRinging ? 'phone ringing' : 'phone'}>
        <button
          type="button"
          class="side-button"
          aria-label={`Side button: lock ${phone.name}`}
          title={isRinging ? 'Side button: press twice to decline' : 'Side button: lock'}
          onClick={() => !isRinging && labApi.act(phone.phoneId, 'lock')}
          onDblClick={() => isRinging && labApi.act(phone.phoneId, 'decline')}
        />
        <div class={`screen ${paletteOf(phone.userId ?? phone.name)}`} lang={phone.locale.replaceAll('_', '-')}>
          <Screen phone={phone} />
        </div>
      </div>
      <PhoneControls phone={phone} users={users} />
    </article>
  );
}
