import { setTimeout } from 'node:timers/promises';
import { writePathId } from '../../shared/platform/pathId.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import { type Broadcast, progressLine } from './broadcastView.ts';

const askAgainMs = 1000;

export const pathOf = (broadcastId: string): string => `/v1/server/broadcasts/${writePathId(broadcastId)}`;

export async function readBroadcast(stage: StageAccess, broadcastId: string): Promise<Broadcast> {
  return bodyOf<Broadcast>(await stage.callServer('GET', pathOf(broadcastId)));
}

/** Shows the progress on stderr until the broadcast no longer runs. @returns its last state. */
export async function followBroadcast(
  stage: StageAccess,
  terminal: Terminal,
  broadcastId: string,
  waitMs: number = askAgainMs,
): Promise<Broadcast> {
  let shown = '';
  for (;;) {
    const broadcast = await readBroadcast(stage, broadcastId);
    const isLast = broadcast.state === 'finished' || broadcast.state === 'stopped';
    const line = progressLine(broadcast, Date.now());
    if (terminal.rewrite !== undefined) terminal.rewrite(line, isLast);
    else if (line !== shown) terminal.say(line);
    shown = line;
    if (isLast) return broadcast;
    await setTimeout(waitMs);
  }
}
