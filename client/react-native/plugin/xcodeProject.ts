/** The target of the extension in the Xcode project. */
import type { XcodeProject } from 'expo/config-plugins';
import { extensionBundleId, extensionFiles, extensionName, extensionSource } from './notificationService.ts';
import type { Settings } from './settings.ts';

export interface Versions {
  /** The app's: App Store Connect refuses an extension with another. */
  version: string;
  buildNumber: string;
  teamId?: string;
}

/** Adds the target, unless an earlier `expo prebuild` has. */
export function addExtension(project: XcodeProject, settings: Settings, versions: Versions): void {
  if (project.pbxTargetByName(extensionName)) return;
  const { objects } = project.hash.project;
  // Without these sections `addTarget` leaves out that the app depends on the extension.
  objects['PBXTargetDependency'] ??= {};
  objects['PBXContainerItemProxy'] ??= {};

  const files = [extensionSource, ...Object.keys(extensionFiles(settings))];
  const group = project.addPbxGroup(files, extensionName, extensionName);
  project.addToPbxGroup(group.uuid, project.getFirstProject().firstProject.mainGroup);

  const target = project.addTarget(extensionName, 'app_extension', extensionName, extensionBundleId(settings));
  project.addBuildPhase([extensionSource], 'PBXSourcesBuildPhase', 'Sources', target.uuid);
  project.addBuildPhase([], 'PBXResourcesBuildPhase', 'Resources', target.uuid);
  project.addBuildPhase([], 'PBXFrameworksBuildPhase', 'Frameworks', target.uuid);

  for (const configuration of Object.values(project.pbxXCBuildConfigurationSection())) {
    if (!hasSettings(configuration)) continue;
    const { buildSettings } = configuration;
    if (buildSettings['PRODUCT_NAME'] === `"${extensionName}"`) Object.assign(buildSettings, settingsOf(versions));
  }
}

function settingsOf({ version, buildNumber, teamId }: Versions): Record<string, string> {
  return {
    CODE_SIGN_ENTITLEMENTS: `${extensionName}/${extensionName}.entitlements`,
    CODE_SIGN_STYLE: 'Automatic',
    CURRENT_PROJECT_VERSION: `"${buildNumber}"`,
    GENERATE_INFOPLIST_FILE: 'NO',
    IPHONEOS_DEPLOYMENT_TARGET: '16.4',
    MARKETING_VERSION: `"${version}"`,
    SWIFT_VERSION: '6.0',
    TARGETED_DEVICE_FAMILY: '"1,2"',
    ...(teamId !== undefined && { DEVELOPMENT_TEAM: teamId }),
  };
}

function hasSettings(value: unknown): value is { buildSettings: Record<string, string> } {
  return typeof value === 'object' && value !== null && 'buildSettings' in value;
}
