import { readPathId } from '../platform/pathId.ts';
import { invalidRequest } from './validate.ts';

/** Decoded parameters of a path. @throws BadRequest for one that is not a valid form of an ID. */
export function readPathParameters(parameters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, segment = ''] of Object.entries(parameters)) {
    const value = readPathId(segment);
    if (value === undefined) {
      throw invalidRequest([
        { path: `path.${name}`, message: 'must be an ID, or `~` and the base64url of an ID without padding' },
      ]);
    }
    read[name] = value;
  }
  return read;
}
