/** API Gateway's own limits, for documents of issuers: half a second less than a phone waits for a connection. */
const timeoutMs = 1_500;
const mostBytes = 150_000;

/** @throws Error: no answer in time, a status other than 200 (a redirect too), too large, no JSON. */
export async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return JSON.parse(await textOf(response));
}

/** Stops at the limit: an issuer that sends without end takes no memory. */
async function textOf({ url, body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new Error(`${url} answered more than ${mostBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
