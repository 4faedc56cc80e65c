/** The apps of the stage: devices register for these alone, and statistics count no others. */
import { readFileSync } from 'node:fs';
import { optionalVariable } from '../environment.ts';

export interface StageApps {
  isKnown(appId: string): boolean;
}

/** Of the environment. A file that it names may grow while the function runs, so it is read again for an app that is not known. */
export function stageApps(): StageApps {
  const file = optionalVariable('RINGPOST_APP_IDS_FILE');
  const known = new Set(optionalVariable('RINGPOST_APP_IDS')?.split(','));
  return {
    isKnown: (appId) =>
      known.has(appId) || (file !== undefined && readFileSync(file, 'utf8').split('\n').includes(appId)),
  };
}
