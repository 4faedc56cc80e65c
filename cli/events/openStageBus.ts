import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { stackName } from '../../cdk/stageConfig.ts';
import { sameRegionAsAwsCli } from '../stage/awsRegion.ts';
import type { StageAccess } from '../stage/stageAccess.ts';
import type { StageBus } from './stageEvents.ts';

/** The event bus of a stage is named like its stack. */
export function openStageBus({ name, clients }: Pick<StageAccess, 'name' | 'clients'>): StageBus {
  const eventBusName = stackName({ name });
  return { eventBridge: new EventBridgeClient(sameRegionAsAwsCli()), sqs: clients.sqs, eventBusName };
}
