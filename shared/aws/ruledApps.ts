import { optionalVariable } from '../environment.ts';
import type { RuledApps } from '../rules/userRules.ts';

/** The apps whose rules hold in this stage, as far as its functions are told of them. */
export function ruledApps(): RuledApps {
  const mayGrow = optionalVariable('RINGPOST_APP_IDS_FILE') !== undefined;
  return {
    appIds: mayGrow ? undefined : optionalVariable('RINGPOST_APP_IDS')?.split(','),
    demoAppId: optionalVariable('RINGPOST_DEMO_APP_ID'),
  };
}
