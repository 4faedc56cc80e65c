/**
 * Members of a request. The SDKs make requests from their models, so a member of the wrong type does not occur and
 * counts as absent.
 */
import { isRecord } from './isRecord.ts';
import type { Input } from './jsonProtocol.ts';

export function textMember(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberMember(input: Input, name: string): number | undefined {
  const value = input[name];
  return typeof value === 'number' ? value : undefined;
}

export function flagMember(input: Input, name: string): boolean {
  return input[name] === true;
}

export function textListMember(input: Input, name: string): string[] | undefined {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

export function recordListMember(input: Input, name: string): Input[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function recordMember(input: Input, name: string): Input {
  const value = input[name];
  return isRecord(value) ? value : {};
}
