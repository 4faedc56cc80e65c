/**
 * How long a large broadcast takes, simulated: `npm run scale` prints the tables of docs/scale.md. They are the same on
 * every machine.
 */
import { scaleTables } from './scale/tables.ts';

process.stdout.write(`${scaleTables().join('\n\n')}\n`);
