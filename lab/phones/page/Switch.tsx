interface SwitchProps {
  isOn: boolean;
  isDisabled?: boolean;
  name: string;
  what: string;
  onChange(isOn: boolean): void;
}

/** A setting that is on or off, with what it does. */
export function Switch({ isOn, isDisabled = false, name, what, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span class="switch-text">
        <strong>{name}</strong>
        <small>{what}</small>
      </span>
    </label>
  );
}
