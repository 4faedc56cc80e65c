/**
 * One cold start: loads a function, passes it one event and reports the measurements through file descriptor 3. Bundled
 * into plain JavaScript before it runs, because stripping types would be measured too.
 */
import { readFileSync, writeSync } from 'node:fs';

/** Measurements of one cold start. CPU is that of all threads. */
export interface ColdStart {
  /** To load the module; the runtime client has already loaded node:http. */
  initMs: number;
  /** From the event to the answer. */
  firstCallMs: number;
  /** Both together. */
  cpuMs: number;
  /** From the start of the process to the answer. */
  wholeMs: number;
  /** Peak memory of the process. */
  rssMb: number;
  awsRequests: number;
  answer: unknown;
}

const [modulePath = '', eventPath = ''] = process.argv.slice(2);
process.getBuiltinModule('node:http');
let awsRequests = 0;
process.getBuiltinModule('node:diagnostics_channel').subscribe('http.client.request.start', () => {
  awsRequests += 1;
});
const event: unknown = JSON.parse(readFileSync(eventPath, 'utf8'));
const livesUntilMs = Date.now() + 30_000;
const context = { getRemainingTimeInMillis: () => livesUntilMs - Date.now() };

const startedMs = performance.now();
const startedCpu = process.cpuUsage();
const { handler } = await import(modulePath);
const loadedMs = performance.now();
const answer: unknown = await handler(event, context);
const endedMs = performance.now();
const { user, system } = process.cpuUsage(startedCpu);

const coldStart: ColdStart = {
  initMs: loadedMs - startedMs,
  firstCallMs: endedMs - loadedMs,
  cpuMs: (user + system) / 1000,
  wholeMs: endedMs,
  rssMb: process.resourceUsage().maxRSS / 1024,
  awsRequests,
  answer,
};
writeSync(3, JSON.stringify(coldStart));
process.exit();
