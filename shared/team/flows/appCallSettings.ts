import type { TeamPorts } from '../ports.ts';
import { type CallSettings, defaultCallSettings } from '../rules/callSettings.ts';

/** What the team has decided for the calls of an app, and for the rest what is usual. */
export async function appCallSettings({ apps }: Pick<TeamPorts, 'apps'>, appId: string): Promise<CallSettings> {
  return { ...defaultCallSettings, ...(await apps.find(appId))?.calls };
}
