/** The console on the lab's own page: the same routes, over the lab. */
import type { AnswerConsole } from '../../lab/routes/console.ts';

/** Loads the console, and asks the lab for its services, when the page first asks for something. */
export function createLabConsole(): AnswerConsole {
  let opening: ReturnType<typeof open> | undefined;
  return async (labUrl, ...request) => {
    opening ??= open(labUrl);
    return (await opening)(...request);
  };
}

async function open(labUrl: string) {
  const [{ findLab }, { answerConsole }, { consoleRoutes }] = await Promise.all([
    import('../stage/findLab.ts'),
    import('./answerConsole.ts'),
    import('./routes.ts'),
  ]);
  const routes = consoleRoutes(await findLab(labUrl));
  return (...[request, path, query]: Tail<Parameters<AnswerConsole>>) => answerConsole(routes, request, path, query);
}

type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;
