import { randomBytes } from 'node:crypto';
import type { AccessKey } from '../aws/gateway/iamAuthorizer.ts';
import type { DataDirectory } from './dataDirectory.ts';

const savedName = 'access-key';

/** The access key for server routes: the same again with `--data`, otherwise a new one. */
export function loadAccessKey(data: DataDirectory): AccessKey {
  const saved = data.load<AccessKey>(savedName);
  if (saved) return saved;
  const made = {
    accessKeyId: `LABK${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
  };
  data.save(savedName, made);
  return made;
}
