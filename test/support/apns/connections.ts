import tls from 'node:tls';

/** Counts the TLS connections that are opened while `work` runs, by their origins. Both transports open theirs there. */
export async function countingConnections<T>(work: () => Promise<T>): Promise<{ result: T; opened: string[] }> {
  const opened: string[] = [];
  const connect = tls.connect;
  tls.connect = ((...parameters: unknown[]) => {
    opened.push(originOf(parameters));
    return Reflect.apply(connect, tls, parameters);
  }) as typeof connect;
  try {
    return { result: await work(), opened };
  } finally {
    tls.connect = connect;
  }
}

/** `tls.connect` takes port and host by themselves, or in one object. */
function originOf([first, second]: unknown[]): string {
  if (typeof first !== 'object' || first === null) return `https://${second}:${first}`;
  const { host, port } = first as { host?: string; port?: number };
  return `https://${host}:${port}`;
}
