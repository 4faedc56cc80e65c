/**
 * Device IDs, as apps spell them. A UUID is the same in capitals and small letters (RFC 9562, section 4): iOS writes
 * capitals, and many a server small letters. Any other ID is the app's own, and compared as it is written.
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

/** The spellings under which the device may be registered: as it is named first. A device keeps its first spelling. */
export function spellingsOf(deviceId: string): string[] {
  if (!uuid.test(deviceId)) return [deviceId];
  return [...new Set([deviceId, deviceId.toUpperCase(), deviceId.toLowerCase()])];
}

/** How a device that is not registered yet is spelled from now on: a UUID in one case, so that it is found in any. */
export function spellingOfNew(deviceId: string): string {
  const isOneCase = [deviceId.toUpperCase(), deviceId.toLowerCase()].includes(deviceId);
  return isOneCase || !uuid.test(deviceId) ? deviceId : deviceId.toUpperCase();
}
