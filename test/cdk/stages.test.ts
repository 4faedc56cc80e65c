/** Dev and prod differ where they should: in the templates, and in what docs/deploy.md says of them. */
import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { dev, prod } from '../../cdk/stages.ts';
import { onlyResource, type Resource, resourcesOf } from './support/resources.ts';
import { rootDirectory, stageTemplate, withStack } from './support/synthesise.ts';

let templates: { dev: Template; prod: Template };
beforeAll(async () => {
  templates = { dev: await stageTemplate(dev), prod: await stageTemplate(prod) };
});

/** @returns what all resources of the type have in common there. @throws Error when they differ. */
function common(template: Template, type: string, read: (resource: Resource) => unknown): unknown {
  const found = new Set(resourcesOf(template, type).map((resource) => JSON.stringify(read(resource))));
  if (found.size !== 1) throw new Error(`${type}: ${[...found].join(', ')}`);
  return JSON.parse([...found][0] ?? '');
}

const ofTable = (template: Template) => onlyResource(template, 'AWS::DynamoDB::Table');
const routeSettings = (template: Template) =>
  onlyResource(template, 'AWS::ApiGatewayV2::Stage').Properties['RouteSettings'] as Record<string, object>;

describe('dev and prod', () => {
  it.each<[string, (template: Template) => unknown, unknown, unknown]>([
    [
      'how long logs are kept',
      (one) => common(one, 'AWS::Logs::LogGroup', (it) => it.Properties['RetentionInDays']),
      14,
      90,
    ],
    [
      'whether logs outlive the stack',
      (one) => common(one, 'AWS::Logs::LogGroup', keeping),
      'Delete',
      'RetainExceptOnCreate',
    ],
    ['whether the table outlives the stack', (one) => keeping(ofTable(one)), 'Delete', 'RetainExceptOnCreate'],
    ['whether the table can be deleted', (one) => ofTable(one).Properties['DeletionProtectionEnabled'], false, true],
    [
      'how far back the table can be restored',
      (one) => ofTable(one).Properties['PointInTimeRecoverySpecification'],
      { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 1 },
      { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
    ],
    [
      'how many messages a second are let in',
      (one) => routeSettings(one)['POST /v1/messages'],
      { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      { ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 2000 },
    ],
    ['what is traced', (one) => common(one, 'AWS::Lambda::Function', tracing), 'Active', 'PassThrough'],
    ['how many alarms there are', (one) => resourcesOf(one, 'AWS::CloudWatch::Alarm').length, 13, 36],
    ['that each has a dashboard', (one) => resourcesOf(one, 'AWS::CloudWatch::Dashboard').length, 1, 1],
  ])('differ in %s', (_what, read, ofDev, ofProd) => {
    // Prepare
    const { dev: devTemplate, prod: prodTemplate } = templates;

    // Act
    const found = [read(devTemplate), read(prodTemplate)];

    // Assess
    expect(found).toEqual([ofDev, ofProd]);
  });

  it('have as many alarms as the pages count', async () => {
    // Prepare
    const read = (page: string) => readFileSync(`${rootDirectory}docs/${page}`, 'utf8');
    const countOf = (one: Template) => resourcesOf(one, 'AWS::CloudWatch::Alarm').length;
    const ofStage = (one: Template) => countOf(one) - 7 * prod.apps.length;
    const { dev: fewWithEvents, prod: allWithout } = templates;

    // Act
    const fewWithout = await stageTemplate({ ...dev, events: 'none' });
    const allWithEvents = await stageTemplate({ ...prod, events: 'all' });

    // Assess
    expect(read('deploy.md')).toContain(
      `and ${ofStage(fewWithout)} (\`few\`) or ${ofStage(allWithout)} (\`all\`) for the stage.`,
    );
    expect(read('deploy.md')).toContain(
      `A stage that publishes events has ${ofStage(fewWithEvents)} or ${ofStage(allWithEvents)}:`,
    );
    const counts = Object.values(templates).map(countOf);
    const dollars = counts.map((count) => (count / 10).toFixed(2));
    expect(read('observability.md')).toContain(`| ${counts[0]}: $${dollars[0]} | ${counts[1]}: $${dollars[1]} |`);
    expect(read('cost.md')).toContain(`| ${counts[0]} | ${dollars[0]} | ${counts[1]} | ${dollars[1]} |`);
  });

  it('differ in whether the stack can be removed', async () => {
    // Prepare
    const stages = [dev, prod];

    // Act
    const isProtected = await Promise.all(
      stages.map((stage) => withStack(stage, (stack) => stack.terminationProtection)),
    );

    // Assess
    expect(isProtected).toEqual([false, true]);
  });

  it('are described in docs/deploy.md as they are', () => {
    // Prepare
    const page = readFileSync(`${rootDirectory}docs/deploy.md`, 'utf8');
    const rows = page.matchAll(/^\| `(\w+)` \| (.*?) \| (.*?) \|/gm);
    const described = new Map([...rows].map(([, field = '', ofDev = '', ofProd = '']) => [field, [ofDev, ofProd]]));

    // Act
    const plain = Object.entries(prod).filter(([, value]) => typeof value !== 'object');
    const said = plain.map(([field]) => [field, ...(described.get(field) ?? [])]);

    // Assess
    const other = ['name', 'identity', 'logRetention'];
    const inWords = (value: unknown) => (typeof value === 'string' ? `\`${value}\`` : String(value));
    const expected = plain.map(([field, value]) => [field, inWords(dev[field as keyof typeof dev]), inWords(value)]);
    const isCompared = ([field]: string[]) => !other.includes(field ?? '');
    expect(said.filter(isCompared)).toEqual(expected.filter(isCompared));
    expect(Object.keys(prod).filter((field) => field !== 'name' && !described.has(field))).toEqual([]);
  });
});

function keeping({ DeletionPolicy }: Resource): string | undefined {
  return DeletionPolicy;
}

function tracing({ Properties }: Resource): unknown {
  return (Properties['TracingConfig'] as { Mode: string }).Mode;
}
