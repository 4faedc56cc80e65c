/** A request as the rules of the fake APNs see it: read completely, without any transport. */
export interface ApnsRequest {
  method: string;
  path: string;
  /** Lower-case names, without pseudo headers; values read as UTF-8. For a repeated header, the first value. */
  headers: Readonly<Record<string, string>>;
  /** Names of headers that were sent more than once. */
  repeatedHeaders: readonly string[];
  /** The body as JSON; its text if it is not JSON, and only the beginning of a very long one. */
  payload: unknown;
  /** Length of the body. */
  bodyBytes: number;
}

/** Part of the path in the place of the device token: possibly empty, possibly not a token. Undefined: another path. */
export function deviceTokenOf(path: string): string | undefined {
  return /^\/3\/device\/([^/]*)$/.exec(path)?.[1];
}

/** Whether the path belongs to the broadcast channels of Live Activities, even if there is no such endpoint. */
export function isChannelPath(path: string): boolean {
  return /^\/(1\/apps|4\/broadcasts)\//.test(path);
}

/** `authorization` stays out of everything that the fake APNs passes on. */
export function headersWithoutAuthorization(request: ApnsRequest): Record<string, string> {
  const { authorization: _, ...headers } = request.headers;
  return headers;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Canonical: 8-4-4-4-12. Apple documents lower case; pushy accepts either case, and so does this. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** Whether a body is what APNs calls a dictionary. */
export function isDictionary(payload: unknown): payload is Record<string, unknown> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload);
}
