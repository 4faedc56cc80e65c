import type { TeamPorts } from '../ports.ts';
import { type CallSettings, defaultCallSettings } from '../rules/callSettings.ts';

/** The team's settings for the calls of an app, with defaults for the rest. */
export async function appCallSettings({ apps }: Pick<TeamPorts, 'apps'>, appId: string): Promise<CallSettings> {
  return { ...defaultCallSettings, ...(await apps.find(appId))?.calls };
}
