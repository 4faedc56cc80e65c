import { useState } from 'preact/hooks';
import { isOver } from '../view.ts';
import { CommandBar } from './command/CommandBar.tsx';
import { useGroups } from './command/groups.ts';
import { Header } from './Header.tsx';
import { useLab } from './labState.ts';
import { groupByUser, usersOf } from './people.ts';
import { AddPhone } from './phone/AddPhone.tsx';
import { conversationsOf } from './phone/conversationList.ts';
import { PhoneGroup } from './phone/PhoneGroup.tsx';
import { PushPanel } from './pushes/PushPanel.tsx';
import { useRingtone } from './ringtone.ts';

export function App() {
  const { phones, pushes, connection } = useLab();
  const { groups, addGroup } = useGroups();
  const [sound, setSound] = useState(false);
  const ringing = phones.some(({ call }) => call?.state === 'ringing' && !isOver(call));
  useRingtone(sound && ringing);

  return (
    <>
      <Header connection={connection} sound={sound} onSound={setSound} />
      <main class="layout">
        <section class="stage" aria-label="Phones">
          <CommandBar phones={phones} groups={groups} addGroup={addGroup} />
          <div class="groups">
            {groupByUser(phones).map((group) => (
              <PhoneGroup
                key={group.userId ?? ''}
                group={group}
                conversations={conversationsOf(group.userId, usersOf(phones), groups)}
              />
            ))}
            {phones.length === 0 && connection !== 'opening' && (
              <p class="empty stage-empty">No phones yet. Add one, and it registers with Ringpost like a real app.</p>
            )}
            <AddPhone phones={phones} />
          </div>
        </section>
        <PushPanel pushes={pushes} phones={phones} />
      </main>
    </>
  );
}
