import { useEffect, useState } from 'preact/hooks';
import { incomingCall, type PhoneView } from '../view.ts';
import { useAnnouncement } from './announcement.ts';
import { useCallKeys } from './callKeys.ts';
import { CommandBar } from './command/CommandBar.tsx';
import { useGroups } from './command/groups.ts';
import { FrozenAt } from './frozen.ts';
import { Header } from './Header.tsx';
import { consoleRoot, useLabConsole } from './labConsole.ts';
import { useLab } from './labState.ts';
import { groupByUser, learnNames, usersOf } from './people.ts';
import { AddPhone } from './phone/AddPhone.tsx';
import { conversationsOf } from './phone/conversationList.ts';
import { useNewPhone } from './phone/newPhone.ts';
import { PhoneGroup } from './phone/PhoneGroup.tsx';
import { PushPanel } from './pushes/PushPanel.tsx';
import { useRingtone } from './ringtone.ts';
import { StoppedOverlay } from './StoppedOverlay.tsx';

export function App() {
  const { phones, pushes, requests, connection, stoppedAtMs } = useLab();
  const { groups, addGroup } = useGroups();
  const [sound, setSound] = useState(false);
  const { isConsole, LabConsole } = useLabConsole();
  const [litPhoneId, setLitPhoneId] = useState<string>();
  learnNames(phones);
  const announcement = useAnnouncement(phones);
  const newPhone = useNewPhone(phones, connection);
  const users = usersOf(phones);
  const isStopped = connection === 'lost';
  const ringing = isStopped ? [] : phones.filter(incomingCall);
  useRingtone(sound && ringing.length > 0);
  useTitle(ringing);
  useCallKeys(ringing);

  return (
    <FrozenAt.Provider value={stoppedAtMs}>
      <a class="skip-link" href="#phones">
        Skip to the phones
      </a>
      <Header isConsole={isConsole} connection={connection} sound={sound} onSound={setSound} />
      <main class={classes('layout', isStopped && 'frozen', isConsole && 'with-console')} inert={isStopped}>
        {isConsole && LabConsole && <LabConsole root={consoleRoot} />}
        <section class="stage" aria-label="Phones">
          <CommandBar phones={phones} groups={groups} addGroup={addGroup} connection={connection} />
          <div class="groups" id="phones" tabIndex={-1}>
            {groupByUser(phones).map((group) => (
              <PhoneGroup
                key={group.userId ?? ''}
                group={group}
                users={users}
                conversations={conversationsOf(group.userId, users, groups)}
                newPhoneId={newPhone?.phoneId}
                litPhoneId={litPhoneId}
              />
            ))}
            <AddPhone phones={phones} />
          </div>
          <p class="visually-hidden" role="status">
            {newPhone && `${newPhone.name} was added.`}
          </p>
        </section>
        <p class="visually-hidden" role="status" data-testid="arrived">
          {announcement}
        </p>
        <p class="visually-hidden" role="alert" data-testid="ringing">
          {ringing.map((phone) => `${incomingCall(phone)?.callerName} calls ${phone.name}.`).join(' ')}
        </p>
        <PushPanel pushes={pushes} requests={requests} phones={phones} groups={groups} onPoint={setLitPhoneId} />
      </main>
      {isStopped && <StoppedOverlay />}
    </FrozenAt.Provider>
  );
}

const classes = (...names: (string | false)[]): string => names.filter(Boolean).join(' ');

const usualTitle = document.title;

/** The tab's title shows what rings, for a user who looks at another tab. */
function useTitle(ringing: readonly PhoneView[]): void {
  const names = ringing.map(({ name }) => name).join(', ');
  useEffect(() => {
    document.title = names === '' ? usualTitle : `Ringing: ${names}`;
  }, [names]);
}
