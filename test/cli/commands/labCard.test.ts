import { describe, expect, it } from 'vitest';
import { labCard } from '../../../cli/commands/labCard.ts';
import { visibleLines } from '../../../cli/frame/outsideText.ts';

describe('the card of the lab', () => {
  it.each([
    ['http://127.0.0.1:4700', '--lab'],
    ['http://127.0.0.1:4800', '--lab http://127.0.0.1:4800'],
  ])('of %s names the page and commands that work there', (url, lab) => {
    // Act
    const text = visibleLines(labCard({ url, logPath: '/tmp/lab.log' }), false);

    // Assess
    expect(text).toBe(`
Ringpost is ready. Ctrl-C stops it.

  phones  ${url}
  try     npx ringpost send ${lab} --from alice --to bob --text hi
          npx ringpost call ${lab} --from alice --to bob
  look    npx ringpost doctor ${lab}
  log     /tmp/lab.log
`);
  });
});
