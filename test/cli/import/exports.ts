/** Exports as the providers' documentation shows them, written into files of a test's own. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { formats } from '../../../cli/import/formats/formats.ts';
import { planImport } from '../../../cli/import/planImport.ts';
import type { ImportPlan } from '../../../cli/import/planned.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringpost-import-'));
let files = 0;

export function aFile(content: string | Uint8Array, name = `export-${files++}`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const zipped = (content: string): Uint8Array => gzipSync(content);

export const token = (name: string): string => Buffer.from(name.padEnd(32, '-')).toString('hex');

const arn = (platform: string, id: string) => `arn:aws:sns:eu-central-1:123456789012:endpoint/${platform}/chat/${id}`;

export const snsEndpoint = (platform: string, id: string, userId: string, more: object = {}) => ({
  EndpointArn: arn(platform, id),
  Attributes: { Enabled: 'true', Token: token(id), CustomUserData: userId, ...more },
});

export const pinpointEndpoint = (id: string, userId: string, more: object = {}) => ({
  Id: id,
  ChannelType: 'APNS',
  Address: token(id),
  EndpointStatus: 'ACTIVE',
  OptOut: 'NONE',
  Demographic: {
    Locale: 'en_GB',
    Timezone: 'Europe/London',
    AppVersion: '2.4',
    PlatformVersion: '26.4',
    Model: 'iPhone',
  },
  User: { UserId: userId, UserAttributes: { Plan: ['pro'] } },
  CohortId: '31',
  ...more,
});

export const onesignalHead =
  'id,identifier,session_count,language,timezone,game_version,device_os,device_type,device_model,ad_id,tags,last_active,playtime,amount_spent,created_at,invalid_identifier,badge_count,external_user_id,notification_types,timezone_id';

export const onesignalLine = (id: string, userId: string, type = '0', invalid = 'f', subscribed = '1') =>
  `${id},${token(id)},12,en,3600,3.2.0,26.4,${type},"iPhone15,2",,"{""plan"":""pro""}",1756800000,0,0,1700000000,${invalid},3,${userId},${subscribed},Europe/Berlin`;

export const installation = (id: string, userId: string, more: object = {}) => ({
  objectId: 'k7W2xY',
  deviceType: 'ios',
  deviceToken: token(id),
  installationId: id,
  appIdentifier: 'com.example.chat',
  localeIdentifier: 'zh-CN',
  timeZone: 'Asia/Shanghai',
  channels: ['news'],
  user: { __type: 'Pointer', className: '_User', objectId: userId },
  ...more,
});

export const appId = 'com.example.ringpost';

export function planOf(from: keyof typeof formats & string, file: string, more: object = {}): ImportPlan {
  const format = formats[from];
  if (format === undefined) throw new Error(`no format ${from}`);
  return planImport({ format, file, appId, includeDisabled: false, ...more });
}
