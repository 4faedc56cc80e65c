/**
 * `npm run test:hpack -- <directory>`: Ringpost's HPACK decoder against a checkout of the published vectors
 * (https://github.com/http2jp/hpack-test-case): the same traffic by a dozen encoders. They are not in this repository,
 * which has vectors of its own (`test/shared/apns/wire/hpackVectors.json`).
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { decodingHeaders } from '../support/apns/decodingHeaders.ts';

const story = z.object({
  cases: z.array(
    z.object({
      wire: z.string(),
      headers: z.array(z.record(z.string(), z.string())),
    }),
  ),
});
type Story = z.infer<typeof story>;

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write(
    'Name a checkout of https://github.com/http2jp/hpack-test-case: npm run test:hpack -- <directory>\n',
  );
  process.exitCode = 1;
} else process.exitCode = run(directory) ? 0 : 1;

/** @returns whether every block said what it should. */
function run(checkout: string): boolean {
  let wrong = 0;
  let files = 0;
  const blocksOf = new Map<string, number>();
  for (const file of globSync('*/story_*.json', { cwd: checkout }).sort()) {
    if (dirname(file) === 'raw-data') continue;
    files += 1;
    const { cases } = story.parse(JSON.parse(readFileSync(join(checkout, file), 'utf8')));
    const fault = faultOf(cases);
    blocksOf.set(dirname(file), (blocksOf.get(dirname(file)) ?? 0) + cases.length);
    if (fault === undefined) continue;
    wrong += 1;
    process.stdout.write(`${file}: ${fault}\n`);
  }
  for (const [encoder, blocks] of blocksOf) process.stdout.write(`${encoder}: ${blocks} blocks\n`);
  process.stdout.write(`${files} stories, ${wrong} of them wrong\n`);
  return files > 0 && wrong === 0;
}

/** No encoder of the vectors fills a table larger than the 4,096 bytes that Ringpost's connections announce. */
function faultOf(cases: Story['cases']): string | undefined {
  const decode = decodingHeaders();
  for (const [number, { wire, headers }] of cases.entries()) {
    try {
      const fields = decode(Buffer.from(wire, 'hex'));
      if (
        !isDeepStrictEqual(
          fields,
          headers.flatMap((field) => Object.entries(field)),
        )
      )
        return `block ${number} differs`;
    } catch (error) {
      return `block ${number}: ${error}`;
    }
  }
  return undefined;
}
