/** A choice: its value, its words, and their language if it is not the page's. */
type Option<Value extends string> = readonly [value: Value, words: string, lang?: string];

interface ChoicesProps<Value extends string> {
  value: Value;
  options: readonly Option<Value>[];
  onChange(value: Value): void;
}

interface BareSelectProps<Value extends string> extends ChoicesProps<Value> {
  /** For screen readers, where nothing beside it says the name. */
  label?: string;
  class?: string;
  title?: string;
}

/** A list of choices. */
export function BareSelect<Value extends string>({ label, value, options, onChange, ...rest }: BareSelectProps<Value>) {
  return (
    <select
      {...rest}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
    >
      {options.map(([each, words, lang]) => (
        <option key={each} value={each} lang={lang}>
          {words}
        </option>
      ))}
    </select>
  );
}

interface SelectProps<Value extends string> extends ChoicesProps<Value> {
  name: string;
}

/** A list of choices with its name above it. */
export function Select<Value extends string>({ name, ...choices }: SelectProps<Value>) {
  return (
    <label class="field">
      {name}
      <BareSelect {...choices} />
    </label>
  );
}
