/** The file of rules that `ringpost rehearse` tries: checked by the schemas of the API. */
import * as z from 'zod/mini';
import { BadRequest } from '../../shared/api/badRequest.ts';
import { appId, groupId } from '../../shared/api/schemas/common.ts';
import { policyId, policySettingsInput } from '../../shared/api/schemas/pushSettings.ts';
import { appSettings } from '../../shared/api/schemas/server.ts';
import { validate } from '../../shared/api/validate.ts';
import type { ChangedRules } from '../../shared/messages/rules/rehearse.ts';
import { conversationLevels } from '../../shared/people/rules/conversationLevel.ts';
import { defaultTerritoryRule } from '../../shared/team/rules/territory.ts';
import { CommandFailure } from '../frame/failure.ts';
import { readJsonFile } from '../frame/readJsonFile.ts';

const schema = z.strictObject({
  policies: z.optional(z.record(policyId, z.nullable(policySettingsInput))),
  apps: z.optional(z.record(appId, z.strictObject({ territoryRule: z.optional(appSettings.shape.territoryRule) }))),
  groups: z.optional(z.record(groupId, z.strictObject({ defaultLevel: z.enum(conversationLevels) }))),
});

/** @param file `-`: stdin. @throws CommandFailure that says what is wrong with it. */
export function readChangedRules(file: string): ChangedRules {
  const {
    policies = {},
    apps = {},
    groups = {},
  } = check(file, readJsonFile(file, '{"policies": {"quiet": {"disabled": true}}}'));
  return {
    policies,
    territoryRules: mapValues(apps, ({ territoryRule }) => territoryRule ?? defaultTerritoryRule),
    groupLevels: mapValues(groups, ({ defaultLevel }) => defaultLevel),
  };
}

function check(file: string, value: unknown) {
  try {
    const rules = validate('body', schema, value);
    if (Object.keys(rules).length > 0) return rules;
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error;
    const fix = 'Fix these fields: policies have the fields of offlinePush, apps territoryRule, groups defaultLevel.';
    throw new CommandFailure({ code: 'invalid_rules', message: `${file}: ${error.problem.detail}`, fix });
  }
  const fix = 'Name what would change: policies, apps or groups.';
  throw new CommandFailure({ code: 'invalid_rules', message: `${file} changes nothing`, fix });
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
