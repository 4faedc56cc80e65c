/** The first screen of the person on call: what is wrong now, then calls and pushes, then the infrastructure. */
import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Alert } from './alert.ts';
import {
  apiAndTable,
  callsAndMessages,
  credentials,
  functions,
  type GraphedStage,
  graphSize,
  pushes,
  work,
} from './dashboardGraphs.ts';
import type { Watched } from './watched.ts';

export interface DashboardProps extends GraphedStage {
  /** Each graph with its alarm. */
  alerts: readonly { alert: Alert; alarm: Alarm }[];
}

const twoGraphs = { width: 2 * graphSize.width, height: graphSize.height };

export function addDashboard(scope: Construct, props: DashboardProps): void {
  const dashboard = new Dashboard(scope, 'Dashboard', {
    dashboardName: Stack.of(scope).stackName,
    defaultInterval: Duration.hours(3),
  });
  dashboard.addWidgets(...whatIsWrong(props));
  dashboard.addWidgets(...callsAndMessages(props));
  dashboard.addWidgets(...pushes(props));
  dashboard.addWidgets(...work(props));
  dashboard.addWidgets(...functions(props));
  dashboard.addWidgets(...apiAndTable(props));
  dashboard.addWidgets(...credentials(props), latestErrors(props.watched));
}

function whatIsWrong({ stage, alerts }: DashboardProps): IWidget[] {
  const markdown = [
    `# Ringpost ${stage.name}`,
    'The repository explains what each alarm means, what to do, and how to follow one request to its pushes:',
    '**docs/observability.md**.',
    '',
    '| alarm | entry |',
    '|---|---|',
    ...alerts.map(({ alert: { name, runbookEntry } }) => `| ${name} | docs/runbook.md#${runbookEntry} |`),
  ].join('\n');
  return [
    new AlarmStatusWidget({ title: 'Alarms', ...twoGraphs, alarms: alerts.map(({ alarm }) => alarm) }),
    new TextWidget({ markdown, ...graphSize }),
  ];
}

/** Reads the logs of the dashboard's time range whenever it is shown, at $0.005 per GB. */
function latestErrors({ functions: all }: Watched): IWidget {
  return new LogQueryWidget({
    title: 'Latest errors',
    logGroupNames: Object.values(all).map(({ logGroup }) => logGroup.logGroupName),
    view: LogQueryVisualizationType.TABLE,
    queryLines: [
      'fields @timestamp, service, message, requestId, error, reason',
      'filter level = "ERROR"',
      'sort @timestamp desc',
      'limit 50',
    ],
    ...twoGraphs,
  });
}
