/** The notification service extension: a target of its own, with its own files. */
import type { Settings } from './settings.ts';

/** Name of the target, of its folder and of its product. */
export const extensionName = 'RingpostNotifications';

export const extensionBundleId = ({ bundleId }: Settings) => `${bundleId}.${extensionName}`;

export const extensionSource = 'NotificationService.swift';

/** @returns the files that the extension has beside its source, by their names. */
export function extensionFiles(settings: Settings): Record<string, string> {
  return {
    [`${extensionName}-Info.plist`]: infoPlist(settings),
    [`${extensionName}.entitlements`]: plist({ 'com.apple.security.application-groups': [settings.appGroup] }),
  };
}

function infoPlist({ apiUrl, appGroup }: Settings): string {
  return plist({
    CFBundleDisplayName: extensionName,
    CFBundleExecutable: '$(EXECUTABLE_NAME)',
    CFBundleIdentifier: '$(PRODUCT_BUNDLE_IDENTIFIER)',
    CFBundleName: '$(PRODUCT_NAME)',
    CFBundlePackageType: 'XPC!',
    CFBundleShortVersionString: '$(MARKETING_VERSION)',
    CFBundleVersion: '$(CURRENT_PROJECT_VERSION)',
    NSExtension: {
      NSExtensionPointIdentifier: 'com.apple.usernotifications-service',
      NSExtensionPrincipalClass: '$(PRODUCT_MODULE_NAME).ExpoNotificationService',
    },
    Ringpost: { apiUrl, appGroup },
  });
}

type PlistValue = string | readonly string[] | { readonly [key: string]: PlistValue };

function plist(value: PlistValue): string {
  const doctype =
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}\n<plist version="1.0">\n${xml(value)}\n</plist>\n`;
}

function xml(value: PlistValue): string {
  if (typeof value === 'string') return `<string>${escaped(value)}</string>`;
  if (isList(value)) return `<array>\n${value.map(xml).join('\n')}\n</array>`;
  const entries = Object.entries(value).map(([key, entry]) => `<key>${escaped(key)}</key>\n${xml(entry)}`);
  return `<dict>\n${entries.join('\n')}\n</dict>`;
}

const isList = (value: PlistValue): value is readonly string[] => Array.isArray(value);

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Expo's build service makes a provisioning profile for the extension when it hears of it here. */
export function withBuildService(
  extra: Record<string, unknown> | undefined,
  settings: Settings,
): Record<string, unknown> {
  const eas = fields(extra?.['eas']);
  const build = fields(eas['build']);
  const experimental = fields(build['experimental']);
  const ios = fields(experimental['ios']);
  const known = Array.isArray(ios['appExtensions']) ? ios['appExtensions'] : [];
  const extension = {
    targetName: extensionName,
    bundleIdentifier: extensionBundleId(settings),
    entitlements: { 'com.apple.security.application-groups': [settings.appGroup] },
  };
  const others = known.filter((other) => fields(other)['targetName'] !== extensionName);
  const changed = { ...experimental, ios: { ...ios, appExtensions: [...others, extension] } };
  return { ...extra, eas: { ...eas, build: { ...build, experimental: changed } } };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
