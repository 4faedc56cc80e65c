/** The stages that this repository deploys. Edit this file before the first `cdk deploy`. */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageConfig } from './stageConfig.ts';

export const dev: StageConfig = {
  name: 'dev',
  apps: ['com.example.chat'],
  identity: 'cognito',
  keepsData: false,
  recoveryDays: 1,
  logRetention: RetentionDays.TWO_WEEKS,
  throttles: {
    user: { ratePerSecond: 50, burst: 100 },
    server: { ratePerSecond: 50, burst: 100 },
    none: { ratePerSecond: 5, burst: 10 },
  },
  maxDeliveryWorkers: 2,
  events: 'all',
  rings: 'channel',
  defaultTerritory: 'CN',
  defaultLanguage: 'en',
  logLevel: 'INFO',
  tracing: true,
  alarms: 'few',
};

export const prod: StageConfig = {
  name: 'prod',
  apps: ['com.example.chat'],
  identity: 'cognito',
  keepsData: true,
  recoveryDays: 35,
  logRetention: RetentionDays.THREE_MONTHS,
  throttles: {
    user: { ratePerSecond: 2_000, burst: 2_000 },
    server: { ratePerSecond: 1_000, burst: 1_000 },
    none: { ratePerSecond: 20, burst: 40 },
  },
  maxDeliveryWorkers: 50,
  events: 'none',
  rings: 'channel',
  defaultTerritory: 'CN',
  defaultLanguage: 'en',
  logLevel: 'INFO',
  tracing: false,
  alarms: 'all',
};

export const stages: readonly StageConfig[] = [dev, prod];
