/** Options of `ringpost lab`. */
import type { parseArgs } from 'node:util';
import { readOptions } from '../frame/readOptions.ts';

export const defaultPort = 4700;

export interface LabCommand {
  wantsHelp: boolean;
  /** The fake APNs and nothing else. */
  isApnsOnly: boolean;
  /** Port of the lab, or of the control API of the fake APNs alone. 0, here and below: any free port. */
  port: number;
  productionPort: number;
  developmentPort: number;
  dataDirectory?: string | undefined;
  /** File with issuers besides the lab's own. */
  issuersFile?: string | undefined;
}

const optionTypes = {
  port: { type: 'string' },
  data: { type: 'string' },
  issuers: { type: 'string' },
  'apns-only': { type: 'boolean' },
  'production-port': { type: 'string' },
  'development-port': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof optionTypes }>>['values'];

const hostPorts = ['production-port', 'development-port'] as const;

/** @returns what is wrong with the options, if anything. */
export function readLabOptions(args: string[]): LabCommand | { wrong: string } {
  let values: Values;
  try {
    const { values: read, positionals } = readOptions(args, optionTypes);
    if (positionals.length > 0) return { wrong: `unexpected argument \`${positionals[0]}\`` };
    values = read;
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
  const { data, issuers, help: wantsHelp = false, 'apns-only': isApnsOnly = false } = values;
  const wrongPort = (['port', ...hostPorts] as const).find((name) => !isPort(values[name]));
  if (wrongPort !== undefined) {
    return { wrong: `--${wrongPort} must be a whole number from 0 to 65535, not \`${values[wrongPort]}\`` };
  }
  if (data === '') return { wrong: '--data must name a folder' };
  if (issuers === '') return { wrong: '--issuers must name a file' };
  if (issuers !== undefined && isApnsOnly) return { wrong: '--issuers does not go with --apns-only' };
  const stray = hostPorts.find((name) => values[name] !== undefined);
  if (stray !== undefined && !isApnsOnly) return { wrong: `--${stray} goes with --apns-only` };
  return {
    wantsHelp,
    isApnsOnly,
    port: Number(values.port ?? defaultPort),
    productionPort: Number(values['production-port'] ?? 0),
    developmentPort: Number(values['development-port'] ?? 0),
    dataDirectory: data,
    issuersFile: issuers,
  };
}

function isPort(text: string | undefined): boolean {
  return text === undefined || (/^\d+$/.test(text) && Number(text) <= 65_535);
}
