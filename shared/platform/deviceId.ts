/**
 * Device IDs, as apps spell them. A UUID is the same in upper and lower case (RFC 9562, section 4): iOS writes upper
 * case, and many servers write lower case. Any other ID is the app's own, and is compared exactly.
 */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isSameDeviceId(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return one === other;
  return comparableDeviceId(one) === comparableDeviceId(other);
}

/** One text for all spellings of an ID. */
export function comparableDeviceId(deviceId: string): string {
  return uuid.test(deviceId) ? deviceId.toUpperCase() : deviceId;
}

/** Possible spellings of a registered device, beginning with the given one. A device keeps its first spelling. */
export function spellingsOf(deviceId: string): string[] {
  if (!uuid.test(deviceId)) return [deviceId];
  return [...new Set([deviceId, deviceId.toUpperCase(), deviceId.toLowerCase()])];
}

/** Spelling of a device that is not registered yet: a UUID in one case, so that every spelling finds it. */
export function spellingOfNew(deviceId: string): string {
  const isOneCase = [deviceId.toUpperCase(), deviceId.toLowerCase()].includes(deviceId);
  return isOneCase || !uuid.test(deviceId) ? deviceId : deviceId.toUpperCase();
}
