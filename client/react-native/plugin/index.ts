/** The config plugin: what `expo prebuild` changes in the app's iOS project for Ringpost. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ExpoConfig,
  withDangerousMod,
  withEntitlementsPlist,
  withInfoPlist,
  withPodfile,
  withXcodeProject,
} from 'expo/config-plugins';
import { extensionFiles, extensionName, extensionSource, withBuildService } from './notificationService.ts';
import { withInfo, withRights } from './plists.ts';
import { withExtensionPods } from './podfile.ts';
import { checkedSettings, type PluginSettings, type Settings } from './settings.ts';
import { addExtension } from './xcodeProject.ts';

/** @throws Error that says how to fix app.json. */
export default function withRingpost(config: ExpoConfig, given?: PluginSettings): ExpoConfig {
  const settings = checkedSettings(given, config.ios?.bundleIdentifier);
  const app = withEntitlementsPlist(
    withInfoPlist(config, (mod) => ({ ...mod, modResults: withInfo(mod.modResults, settings) })),
    (mod) => ({ ...mod, modResults: withRights(mod.modResults, settings) }),
  );
  return settings.notificationService ? withNotificationService(app, settings) : app;
}

function withNotificationService(config: ExpoConfig, settings: Settings): ExpoConfig {
  const versions = {
    version: config.version ?? '1.0.0',
    buildNumber: config.ios?.buildNumber ?? '1',
    ...(config.ios?.appleTeamId !== undefined && { teamId: config.ios.appleTeamId }),
  };
  const known = { ...config, extra: withBuildService(config.extra, settings) };
  const withFiles = withDangerousMod(known, [
    'ios',
    async (mod) => {
      const folder = join(mod.modRequest.platformProjectRoot, extensionName);
      await mkdir(folder, { recursive: true });
      // This module runs as dist/plugin.cjs of the package.
      await copyFile(join(__dirname, '..', 'extension', extensionSource), join(folder, extensionSource));
      const files = Object.entries(extensionFiles(settings));
      await Promise.all(files.map(([name, text]) => writeFile(join(folder, name), text)));
      return mod;
    },
  ]);
  const withPods = withPodfile(withFiles, (mod) => {
    mod.modResults.contents = withExtensionPods(mod.modResults.contents);
    return mod;
  });
  return withXcodeProject(withPods, (mod) => {
    addExtension(mod.modResults, settings, versions);
    return mod;
  });
}
