/** Reads options as Node's `parseArgs` does, and explains mistakes in Ringpost's own words. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { WrongUsage } from './failure.ts';
import { nearest } from './nearest.ts';

/** @throws WrongUsage */
export function readOptions<Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUsage(inOwnWords(error, options));
  }
}

function inOwnWords(error: unknown, options: ParseArgsOptionsConfig): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, option = ''] = /'(?:-\w, )?(--?[^\s'=<]*)/.exec(message) ?? [];
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const meant = nearest(option.replace(/^-+/, ''), Object.keys(options));
      return `unknown option \`${option}\`${meant === undefined ? '' : `: did you mean \`--${meant}\`?`}`;
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      if (message.includes('does not take an argument')) return `\`${option}\` takes no value`;
      if (!message.includes('ambiguous')) return `\`${option}\` needs a value`;
      return `\`${option}\` needs a value; write one that begins with a dash as \`${option}=-…\``;
    default:
      return message;
  }
}
