/** A process that runs one bundled function, as a Lambda environment does. See killableWorker.ts. */
import { pathToFileURL } from 'node:url';
import type { WorkerAnswer, WorkerRequest } from './killableWorker.ts';

const [modulePath = ''] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(modulePath).href);

process.on('message', async ({ id, event, livesMs }: WorkerRequest) => {
  const diesAtMs = Date.now() + livesMs;
  const context = { getRemainingTimeInMillis: () => Math.max(diesAtMs - Date.now(), 0) };
  let answer: WorkerAnswer;
  try {
    answer = { id, value: await handler(event, context) };
  } catch (error) {
    answer = { id, error: String(error) };
  }
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
