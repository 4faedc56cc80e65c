/** What an app says of itself in app.json, checked. */

export interface PluginSettings {
  /** `ApiUrl`, which `cdk deploy` prints; for the phone lab `http://<your machine>:4700`. */
  apiUrl: string;
  /** By default `group.` and the bundle ID. The app and its extension share a folder by it. */
  appGroup?: string;
  /** iOS shows it when the app first wants the microphone. */
  microphoneText?: string;
  /** For video calls. Without it the app has no such text. */
  cameraText?: string;
  /** Name of a caller whose push has none. */
  unknownCaller?: string;
  /** What rings in mainland China, where App Review refuses CallKit. By default `alerts`. */
  inChina?: 'alerts' | 'liveCommunicationKit';
  /** false: no extension, so no pictures, no senders as persons, no receipts of what was shown. */
  notificationService?: boolean;
}

/** The settings with every gap filled. */
export interface Settings extends Required<Omit<PluginSettings, 'cameraText' | 'unknownCaller'>> {
  bundleId: string;
  cameraText?: string;
  unknownCaller?: string;
}

/** @throws Error that names the setting and says how to fix it. */
export function checkedSettings(given: PluginSettings | undefined, bundleId: string | undefined): Settings {
  if (bundleId === undefined) throw problem('ios.bundleIdentifier', 'is missing', 'set it in app.json');
  const { apiUrl } = given ?? {};
  if (apiUrl === undefined || !/^https?:\/\/[^/\s]+/.test(apiUrl)) {
    const fix =
      '["ringpost-react-native", { "apiUrl": "https://…" }] in plugins of app.json; cdk deploy prints it as ApiUrl';
    throw problem('apiUrl', 'is not an address', fix);
  }
  const { inChina = 'alerts', appGroup = `group.${bundleId}` } = given ?? {};
  if (inChina !== 'alerts' && inChina !== 'liveCommunicationKit') {
    throw problem('inChina', 'is unknown', 'write "alerts" or "liveCommunicationKit"');
  }
  if (!appGroup.startsWith('group.')) throw problem('appGroup', 'is not an App Group', 'begin it with "group."');
  return {
    microphoneText: 'For calls.',
    notificationService: true,
    ...given,
    apiUrl: apiUrl.replace(/\/+$/, ''),
    appGroup,
    inChina,
    bundleId,
  };
}

function problem(setting: string, what: string, fix: string): Error {
  return new Error(`ringpost-react-native: ${setting} ${what}: ${fix}.`);
}
