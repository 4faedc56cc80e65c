import { useState } from 'preact/hooks';
import type { PhoneView } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { useNow } from '../time.ts';
import { AppScreen } from './AppScreen.tsx';
import { ownActivities } from './activities.ts';
import { CallBanner, CallEndedBanner } from './CallBanner.tsx';
import { CallEndedScreen } from './CallEnded.tsx';
import { CallScreen } from './CallScreen.tsx';
import { useCallLayers } from './callLayers.ts';
import { ExpandedNotification } from './ExpandedNotification.tsx';
import { useExpanded } from './expansion.ts';
import { HomeScreen } from './HomeScreen.tsx';
import { Island } from './Island.tsx';
import { LockScreen } from './LockScreen.tsx';
import { CentreOverlay } from './NotificationCentre.tsx';
import { phoneWords } from './phoneLanguage.ts';
import { RecentsScreen } from './RecentsScreen.tsx';
import { SecondCallScreen } from './SecondCallScreen.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TransientBanner } from './TransientBanner.tsx';

/** The phone's screen: the layers of iOS, with the call on top. */
export function Screen({ phone }: { phone: PhoneView }) {
  const now = useNow();
  const { call, state, locked, phoneId } = phone;
  const words = phoneWords(phone.locale);
  const inApp = state === 'foreground';
  const isLocked = locked && !inApp;
  const layers = useCallLayers(phone, isLocked);
  const { full, second, banner, pill, ended } = layers;
  const callCovers = full !== undefined || second !== undefined || (ended !== undefined && !ended.isBanner);
  const { expanded, expand, collapse } = useExpanded(phone);
  const [isCentreOpen, setCentreOpen] = useState(false);
  const showsCentre = isCentreOpen && !isLocked;
  const [isPhoneOpen, setPhoneOpen] = useState(false);
  const showsRecents = isPhoneOpen && !inApp && !isLocked;
  const isLight = (inApp || showsRecents) && !showsCentre;
  // The app whose activity it is needs none while it is open.
  const activities = isLocked || inApp || callCovers ? [] : ownActivities(phone);
  const canLeave = full !== undefined && (full.isOutgoing === true || full.state === 'answered') && !second;

  function swipeUp() {
    if (canLeave) layers.leave();
    else if (showsCentre) return setCentreOpen(false);
    else if (showsRecents) return setPhoneOpen(false);
    void labApi.act(phoneId, 'home');
  }

  return (
    <>
      <div class="under-call" inert={callCovers}>
        <div class="under-call" inert={expanded !== undefined}>
          <div class="under-call" inert={showsCentre}>
            {inApp && <AppScreen phone={phone} now={now} />}
            {isLocked && (
              <LockScreen phone={phone} now={now} endedCall={callCovers ? undefined : call} onExpand={expand} />
            )}
            {!inApp && !isLocked && !showsRecents && (
              <HomeScreen phone={phone} now={now} onPhone={() => setPhoneOpen(true)} />
            )}
            {showsRecents && <RecentsScreen phone={phone} onCall={() => setPhoneOpen(false)} />}
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
      {full && !second && (
        <CallScreen
          phone={phone}
          call={full}
          now={now}
          isLocked={isLocked}
          onLeave={inApp && canLeave ? layers.leave : undefined}
        />
      )}
      {second && call && <SecondCallScreen phone={phone} first={call} call={second} now={now} />}
      {banner && <CallBanner phone={phone} call={banner} now={now} onExpand={layers.expand} />}
      {ended?.isBanner && <CallEndedBanner phone={phone} call={ended.call} />}
      {ended && !ended.isBanner && <CallEndedScreen call={ended.call} phone={phone} />}
      <Island phone={phone} call={pill} activities={activities} now={now} onCall={layers.returnTo} />
      <StatusBar
        now={now}
        timeZone={phone.timeZone}
        network={phone.network}
        focus={phone.focus ? words.focusIsOn : undefined}
        isLocked={isLocked && !callCovers}
        isDark={isLight && !callCovers}
      />
      {(!callCovers || canLeave) && (
        <button
          type="button"
          class={isLight && !callCovers ? 'home-indicator dark' : 'home-indicator'}
          aria-label={`${phone.name}: swipe up to ${isLocked ? 'unlock' : 'go to the home screen'}`}
          title={isLocked ? 'Swipe up: unlock' : 'Swipe up: home screen'}
          onClick={swipeUp}
        />
      )}
    </>
  );
}
