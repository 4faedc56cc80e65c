/** A stage that uses every option, as `cdk synth` builds it. Run by `edge.test.ts`. */
import { createApp } from '../../../cdk/createApp.ts';
import { everyOption } from './everyOption.ts';

createApp([everyOption]);
