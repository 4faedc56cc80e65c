import type { ExportFormat } from '../row.ts';
import { csv } from './csv.ts';
import { onesignal } from './onesignal.ts';
import { parse } from './parse.ts';
import { pinpoint } from './pinpoint.ts';
import { sns } from './sns.ts';

/** The exports that `ringpost import` reads, by the name that --from takes. */
export const formats: Readonly<Record<string, ExportFormat>> = { sns, pinpoint, onesignal, parse, csv };
