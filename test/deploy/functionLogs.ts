/** What the functions of the stage have written to CloudWatch Logs. */
import { askAws } from '../../lab/emulator/signedRequest.ts';
import type { TestedStage } from './stage.ts';

/** @returns all lines, of one function after the other. */
export async function functionLogs({ aws, stackName }: TestedStage): Promise<string[]> {
  const ask = <T>(operation: string, body: object): Promise<T> =>
    askAws(aws, { service: 'logs', method: 'POST', path: '/', target: `Logs_20140328.${operation}`, body });
  const { logGroups } = await ask<{ logGroups: { logGroupName: string }[] }>('DescribeLogGroups', {
    // MiniStack puts a folder before the name.
    logGroupNamePattern: stackName,
  });
  const lines = await Promise.all(
    logGroups.map(async ({ logGroupName }) => {
      const { events = [] } = await ask<{ events?: { message: string }[] }>('FilterLogEvents', { logGroupName });
      return events.map(({ message }) => message.trim());
    }),
  );
  return lines.flat();
}
