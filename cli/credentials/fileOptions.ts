/** Options of commands that take files of credentials, and what they mean. */
import type { OptionValues } from '../frame/command.ts';
import { WrongUsage } from '../frame/failure.ts';
import type { StageChoice } from '../stage/stageChoice.ts';
import { type AssembleOptions, environmentsOf } from './assemble.ts';

export const fileOptions = {
  app: { type: 'string' },
  key: { type: 'string' },
  password: { type: 'string' },
  'password-file': { type: 'string' },
  'key-id': { type: 'string' },
  'team-id': { type: 'string' },
  environment: { type: 'string' },
  topics: { type: 'string' },
} as const;

export type FileOptionValues = OptionValues<typeof fileOptions>;

export const fileOptionsHelp = `  --key <file>   the private key, if it is in a separate file
  --password-file <file>, --password <password>
                 opens a protected file; without it, the terminal asks
  --key-id <id>  of a .p8, if its name is no longer AuthKey_<key ID>.p8
  --team-id <id> of a .p8
  --environment production|development|both
                 of a .p8 that is limited to one; for a certificate, to use it for one only
  --topics <topic,…>
                 of a .p8 that is limited to some; for a certificate, to use it for some only
`;

/** @throws WrongUsage */
export function readAssembleOptions(
  options: FileOptionValues,
  stage: StageChoice,
  nowMs: number,
): AssembleOptions & { appId?: string | undefined } {
  const { app, environment, topics, 'key-id': keyId, 'team-id': teamId } = options;
  return {
    nowMs,
    issuer: stage.kind === 'lab' ? 'lab' : 'apple',
    appId: app,
    keyId,
    teamId,
    ...(environment !== undefined && { environments: readEnvironments(environment) }),
    ...(topics !== undefined && { topics: readTopics(topics) }),
  };
}

function readEnvironments(choice: string) {
  const environments = environmentsOf(choice);
  if (environments) return environments;
  throw new WrongUsage(`--environment must be production, development or both, not \`${choice}\``);
}

function readTopics(list: string): string[] {
  const topics = list.split(',').map((topic) => topic.trim());
  if (topics.every((topic) => /^[A-Za-z0-9.-]+$/.test(topic))) return topics;
  throw new WrongUsage(`--topics must be topics with commas between them, not \`${list}\``);
}

/** @throws WrongUsage if it is missing or not a bundle ID. */
export function requireApp(app: string | undefined): string {
  if (app === undefined) throw new WrongUsage('missing --app <bundle ID>: the app it is for');
  if (/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(app)) return app;
  throw new WrongUsage(`--app must be a bundle ID, such as com.example.chat, not \`${app}\``);
}
