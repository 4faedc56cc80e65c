import { createServer } from 'node:http';
import { listen } from './listen.ts';

/** A port of the loopback interface that was free just now. Another program may take it first. */
export async function freePort(): Promise<number> {
  const { url, stop } = await listen(createServer(), 0);
  await stop();
  return Number(new URL(url).port);
}
