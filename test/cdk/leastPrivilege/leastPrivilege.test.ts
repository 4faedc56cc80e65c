/**
 * The roles of the template against what the functions really ask AWS for: a lab runs the bundles, hears every request
 * that reaches a service, and IAM's rules decide. No table of permissions is believed here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dev } from '../../../cdk/stages.ts';
import { type Authorization, isAllowed } from '../../../lab/aws/iam/policy.ts';
import type { FunctionCall } from '../../../lab/aws/iam/roles.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { type FunctionName, functionSettings } from '../../../shared/api/functionSettings.ts';
import { stageTemplate } from '../support/synthesise.ts';
import { useEveryRight } from './everyRight.ts';
import { allowsAll, type Right, rightsOf, templateRights, uses } from './templateRights.ts';

const names = Object.keys(functionSettings) as FunctionName[];

let lab: Lab;
let roles: ReturnType<typeof templateRights>;
const calls: FunctionCall[] = [];

beforeAll(async () => {
  roles = templateRights(await stageTemplate(dev), dev.name);
  lab = await startLab({ onAwsCall: (call) => calls.push(call) });
  try {
    await useEveryRight(lab, calls);
  } catch (cause) {
    const denied = calls.flatMap((call) => (call.denied ? [{ function: call.function, ...call.denied }] : []));
    throw new Error(`${cause}; denied by roles: ${JSON.stringify(denied)}`, { cause });
  }
}, 300_000);
afterAll(() => lab.stop());

const callsOf = (name: FunctionName) => calls.filter((call) => call.function === name);
const isSame = (one: Right) => (other: Right) => JSON.stringify(one) === JSON.stringify(other);

describe('each function', () => {
  it.each(names)('%s may do everything that it requests', (name) => {
    // Prepare
    const statements = roles.statementsOf(name);

    // Act
    const refused = callsOf(name).filter((call) => call.denied || !allowsAll(statements, call));

    // Assess
    expect(refused).toEqual([]);
  });

  it.each(names)('%s has no permission that neither it nor Lambda on its behalf uses', (name) => {
    // Prepare
    const byLambda = roles.rightsOfLambda(name);

    // Act
    const unused = rightsOf(roles.statementsOf(name)).filter(
      (right) => !byLambda.some(isSame(right)) && !callsOf(name).some((call) => uses(call, right)),
    );

    // Assess
    expect(unused).toEqual([]);
  });

  it.each(names)('%s is denied the same actions on any other key, table, queue, secret or bus', (name) => {
    // Prepare
    const statements = roles.statementsOf(name);
    const authorizations = callsOf(name).flatMap((call) => call.authorizations);

    // Act
    const allowed = authorizations.flatMap(elsewhere).filter((authorization) => isAllowed(statements, authorization));

    // Assess
    expect(allowed).toEqual([]);
  });

  it('except health and userAuthorizer calls AWS, so that the checks above prove something', () => {
    // Prepare
    const asking = new Set(calls.map((call) => call.function));

    // Act
    const silent = names.filter((name) => !asking.has(name));

    // Assess
    expect(silent.sort()).toEqual(['health', 'userAuthorizer']);
  });

  it('has the partition keys of every table request checked', () => {
    // Prepare
    const toTable = calls.flatMap(({ authorizations }) =>
      authorizations.filter(({ action }) => action.startsWith('dynamodb:')),
    );

    // Act
    const withoutKeys = toTable.filter(({ leadingKeys = [] }) => leadingKeys.length === 0);

    // Assess
    expect(withoutKeys).toEqual([]);
  });
});

/** The same, asked of what is not the function's: another resource, or a partition of another kind among its own. */
function elsewhere(authorization: Authorization): Authorization[] {
  const { resource, leadingKeys } = authorization;
  return [
    {
      ...authorization,
      resource: resource.replace('ringpost-lab', 'other').replace('ringpost/lab/', 'ringpost/prod/'),
    },
    ...(leadingKeys ? [{ ...authorization, leadingKeys: [...leadingKeys, 'OTHER#kind'] }] : []),
  ];
}
