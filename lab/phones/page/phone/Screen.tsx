import { useState } from 'preact/hooks';
import { isOver, type PhoneView } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { useNow } from '../time.ts';
import { AppScreen } from './AppScreen.tsx';
import { CallEndedScreen, useJustEnded } from './CallEnded.tsx';
import { CallScreen } from './CallScreen.tsx';
import { ExpandedNotification } from './ExpandedNotification.tsx';
import { useExpanded } from './expansion.ts';
import { HomeScreen } from './HomeScreen.tsx';
import { LockScreen } from './LockScreen.tsx';
import { CentreOverlay } from './NotificationCentre.tsx';
import { phoneWords } from './phoneLanguage.ts';
import { StatusBar } from './StatusBar.tsx';
import { TransientBanner } from './TransientBanner.tsx';

/** The phone's screen: the layers of iOS, with the call on top. */
export function Screen({ phone }: { phone: PhoneView }) {
  const now = useNow();
  const justEnded = useJustEnded(phone.call);
  const { call, state, locked, phoneId } = phone;
  const words = phoneWords(phone.locale);
  const inApp = state === 'foreground';
  const isLocked = locked && !inApp;
  const callCovers = call !== undefined && (!isOver(call) || justEnded);
  const { expanded, expand, collapse } = useExpanded(phone);
  const [isCentreOpen, setCentreOpen] = useState(false);
  const showsCentre = isCentreOpen && !isLocked;

  return (
    <>
      <div class="under-call" inert={callCovers}>
        <div class="under-call" inert={expanded !== undefined}>
          <div class="under-call" inert={showsCentre}>
            {inApp && <AppScreen phone={phone} now={now} />}
            {isLocked && (
              <LockScreen phone={phone} now={now} endedCall={callCovers ? undefined : call} onExpand={expand} />
            )}
            {!inApp && !isLocked && <HomeScreen phone={phone} now={now} />}
            {!isLocked && <TransientBanner phone={phone} now={now} onExpand={expand} />}
          </div>
          {showsCentre && <CentreOverlay phone={phone} now={now} onExpand={expand} />}
          {!isLocked && (
            <button
              type="button"
              class="swipe-down"
              aria-label={`${phone.name}: ${words.notificationCentre}`}
              aria-expanded={showsCentre}
              title="Swipe down: Notification Centre"
              onClick={() => setCentreOpen(!showsCentre)}
            />
          )}
        </div>
        {expanded && <ExpandedNotification phone={phone} notification={expanded} now={now} onClose={collapse} />}
      </div>
      {call && !isOver(call) && <CallScreen phone={phone} call={call} now={now} />}
      {call && justEnded && <CallEndedScreen call={call} phone={phone} />}
      <div class="island" aria-hidden="true" />
      <StatusBar
        now={now}
        timeZone={phone.timeZone}
        network={phone.network}
        focus={phone.focus ? words.focusIsOn : undefined}
        isLocked={isLocked && !callCovers}
        isDark={inApp && !callCovers && !showsCentre}
      />
      {!callCovers && (
        <button
          type="button"
          class={inApp && !showsCentre ? 'home-indicator dark' : 'home-indicator'}
          aria-label={`${phone.name}: swipe up to ${isLocked ? 'unlock' : 'go to the home screen'}`}
          title={isLocked ? 'Swipe up: unlock' : 'Swipe up: home screen'}
          onClick={() => (showsCentre ? setCentreOpen(false) : labApi.act(phoneId, 'home'))}
        />
      )}
    </>
  );
}
