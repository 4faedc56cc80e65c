/**
 * Bundles the functions once for everything that the tests start: `dist/functions` for the stack, and the bundles that
 * labs copy. Without it, the labs that start at the same moment would each bundle for themselves.
 */
import { rmSync } from 'node:fs';
import { functionsOutputDirectory } from './bundle.ts';
import { currentBundles } from './currentBundles.ts';

rmSync(functionsOutputDirectory, { recursive: true, force: true });
await currentBundles(functionsOutputDirectory);
