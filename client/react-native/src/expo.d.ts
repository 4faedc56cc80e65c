/** The parts of Expo that the package uses. Expo is there when an app is built, not in this repository. */
declare module 'expo' {
  export function requireNativeModule<T>(name: string): T;
}

declare module 'expo/config-plugins' {
  type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

  /** What app.json holds, and what a plugin changes of it. */
  export interface ExpoConfig {
    name: string;
    version?: string;
    ios?: { bundleIdentifier?: string; buildNumber?: string; appleTeamId?: string };
    extra?: Record<string, unknown>;
  }

  interface Mod<Results> {
    modResults: Results;
    modRequest: { projectRoot: string; platformProjectRoot: string; projectName?: string };
  }

  type WithMod<Results> = (
    config: ExpoConfig,
    action: (config: ExpoConfig & Mod<Results>) => (ExpoConfig & Mod<Results>) | Promise<ExpoConfig & Mod<Results>>,
  ) => ExpoConfig;

  export const withInfoPlist: WithMod<Record<string, unknown>>;
  export const withEntitlementsPlist: WithMod<Record<string, unknown>>;
  export const withPodfile: WithMod<{ contents: string }>;
  export const withXcodeProject: WithMod<XcodeProject>;
  export function withDangerousMod(
    config: ExpoConfig,
    action: ['ios', (config: ExpoConfig & Mod<undefined>) => Promise<ExpoConfig & Mod<undefined>>],
  ): ExpoConfig;

  /** An Xcode project as the package `xcode` reads it. */
  export interface XcodeProject {
    hash: { project: { objects: Record<string, Record<string, unknown> | undefined> } };
    pbxTargetByName(name: string): unknown;
    addTarget(name: string, type: 'app_extension', folder: string, bundleId: string): { uuid: string };
    addBuildPhase(files: string[], kind: string, comment: string, target: string): unknown;
    addPbxGroup(files: string[], name: string, path: string): { uuid: string };
    addToPbxGroup(file: string, group: string): void;
    getFirstProject(): { firstProject: { mainGroup: string } };
    pbxXCBuildConfigurationSection(): Record<string, unknown>;
  }
}
