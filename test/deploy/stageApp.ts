/**
 * What the run deploys besides `cdk/app.ts`: the dev stage under a name of its own, so that it can hurt no stage that
 * exists, and the same stage after a change.
 */
import { createApp } from '../../cdk/createApp.ts';
import { dev } from '../../cdk/stages.ts';
import { changeStage } from './stageChange.ts';

const { DEPLOY_TEST_STAGE: name = dev.name, DEPLOY_TEST_CHANGED: isChanged } = process.env;
const stage = { ...dev, name };

createApp([isChanged === 'yes' ? changeStage(stage) : stage]);
