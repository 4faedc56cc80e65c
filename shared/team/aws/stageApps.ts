/**
 * The apps of the stage: only they may register devices, statistics count no others, and their rules apply to users.
 */
import { readFileSync } from 'node:fs';
import type { StageApps } from '../../devices/ports.ts';
import type { RuledApps } from '../../people/rules/userRules.ts';
import { optionalVariable } from '../../platform/aws/environment.ts';

/**
 * Reads the environment. A file that it names may grow while the function runs, so unknown apps are looked up in it
 * again.
 */
export function stageApps(): StageApps & RuledApps {
  const file = optionalVariable('RINGPOST_APP_IDS_FILE');
  const appIds = optionalVariable('RINGPOST_APP_IDS')?.split(',');
  const known = new Set(appIds);
  return {
    isKnown: (appId) =>
      known.has(appId) || (file !== undefined && readFileSync(file, 'utf8').split('\n').includes(appId)),
    appIds: file === undefined ? appIds : undefined,
    demoAppId: optionalVariable('RINGPOST_DEMO_APP_ID'),
  };
}
