/** The app with one resource too many, which is neither safe nor valid, and nobody has accounted for. Run by `gate.test.ts`. */
import type { Stack } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { createApp } from '../../../cdk/createApp.ts';
import { stackName } from '../../../cdk/stageConfig.ts';
import { dev } from '../../../cdk/stages.ts';

const stack = createApp([dev]).node.findChild(stackName(dev)) as Stack;
const longestVisibilityTimeoutSeconds = 43_200;
new CfnQueue(stack, 'UnsafeQueue', { visibilityTimeout: longestVisibilityTimeoutSeconds + 1 });
