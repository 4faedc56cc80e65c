// Which Node runs the project: any of 24 or newer, which is either the system's or the one that comes with the packages.
// Plain JavaScript, as an older Node must be able to read it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const neededMajorVersion = 24;

const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns whether the Node that runs this is new enough. */
export function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= neededMajorVersion;
}

/** @returns the names that the package with Node for this platform may have. */
export function packageNames() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`];
}

/** @returns the path of the Node that came with the packages; undefined where none did. */
export function packagedNode() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const paths = packageNames().map((name) => `${root}node_modules/${name}/bin/${binary}`);
  // Where another installation has put it, such as one of an older version of this project.
  return [...paths, `${root}node_modules/.bin/${binary}`].find((path) => existsSync(path));
}

/** What to do where there is no Node that is new enough. */
export const howToGetNode =
  `Install Node ${neededMajorVersion} or newer and run the same command again: \`brew install node\` on a Mac, ` +
  `\`nvm install ${neededMajorVersion}\` where you have nvm, or https://nodejs.org/en/download.`;
