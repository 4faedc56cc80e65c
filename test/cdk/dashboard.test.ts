import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { prod } from '../../cdk/stages.ts';
import { metricTable } from '../../shared/platform/metricTable.ts';
import { onlyResource } from './support/resources.ts';
import { stageTemplate } from './support/synthesise.ts';
import { alarmsOf, isRecorded, watchedStages } from './support/watchedStages.ts';

let quiet: Template;
let few: Template;

beforeAll(async () => {
  ({ quiet, few } = await watchedStages());
});

interface DashboardWidget {
  type: string;
  properties: {
    title?: string;
    markdown?: string;
    alarms?: string[];
    query?: string;
    /** Namespace, name, dimensions by turns, and how it is shown. */
    metrics?: (string | object)[][];
    region?: string;
  };
}

/** What CloudWatch fills in stands as its logical ID. */
function dashboardOf(template: Template): { name: unknown; widgets: DashboardWidget[] } {
  const { DashboardName, DashboardBody } = onlyResource(template, 'AWS::CloudWatch::Dashboard').Properties as {
    DashboardName: string;
    DashboardBody: { 'Fn::Join': [string, (string | { Ref?: string; 'Fn::GetAtt'?: [string, string] })[]] };
  };
  const parts = DashboardBody['Fn::Join'][1];
  const text = parts.map((part) => (typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt']?.[0] ?? '')));
  return { name: DashboardName, widgets: JSON.parse(text.join('')).widgets };
}

describe('the dashboard', () => {
  it.each([
    ['with all alarms', () => quiet],
    ['with few', () => few],
  ])('begins with every alarm of the stage and a link to the runbook: %s', (_title, template) => {
    // Prepare
    const alarmIds = Object.keys(template().findResources('AWS::CloudWatch::Alarm'));
    const entries = alarmsOf(template()).map(({ AlarmDescription }) => AlarmDescription.split(' ').at(-1) ?? '');

    // Act
    const [alarms, text] = dashboardOf(template()).widgets;

    // Assess
    expect(alarms?.properties.alarms).toEqual(alarmIds);
    expect(entries.filter((entry) => !text?.properties.markdown?.includes(`| ${entry} |`))).toEqual([]);
  });

  it('reads metrics under the names that the code records', () => {
    // Prepare
    const { widgets } = dashboardOf(quiet);

    // Act
    const asked = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter(([namespace]) => namespace === 'Ringpost')
      .map(([, name, ...rest]) => {
        const words = rest.filter((word) => typeof word === 'string');
        const dimensions = Object.fromEntries(
          words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1]]] : [])),
        );
        return { name: String(name), dimensions };
      });

    // Assess
    expect(asked.length).toBeGreaterThan(15);
    expect(asked.filter((metric) => !isRecorded(metric, 'prod'))).toEqual([]);
  });

  it('shows calls, pushes, queues, functions, the API, the table, credentials and the latest errors', () => {
    // Prepare
    const { widgets } = dashboardOf(quiet);

    // Act
    const asked = new Set(widgets.flatMap(({ properties }) => (properties.metrics ?? []).map(([, name]) => name)));

    // Assess
    expect([...asked]).toEqual(
      expect.arrayContaining([
        ...['Calls', 'Messages', 'PushLatency', 'PushesRefusedPercent', 'CredentialDaysToExpiry'],
        ...['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage', 'IteratorAge', 'WorkFailed'],
        ...['Errors', 'Throttles', 'Duration', 'Count', '4xx', '5xx', 'RequestsThrottled', 'Latency'],
        ...['ReadThrottleEvents', 'WriteThrottleEvents'],
      ]),
    );
    const functionCount = Object.keys(quiet.findResources('AWS::Lambda::Function')).length;
    const errors = widgets.filter(({ properties }) => properties.query?.includes('level = "ERROR"'));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.properties.query?.match(/SOURCE/g)).toHaveLength(functionCount);
  });

  it('shows the work that waits in each queue, webhooks only where the stage publishes events', async () => {
    // Prepare
    const silent = await stageTemplate({ ...prod, events: 'none' });

    // Act
    const labels = [quiet, silent].map((template) =>
      dashboardOf(template)
        .widgets.find(({ properties }) => properties.title === 'Waiting')
        ?.properties.metrics?.map((line) =>
          line.flatMap((word) => (typeof word === 'object' ? Object.entries(word) : [])),
        )
        .map((shown) => Object.fromEntries(shown)['label']),
    );

    // Assess
    const always = ['deliveries', 'call timers', 'broadcast tasks'];
    expect(labels).toEqual([[...always, 'webhooks'], always]);
  });

  it('searches for pushes by their recorded dimensions', () => {
    // Prepare
    const { widgets } = dashboardOf(quiet);

    // Act
    const searches = widgets.flatMap(
      ({ properties }) => JSON.stringify(properties.metrics ?? []).match(/SEARCH.*?}/g) ?? [],
    );

    // Assess
    const schema = ['Ringpost', 'stage', ...metricTable.Pushes.dimensions].join(',');
    expect(searches).toEqual([`SEARCH('{${schema}}`, `SEARCH('{${schema}}`]);
  });

  it('stays within the 50 metrics of a free dashboard with four apps and events, as docs/observability.md says', async () => {
    // Prepare
    const four = ['com.example.a', 'com.example.b', 'com.example.c', 'com.example.d'];
    const { widgets } = dashboardOf(await stageTemplate({ ...prod, apps: four, events: 'all' }));

    // Act
    const lines = widgets.flatMap(({ properties }) => properties.metrics ?? []);

    // Assess
    expect(lines.length).toBeLessThanOrEqual(50);
  });

  it('exists once per stage and takes account and region from the stack', () => {
    // Prepare
    const stages = [quiet, few];

    // Act
    const dashboards = stages.map(dashboardOf);

    // Assess
    expect(dashboards.map(({ name }) => name)).toEqual(['ringpost-prod', 'ringpost-dev']);
    const regions = dashboards.flatMap(({ widgets }) => widgets.map(({ properties }) => properties.region));
    expect(new Set(regions.filter((region) => region !== undefined))).toEqual(new Set(['AWS::Region']));
  });
});
