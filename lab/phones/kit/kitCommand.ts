import { fileURLToPath } from 'node:url';

const swiftScript = fileURLToPath(new URL('../../../scripts/swift/swift.mjs', import.meta.url));
/** Built by `npm run lab:kit-phone`, in `client/ios`. */
const program = '.build/debug/ringpost-lab-phone';

/**
 * How the app of a phone is started whose brain is the kit.
 * @returns undefined where the phones have the lab's own app: unless `RINGPOST_LAB_PHONES` is `kit`.
 */
export function kitCommand(environment: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (environment['RINGPOST_LAB_PHONES'] !== 'kit') return undefined;
  return [process.execPath, swiftScript, 'exec', program];
}
