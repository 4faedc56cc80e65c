/** JSON, indented and coloured. Long values wrap. */
export function Json({ value }: { value: unknown }) {
  return (
    <pre class="json">
      <Value value={value} indent="" />
    </pre>
  );
}

function Value({ value, indent }: { value: unknown; indent: string }) {
  if (Array.isArray(value))
    return <Members open="[" close="]" indent={indent} members={value.map((item) => [undefined, item] as const)} />;
  if (typeof value === 'object' && value !== null) {
    return <Members open="{" close="}" indent={indent} members={Object.entries(value)} />;
  }
  return <span class={`json-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value)}</span>;
}

interface MembersProps {
  open: string;
  close: string;
  indent: string;
  /** A name, if it is an object's member, and the value. */
  members: (readonly [string | undefined, unknown])[];
}

function Members({ open, close, indent, members }: MembersProps) {
  if (members.length === 0) return `${open}${close}`;
  const deeper = `${indent}  `;
  return (
    <>
      {open}
      {members.map(([name, value], index) => (
        <span key={name ?? index}>
          {`\n${deeper}`}
          {name !== undefined && <span class="json-name">{JSON.stringify(name)}</span>}
          {name !== undefined && ': '}
          <Value value={value} indent={deeper} />
          {index < members.length - 1 && ','}
        </span>
      ))}
      {`\n${indent}${close}`}
    </>
  );
}
