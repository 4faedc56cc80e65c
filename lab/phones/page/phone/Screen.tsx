import { isOver, type PhoneView } from '../../view.ts';
import { labApi } from '../labApi.ts';
import { useNow } from '../time.ts';
import { AppScreen } from './AppScreen.tsx';
import { CallEndedScreen, useJustEnded } from './CallEnded.tsx';
import { CallScreen } from './CallScreen.tsx';
import { HomeScreen } from './HomeScreen.tsx';
import { LockScreen } from './LockScreen.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TransientBanner } from './TransientBanner.tsx';

/** The phone's screen: the layers of iOS, with the call on top. */
export function Screen({ phone }: { phone: PhoneView }) {
  const now = useNow();
  const justEnded = useJustEnded(phone.call);
  const { call, state, locked, phoneId } = phone;
  const inApp = state === 'foreground';
  const isLocked = locked && !inApp;
  const callCovers = call !== undefined && (!isOver(call) || justEnded);

  return (
    <>
      <div class="under-call" inert={callCovers}>
        {inApp && <AppScreen phone={phone} now={now} />}
        {isLocked && <LockScreen phone={phone} now={now} endedCall={callCovers ? undefined : call} />}
        {!inApp && !isLocked && <HomeScreen phone={phone} now={now} />}
        {!isLocked && <TransientBanner phone={phone} now={now} />}
      </div>
      {call && !isOver(call) && <CallScreen phone={phone} call={call} now={now} />}
      {call && justEnded && <CallEndedScreen call={call} phone={phone} />}
      <div class="island" aria-hidden="true" />
      <StatusBar
        now={now}
        timeZone={phone.timeZone}
        network={phone.network}
        isLocked={isLocked && !callCovers}
        isDark={inApp && !callCovers}
      />
      {!callCovers && (
        <button
          type="button"
          class={inApp ? 'home-indicator dark' : 'home-indicator'}
          aria-label={`${phone.name}: swipe up to ${isLocked ? 'unlock' : 'go to the home screen'}`}
          title={isLocked ? 'Swipe up: unlock' : 'Swipe up: home screen'}
          onClick={() => labApi.act(phoneId, 'home')}
        />
      )}
    </>
  );
}
