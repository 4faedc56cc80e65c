import { optionalVariable } from './environment.ts';

/** How long this function keeps a team's settings in memory; undefined: the default. */
export function settingsKeptSeconds(): number | undefined {
  const seconds = optionalVariable('RINGPOST_SETTINGS_KEPT_SECONDS');
  return seconds === undefined ? undefined : Number(seconds);
}
