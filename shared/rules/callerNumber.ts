import type { CallHandle } from './offlinePush.ts';

/**
 * The number under which a call shows, as the call directory keeps numbers: E.164 without `+`. The handle must have its
 * country code, as CallKit needs it too: `+86 138 0000 0000` and `8613800000000` are the same.
 *
 * @returns undefined when the handle is no phone number.
 */
export function callerNumber(handle: CallHandle | undefined): string | undefined {
  if (handle?.type !== 'phoneNumber') return undefined;
  const digits = handle.value.replace(/^\s*(\+|00)/, '').replaceAll(/[\s().-]/g, '');
  return /^[1-9]\d{4,14}$/.test(digits) ? digits : undefined;
}
