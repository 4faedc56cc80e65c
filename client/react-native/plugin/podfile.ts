/** The pods of the extension. The app's own come by Expo's autolinking, from expo-module.config.json. */
import { extensionName } from './notificationService.ts';

const firstLine = '# ringpost-react-native: the notification service extension';

/** @returns the Podfile with the extension's target, once. */
export function withExtensionPods(podfile: string): string {
  if (podfile.includes(firstLine)) return podfile;
  return `${podfile.trimEnd()}

${firstLine}
target '${extensionName}' do
  # Autolinking names the same folder by the same relative path. Another path would be another source for CocoaPods.
  package = \`node --print "require.resolve('ringpost-react-native/package.json')"\`.strip
  kit = Pathname.new(File.dirname(package)).join('kit').relative_path_from(Pathname.new(__dir__)).to_s
  use_frameworks! :linkage => podfile_properties['ios.useFrameworks'].to_sym if podfile_properties['ios.useFrameworks']
  pod 'RingpostCore', :path => kit
  pod 'RingpostNotificationService', :path => kit
end
`;
}
