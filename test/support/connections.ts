import http2 from 'node:http2';

/** Counts the HTTP/2 connections that are opened while `work` runs, by their origins. */
export async function countingConnections<T>(work: () => Promise<T>): Promise<{ result: T; opened: string[] }> {
  const opened: string[] = [];
  const connect = http2.connect;
  http2.connect = ((...parameters: Parameters<typeof connect>) => {
    opened.push(String(parameters[0]));
    return connect(...parameters);
  }) as typeof connect;
  try {
    return { result: await work(), opened };
  } finally {
    http2.connect = connect;
  }
}
