/** A request as the rules of the fake APNs see it: read whole, with nothing of the transport left. */
export interface ApnsRequest {
  method: string;
  path: string;
  /** Lower-case names, without pseudo headers; values read as UTF-8. Of a repeated header, the first value. */
  headers: Readonly<Record<string, string>>;
  /** Names of headers that were sent more than once. */
  repeatedHeaders: readonly string[];
  /** The body as JSON; its text when it is not JSON, of a very long one only the beginning. */
  payload: unknown;
  /** Length of the body. */
  bodyBytes: number;
}

/** The part of the path where the device token belongs: possibly empty, possibly no token. Undefined: another path. */
export function deviceTokenOf(path: string): string | undefined {
  return /^\/3\/device\/([^/]*)$/.exec(path)?.[1];
}

/** Whether the path belongs to the broadcast channels of Live Activities, even if there is no such endpoint. */
export function isChannelPath(path: string): boolean {
  return /^\/(1\/apps|4\/broadcasts)\//.test(path);
}

/** `authorization` stays out of everything that the fake APNs hands on. */
export function headersWithoutAuthorization(request: ApnsRequest): Record<string, string> {
  const { authorization: _, ...headers } = request.headers;
  return headers;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Canonical: 8-4-4-4-12. Apple documents lower case; pushy takes either, and so does this. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** Whether a body is what APNs calls a dictionary. */
export function isDictionary(payload: unknown): payload is Record<string, unknown> {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload);
}
