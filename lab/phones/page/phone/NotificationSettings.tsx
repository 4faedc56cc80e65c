import { type Permission, type PhoneChange, type PhoneView, permissions } from '../../view.ts';
import { displayName } from '../people.ts';
import { Select } from '../Select.tsx';
import { Switch } from '../Switch.tsx';

const permissionWords: Record<Permission, string> = {
  granted: 'Allowed',
  provisional: 'Provisional: quietly, in Notification Centre',
  notDetermined: 'Not asked yet: nothing is shown',
  denied: 'Denied',
};

interface NotificationSettingsProps {
  phone: PhoneView;
  users: readonly string[];
  onChange(change: PhoneChange): void;
}

/** The settings that iOS has for the notifications of an app. */
export function NotificationSettings({ phone, users, onChange }: NotificationSettingsProps) {
  const { permission, allowsAlerts, allowsSounds, allowsBadges, focus, focusAllows, summary, userId } = phone;
  const isAllowed = permission === 'granted';
  return (
    <fieldset class="setting-group">
      <legend>Notifications</legend>
      <Select
        name="Permission"
        value={permission}
        options={permissions.map((each) => [each, permissionWords[each]])}
        onChange={(each) => onChange({ permission: each })}
      />
      <div class="setting-row">
        <Check isOn={allowsAlerts} name="Alerts" onChange={(on) => onChange({ allowsAlerts: on })} />
        <Check isOn={allowsSounds} name="Sounds" onChange={(on) => onChange({ allowsSounds: on })} />
        <Check isOn={allowsBadges} name="Badges" onChange={(on) => onChange({ allowsBadges: on })} />
      </div>
      {!isAllowed && <p class="setting-note">These three count once the permission is given.</p>}
      <Switch
        isOn={summary}
        name="Scheduled summary"
        what="Notifications wait for it, unless they are time-sensitive or a person’s message"
        onChange={(on) => onChange({ summary: on })}
      />
      <Switch
        isOn={focus}
        name="Focus"
        what="Alerts go to Notification Centre without banner and sound, unless they are time-sensitive"
        onChange={(on) => onChange({ focus: on })}
      />
      {focus && (
        <div class="setting-row">
          {users
            .filter((user) => user !== userId)
            .map((user) => (
              <Check
                key={user}
                isOn={focusAllows.includes(user)}
                name={`Allow ${displayName(user)}`}
                onChange={(on) =>
                  onChange({ focusAllows: [...focusAllows.filter((other) => other !== user), ...(on ? [user] : [])] })
                }
              />
            ))}
        </div>
      )}
      {focus && <p class="setting-note">A Focus knows people only in messages that are sent “as a person”.</p>}
    </fieldset>
  );
}

interface CheckProps {
  isOn: boolean;
  name: string;
  onChange(isOn: boolean): void;
}

function Check({ isOn, name, onChange }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {name}
    </label>
  );
}
