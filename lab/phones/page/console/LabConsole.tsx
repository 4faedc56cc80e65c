import { ConsoleViews } from './ConsoleViews.tsx';
import { ConsoleApiProvider, createConsoleApi } from './consoleApi.ts';
import { usePlace } from './tabs.ts';

const labApi = createConsoleApi('lab/console/');

/** The console's views over the lab, on the page of its phones. @param root what stands in the hash before the view. */
export function LabConsole({ root }: { root: string }) {
  const [place, setPlace] = usePlace(root);
  return (
    <ConsoleApiProvider value={labApi}>
      <section class="console" aria-label="Console">
        <ConsoleViews place={place} onPlace={setPlace} />
      </section>
    </ConsoleApiProvider>
  );
}
