/** Store of a team's settings. */
import type { Policy } from '../content/offlinePush.ts';
import type { SettingsStore } from '../platform/ports.ts';
import type { AppSettings } from './rules/appSettings.ts';

export type PolicyStore = SettingsStore<Policy>;

export type AppStore = SettingsStore<AppSettings>;

export interface TeamPorts {
  policies: PolicyStore;
  apps: AppStore;
}
