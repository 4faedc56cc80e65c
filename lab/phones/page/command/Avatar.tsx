import { initials, paletteOf } from '../people.ts';

/** A user's initials on the user's colour. Decoration: the name is next to it. */
export function Avatar({ name }: { name: string }) {
  return (
    <span class={`avatar ${paletteOf(name)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
