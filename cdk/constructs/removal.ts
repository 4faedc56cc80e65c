import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfig } from '../stageConfig.ts';

/** What happens to a stage's data when its stack is removed. A first deployment that fails leaves nothing behind either way. */
export function dataRemovalPolicy(stage: StageConfig): RemovalPolicy {
  return stage.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
