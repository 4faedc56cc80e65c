/** The first version of Swift that has what the package uses: language mode 6 and Swift Testing. */
export const neededVersion = 6;

/** Warnings are errors, and a closure of the main actor that runs elsewhere traps on Linux as it does on Apple's systems. */
const strictness = ['-Xswiftc', '-warnings-as-errors', '-Xswiftc', '-enable-actor-data-race-checks'];

/**
 * Which Swift runs: the system's, or one that is installed into a folder.
 * @param version what `swift --version` prints, or nothing.
 * @param osRelease the text of `/etc/os-release`.
 * @param folder where Debian 13's Swift is or shall be.
 */
export function chosenSwift({ version, platform, osRelease, folder }) {
  const major = Number(/Swift version (\d+)/.exec(version)?.[1] ?? 0);
  if (major >= neededVersion) return { kind: 'system' };
  // Systems that are like Debian have mirrors of their own, without Debian's packages.
  if (platform === 'linux' && /^ID="?debian"?$/m.test(osRelease)) return { kind: 'chroot', folder };
  const found = major === 0 ? 'there is no Swift on the PATH' : `the Swift on the PATH is of version ${major}`;
  return {
    kind: 'none',
    problem: `${found}, and the tests need ${neededVersion}. Install it from swift.org or with Xcode.`,
  };
}

/** What to run for `swift.mjs <args>`. */
export function commandLine(args) {
  const [command = 'test', ...rest] = args;
  if (command === 'exec') return rest;
  return ['swift', command, ...(command === 'test' || command === 'build' ? strictness : []), ...rest];
}
