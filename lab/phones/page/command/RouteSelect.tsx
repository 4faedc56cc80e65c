import { displayName } from '../people.ts';
import { Avatar } from './Avatar.tsx';
import { keyOfGroup, type LabGroup, nameOf, type RecipientKey, recipientOf } from './recipients.ts';

interface RouteSelectProps {
  label: string;
  users: readonly string[];
  groups?: readonly LabGroup[];
  value: RecipientKey | undefined;
  onChange(key: RecipientKey): void;
}

/** The sender, or the recipient. */
export function RouteSelect({ label, users, groups = [], value, onChange }: RouteSelectProps) {
  const chosen = recipientOf(value, groups);
  return (
    <label class="user-select">
      {chosen && <Avatar name={'group' in chosen ? chosen.group.name : displayName(chosen.userId)} />}
      <span class="user-select-text">
        <span class="user-select-label">{label}</span>
        <select
          aria-label={label}
          value={value}
          disabled={users.length === 0}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        >
          {users.length === 0 && <option>nobody yet</option>}
          {users.map((user) => (
            <option key={user} value={user}>
              {displayName(user)}
            </option>
          ))}
          {groups.length > 0 && (
            <optgroup label="Groups">
              {groups.map((group) => (
                <option key={group.groupId} value={keyOfGroup(group)}>
                  {nameOf({ group })}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </span>
    </label>
  );
}
