/**
 * A change that a team makes to a stage: a second app, which brings a secret and alarms, the URL of a function,
 * and other limits.
 */
import type { StageConfig } from '../../cdk/stageConfig.ts';

export const secondApp = 'com.example.second';

export function changeStage(stage: StageConfig): StageConfig {
  return {
    ...stage,
    apps: [...stage.apps, secondApp],
    maxDeliveryWorkers: 3,
    functionUrls: ['messages'],
    events: stage.events === 'all' ? 'calls' : 'all',
  };
}

/** A name of the team's own for the API. */
export const ownName = 'push.example.com';

export function nameStage(stage: StageConfig, certificateArn: string): StageConfig {
  return { ...stage, domain: { name: ownName, certificateArn } };
}
