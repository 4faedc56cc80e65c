import type { SentRequest } from '../../view.ts';

/** @param origin of the lab. @returns a command that sends the request again. */
export function curlOf({ path, body, asUser }: SentRequest, origin: string): string {
  const send = `curl ${origin}${path} -H 'content-type: application/json' -d ${quoted(body)}`;
  if (asUser === undefined) {
    const key = '--user "$RINGPOST_ACCESS_KEY_ID:$RINGPOST_SECRET_ACCESS_KEY"';
    return `# The two keys are in the line that the lab prints when it is ready.\n${send} --aws-sigv4 aws:amz:us-east-1:execute-api ${key}`;
  }
  const token = `curl -s ${origin}/lab/tokens -H 'content-type: application/json' -d ${quoted(JSON.stringify({ userId: asUser }))}`;
  return `TOKEN=$(${token} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')\n${send} -H "authorization: Bearer $TOKEN"`;
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
