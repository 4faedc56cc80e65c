/** What the credentials may not read is a finding of its own: the rest of doctor goes on. */
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import { isDenied } from '../stage/awsFailure.ts';

/** A part of the report, or why it is not in there. */
export type Examined<T> = { value: T; findings: [] } | { value?: undefined; findings: [Finding] };

/** @param finding says what was not examined. @throws anything but the lack of a permission. */
export async function unlessDenied<T>(asking: Promise<T>, finding: Finding): Promise<Examined<T>> {
  try {
    return { value: await asking, findings: [] };
  } catch (error) {
    if (error instanceof Error && isDenied(error.name)) return { findings: [finding] };
    throw error;
  }
}

/** Doctor cannot say that all is well with apps that it does not know. */
export const appsNotListed: Finding = {
  code: 'apps_not_listed',
  severity: 'warning',
  what: 'Not all apps of the stage may be examined: your AWS credentials may not list its secrets.',
  fix: 'Give them the permission `secretsmanager:ListSecrets` on `*` (docs/cli.md), or name the app with --app.',
};

export function userNotExamined(userId: string): Finding {
  return {
    code: 'user_not_examined',
    severity: 'warning',
    userId,
    what: `${userId} was not examined: your AWS credentials may not read the table.`,
    fix: 'Give them the permissions `dynamodb:BatchGetItem` and `dynamodb:Query` on the table (docs/cli.md).',
  };
}
