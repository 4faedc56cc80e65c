interface SelectProps {
  name: string;
  value: string;
  /** Values, each with its words. */
  options: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

/** A list of choices with its name above it. */
export function Select({ name, value, options, onChange }: SelectProps) {
  return (
    <label class="field">
      {name}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
