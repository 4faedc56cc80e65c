import type { ComponentChildren } from 'preact';

export interface RoundButtonProps {
  look: 'accept' | 'decline';
  label: string;
  testId: string;
  /** `aria-keyshortcuts`. */
  keys?: string | undefined;
  title?: string | undefined;
  onClick(): void;
  children: ComponentChildren;
}

/** One of CallKit's large round buttons, with its label. */
export function RoundButton({ look, label, testId, keys, title = keys, onClick, children }: RoundButtonProps) {
  return (
    <button
      type="button"
      class={`round-button ${look}`}
      data-testid={testId}
      aria-keyshortcuts={keys}
      title={title}
      onClick={onClick}
    >
      <span class="round">{children}</span>
      <span class="round-label">{label}</span>
    </button>
  );
}
