/** The console beside the phones: loaded when somebody opens it, so that the phones do not wait for it. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** What stands in the page's hash before the view. */
export const consoleRoot = 'console/';

const isOpen = () => location.hash.startsWith(`#${consoleRoot}`);

/** Whether the hash names the console, and its component once it is loaded. */
export function useLabConsole(): { isConsole: boolean; LabConsole: ComponentType<{ root: string }> | undefined } {
  const [isConsole, setIsConsole] = useState(isOpen);
  const [LabConsole, setLabConsole] = useState<ComponentType<{ root: string }>>();
  useEffect(() => {
    const read = () => setIsConsole(isOpen());
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  useEffect(() => {
    if (isConsole) void import('./console/LabConsole.tsx').then((loaded) => setLabConsole(() => loaded.LabConsole));
  }, [isConsole]);
  return { isConsole, LabConsole };
}
