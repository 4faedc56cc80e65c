/**
 * What the run deploys besides `cdk/app.ts`: the dev stage under a name of its own, so that it can hurt no stage that
 * exists, the same stage after a change, and then with an address of its own.
 */
import { createApp } from '../../cdk/createApp.ts';
import { dev } from '../../cdk/stages.ts';
import { changeStage, nameStage } from './stageChange.ts';

const {
  DEPLOY_TEST_STAGE: name = dev.name,
  DEPLOY_TEST_CHANGED: isChanged,
  DEPLOY_TEST_CERTIFICATE: certificateArn,
} = process.env;
const first = { ...dev, name };
const stage = isChanged === 'yes' ? changeStage(first) : first;

createApp([certificateArn === undefined ? stage : nameStage(stage, certificateArn)]);
