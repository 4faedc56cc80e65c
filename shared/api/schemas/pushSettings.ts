/** What a push shows and does: for a message's `offlinePush`, and for a policy. */
import * as z from 'zod/mini';
import { settingConflicts } from '../../content/settingConflicts.ts';
import { longestLocale } from '../../platform/limits.ts';
import { callHandle, freeJson, httpsUrl } from './common.ts';
import { aliasOf, withoutAliases } from './fieldAliases.ts';

const text = (maxLength: number) => z.string().check(z.maxLength(maxLength));
const name = (maxLength: number) => z.string().check(z.minLength(1), z.maxLength(maxLength));

/** Apple documents aiff, wav and caf; iOS also plays the others. */
const soundFile = /^[^/\\]+\.(aif|aiff|caf|wav|m4a|m4r|mp3)$/i;
const isSound = (sound: string) => sound === 'default' || soundFile.test(sound);
const soundMessage = 'default, or a file name with extension aif, aiff, caf, wav, m4a, m4r or mp3, such as ring.caf';

/** Apple: the lowest and the highest `volume` of a critical alert. */
const volume = z.number().check(z.minimum(0), z.maximum(1));

export const sound = z.union([
  text(128).check(z.refine((sound) => sound === 'none' || isSound(sound), `must be none, ${soundMessage}`)),
  z.strictObject({
    name: text(128).check(z.refine(isSound, `must be ${soundMessage}`)),
    critical: z._default(z.boolean(), true),
    volume: z.optional(volume),
  }),
]);

export const badge = z
  .strictObject({
    mode: z.enum(['none', 'set', 'increment', 'app']),
    value: z.optional(z.int().check(z.minimum(0), z.maximum(100_000))),
  })
  .check(
    z.refine(({ mode, value }) => mode !== 'set' || value !== undefined, {
      path: ['value'],
      message: 'is missing: mode set needs a number',
    }),
    z.refine(({ mode, value }) => mode === 'set' || mode === 'increment' || value === undefined, {
      path: ['value'],
      message: 'is only allowed with mode set or increment',
    }),
  );

/** APNs accepts it as a header of at most 64 bytes. */
const collapseId = name(64).check(z.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces'));

const languageTag = z
  .string()
  .check(
    z.maxLength(longestLocale),
    z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag such as en or zh-Hant'),
  );

const texts = { title: z.optional(text(1000)), subtitle: z.optional(text(1000)), desc: z.optional(text(20_000)) };
const textAlias = { body: aliasOf('body', text(20_000)) };

const locKey = name(200);
const locArgs = z.array(text(200)).check(z.maxLength(20));

/** A map of texts by name. JSON Schema has a keyword for its limit, and zod does not. */
function atMost<V extends z.ZodMiniType>(entries: number, what: string, names: typeof languageTag, values: V) {
  const isFew = (record: object) => Object.keys(record).length <= entries;
  return z
    .record(names, values)
    .check(z.refine(isFew, `must have at most ${entries} ${what}`), z.meta({ maxProperties: entries }));
}

const variableName = z
  .string()
  .check(z.maxLength(64), z.regex(/^[A-Za-z0-9_]{1,64}$/, 'must be 1 to 64 letters, digits or _'));

export const settings = {
  disabled: z.optional(z.boolean()),
  pushType: z.optional(z.enum(['alert', 'voip', 'background'])),
  pushWhen: z.optional(z.enum(['offline', 'always'])),
  ...texts,
  texts: z.optional(atMost(20, 'languages', languageTag, z.strictObject(texts))),
  variables: z.optional(atMost(50, 'entries', variableName, text(1000))),
  titleLocKey: z.optional(locKey),
  titleLocArgs: z.optional(locArgs),
  subtitleLocKey: z.optional(locKey),
  subtitleLocArgs: z.optional(locArgs),
  locKey: z.optional(locKey),
  locArgs: z.optional(locArgs),
  contentFree: z.optional(z.boolean()),
  ext: z.optional(freeJson),
  sound: z.optional(sound),
  badge: z.optional(badge),
  interruptionLevel: z.optional(z.enum(['passive', 'active', 'time-sensitive', 'critical'])),
  relevanceScore: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
  threadId: z.optional(name(256)),
  category: z.optional(name(128)),
  collapseId: z.optional(collapseId),
  // Apple stores nothing for longer than 30 days.
  ttlSeconds: z.optional(z.int().check(z.minimum(0), z.maximum(2_592_000))),
  priority: z.optional(z.enum(['high', 'normal', 'low'])),
  mutableContent: z.optional(z.boolean()),
  image: z.optional(httpsUrl),
  wakeInBackground: z.optional(z.boolean()),
  communication: z.optional(z.boolean()),
  foreground: z.optional(z.enum(['show', 'hide'])),
  voip: z.optional(
    z.strictObject({
      handle: z.optional(callHandle),
      callerName: z.optional(name(200)),
      hasVideo: z.optional(z.boolean()),
    }),
  ),
};

/** Each setting is valid by itself; these are the combinations that are not. */
function nameConflicts(context: z.core.ParsePayload<z.output<typeof unchecked>>): void {
  // With a policy, only both together can be judged.
  if (context.value.policyId !== undefined) return;
  for (const { field, message } of settingConflicts(context.value)) {
    context.issues.push({ code: 'custom', path: [field], message, input: context.value[field] });
  }
}

export const policyId = z
  .string()
  .check(z.maxLength(64), z.regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits or . _ -'));

/** Settings as requests have them. */
const settingsInput = {
  ...settings,
  ...textAlias,
  texts: z.optional(
    atMost(20, 'languages', languageTag, z.strictObject({ ...texts, ...textAlias }).check(withoutAliases)),
  ),
  contentAvailable: aliasOf('contentAvailable', z.boolean()),
};

const unchecked = z.strictObject({ policyId: z.optional(policyId), ...settingsInput });

export const offlinePush = unchecked.check(withoutAliases, nameConflicts);

/** Users may name the policy in their messages. Without it, it is for servers, and does not exist for users. */
const forUsers = z.optional(z.boolean());

/** Settings of a policy: the same, without another policy. Conflicts show when a message uses it. */
export const policySettings = z.strictObject({ ...settings, forUsers });
export const policySettingsInput = z.strictObject({ ...settingsInput, forUsers }).check(withoutAliases);
