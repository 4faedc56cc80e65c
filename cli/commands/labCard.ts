import { columns } from '../frame/columns.ts';
import { bold, dim, green } from '../frame/style.ts';
import { defaultLabUrl } from '../stage/stageChoice.ts';

/** What a person wants to know once the lab runs; scripts read the line on stdout. */
export function labCard({ url, logPath }: { url: string; logPath: string }): string {
  const lab = url === defaultLabUrl ? '--lab' : `--lab ${url}`;
  const rows = [
    [dim('phones'), bold(url)],
    [dim('try'), `npx ringpost send ${lab} --from alice --to bob --text hi`],
    ['', `npx ringpost call ${lab} --from alice --to bob`],
    [dim('look'), `npx ringpost doctor ${lab}`],
    [dim('log'), logPath],
  ];
  return `\n${green('Ringpost is ready.')} Ctrl-C stops it.\n\n${columns(rows)}`;
}
