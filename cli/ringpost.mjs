#!/usr/bin/env node
// The command line, for any Node: the project needs Node 24 and brings it along for most platforms, so an older one hands
// over to that. Plain JavaScript, as older ones cannot run TypeScript.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { howToGetNode, isNewEnough, neededMajorVersion, packagedNode } from '../scripts/packagedNode.mjs';

if (isNewEnough()) {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
  // The channel to an older Node that handed over, if there is one: open, it would keep this process running.
  if (process.connected) process.disconnect();
} else {
  handOver(packagedNode());
}

function handOver(node) {
  if (node === undefined) {
    process.stderr.write(
      `ringpost: needs Node ${neededMajorVersion}. For most platforms it comes with the packages: run \`npm run setup\`. ` +
        `Otherwise: ${howToGetNode}\n`,
    );
    process.exit(1);
  }
  // The extra channel closes when this process ends, in whatever way: the other one stops then too.
  const options = { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] };
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (exitCode) => process.exit(exitCode ?? 1));
}
