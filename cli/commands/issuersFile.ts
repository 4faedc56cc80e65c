/** The file that `ringpost lab --issuers` names. */
import { readFileSync } from 'node:fs';
import { readIssuers, type TrustedIssuer } from '../../shared/people/rules/issuers.ts';

const longestReason = 200;

/** @throws Error that says what is wrong with the file. */
export function readIssuersFile(file: string): TrustedIssuer[] {
  try {
    return readIssuers(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.replace(/\s+/g, ' ').slice(0, longestReason);
    throw new Error(
      `${file} is not a list of issuers: write [{"issuerUrl": "…", "audiences": ["…"], "algorithms": ["ES256"], ` +
        `"userIdPrefix": "…"}] (${reason})`,
    );
  }
}
