/** API Gateway's own limits, for documents of issuers: half a second less than a phone waits for a connection. */
const timeoutMs = 1_500;
const mostBytes = 150_000;

/** @throws Error: no answer in time, a status other than 200 (a redirect too), too large, no JSON. */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const text = await response.text();
  if (text.length > mostBytes) throw new Error(`${url} answered more than ${mostBytes} bytes`);
  return JSON.parse(text);
}
