/** `--stage <name>` and `--lab [url]`: the Ringpost that a command works on. */
import { WrongUsage } from '../frame/failure.ts';

export type StageChoice = (
  | { kind: 'stage' /** Name in cdk/stages.ts. */; name: string }
  | { kind: 'lab' /** Its origin. */; url: string }
) & {
  /** Server routes are called at the URLs of their functions, not at the API. */
  atFunctionUrls?: boolean | undefined;
};

export const defaultLabUrl = 'http://127.0.0.1:4700';
const defaultStage = 'dev';

export const stageOptions = {
  stage: { type: 'string' },
  lab: { type: 'string' },
  'function-urls': { type: 'boolean' },
} as const;

export const stageHelp = `  --stage <name> the stage, as named in cdk/stages.ts (default: ${defaultStage})
  --lab [url]    use the phone lab on this machine instead of a stage (default: ${defaultLabUrl})
  --function-urls
                 call functions at their own URLs instead of the API (docs/deploy.md)
`;

/** Gives a bare `--lab` its default, as `parseArgs` has no options with an optional value. */
export function withLabUrl(args: readonly string[]): string[] {
  const completed: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '--') return [...completed, ...args.slice(index)];
    if (argument !== '--lab') {
      completed.push(argument);
      continue;
    }
    const next = args[index + 1] ?? '';
    const hasUrl = /^https?:\/\//.test(next);
    completed.push(`--lab=${hasUrl ? next : defaultLabUrl}`);
    if (hasUrl) index++;
  }
  return completed;
}

/** @throws WrongUsage */
export function readStageChoice(given: {
  stage?: string | undefined;
  lab?: string | undefined;
  'function-urls'?: boolean | undefined;
}): StageChoice {
  const { stage, lab } = given;
  const door = given['function-urls'] ? { atFunctionUrls: true } : {};
  if (lab === undefined) return { kind: 'stage', name: checkName(stage ?? defaultStage), ...door };
  if (stage !== undefined) throw new WrongUsage('give --stage or --lab, not both');
  const url = URL.parse(lab);
  if (url?.protocol !== 'http:') {
    throw new WrongUsage(`--lab must be the URL of a lab, such as ${defaultLabUrl}, not \`${lab}\``);
  }
  return { kind: 'lab', url: url.origin, ...door };
}

function checkName(name: string): string {
  if (/^[a-z][a-z0-9-]{0,19}$/.test(name)) return name;
  throw new WrongUsage(`--stage must be the name of a stage in cdk/stages.ts, such as dev or prod, not \`${name}\``);
}
