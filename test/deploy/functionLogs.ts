/** What the functions of the stage have written to CloudWatch Logs. */
import { type AwsAccess, askAws } from '../../lab/emulator/signedRequest.ts';

interface LogPage {
  events?: { message: string }[];
  nextToken?: string;
}

/** @returns all lines, of one function after the other. */
export async function functionLogs({ aws, stackName }: { aws: AwsAccess; stackName: string }): Promise<string[]> {
  const ask = <T>(operation: string, body: object): Promise<T> =>
    askAws(aws, { service: 'logs', method: 'POST', path: '/', target: `Logs_20140328.${operation}`, body });
  const { logGroups } = await ask<{ logGroups: { logGroupName: string }[] }>('DescribeLogGroups', {
    // MiniStack puts a folder before the name.
    logGroupNamePattern: stackName,
  });
  /** AWS may answer with a part, even an empty one, and a token for the rest. */
  const linesOf = async (logGroupName: string): Promise<string[]> => {
    const lines: string[] = [];
    let token: string | undefined;
    do {
      const page: LogPage = await ask('FilterLogEvents', { logGroupName, ...(token && { nextToken: token }) });
      lines.push(...(page.events ?? []).map(({ message }) => message.trim()));
      token = page.nextToken;
    } while (token);
    return lines;
  };
  return (await Promise.all(logGroups.map(({ logGroupName }) => linesOf(logGroupName)))).flat();
}
