import type { DomainConfig, EdgeConfig, StageConfig } from '../../../cdk/stageConfig.ts';
import { dev } from '../../../cdk/stages.ts';

const hostedZone = { id: 'Z0123456789ABC', name: 'example.com' };
const certificate = (region: string) =>
  `arn:aws:acm:${region}:123456789012:certificate/0f744707-bebc-f74f-9b7c-25d48e335894`;

/** A stage that uses all that a stage may decide. */
export const everyOption: StageConfig & { domain: DomainConfig; edge: EdgeConfig } = {
  ...dev,
  identity: [
    { issuerUrl: 'https://login.example.com', audiences: ['chat'], algorithms: ['ES256'] },
    { issuerUrl: 'https://staff.example.com', audiences: ['staff'], userIdPrefix: 'staff:' },
  ],
  domain: { name: 'api.push.example.com', certificateArn: certificate('eu-central-1'), hostedZone },
  edge: {
    name: 'push.example.com',
    certificateArn: certificate('us-east-1'),
    hostedZone,
    requestsPerFiveMinutes: 20_000,
    openRequestsPerFiveMinutes: 5_000,
  },
  functionUrls: ['messages', 'calls'],
  reservedConcurrency: { messages: 200 },
  events: 'all',
  rings: 'channel',
  messageRecords: 'problems',
  keepsDecisionFacts: false,
  apnsTransport: 'http2',
  alarms: 'all',
  monthlyBudgetUsd: 200,
  alarmEmail: 'ops@example.com',
};
