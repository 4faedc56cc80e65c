/** Names of channels. https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespaces.html */
const segment = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;
const mostSegments = 5;

function segmentsOf(channel: string): string[] {
  return channel.replace(/^\//, '').replace(/\/$/, '').split('/');
}

export function isChannel(channel: string): boolean {
  const segments = segmentsOf(channel);
  return segments.length <= mostSegments && segments.every((each) => segment.test(each));
}

export function namespaceOf(channel: string): string {
  return segmentsOf(channel)[0] ?? '';
}

/** The same channel with or without slashes at its ends. */
export function isSameChannel(one: string, other: string): boolean {
  return segmentsOf(one).join('/') === segmentsOf(other).join('/');
}
