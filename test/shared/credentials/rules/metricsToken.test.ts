import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAppCredentials } from '../../../../shared/credentials/rules/appChecks.ts';
import { endOf, latestEnd, parseMetricsToken } from '../../../../shared/credentials/rules/metricsToken.ts';

const appId = 'com.example.chat';
const nowMs = Date.parse('2026-12-01T12:00:00Z');
const stage = { stageOption: '--stage prod', secretsPrefix: 'ringpost/prod' };
const token = { token: 'data-export-token', teamId: 'DEF1234567', addedAt: '2026-12-01T12:00:00.000Z' };

const check = (metricsToken: unknown) => {
  const value = JSON.stringify({ version: 1, credentials: [], metricsToken });
  const health = checkAppCredentials({ state: 'stored', value }, { appId, nowMs, ...stage });
  return { ...health, findings: health.findings.filter(({ code }) => code !== 'no_credential') };
};

describe('a metrics token', () => {
  it('ends on the day that was chosen in the console, or at the latest after six months', () => {
    expect(endOf({ ...token, expiresOn: '2027-03-31' })).toEqual({ at: '2027-03-31T00:00:00.000Z', isKnown: true });
    expect(endOf(token)).toEqual({ at: '2027-06-01T12:00:00.000Z', isKnown: false });
    expect(latestEnd('2026-08-31T10:00:00.000Z')).toBe('2027-02-28T10:00:00.000Z');
  });

  it('never lives longer than 184 days, whenever it was added', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
        (added) => {
          // Act
          const days = (Date.parse(latestEnd(added.toISOString())) - added.getTime()) / 86_400_000;

          // Assess
          expect(days).toBeGreaterThanOrEqual(181);
          expect(days).toBeLessThanOrEqual(184);
        },
      ),
    );
  });

  it.each([
    ['nothing with 31 days left', '2027-01-02', []],
    ['soon with 30 days left', '2026-12-31', [['metrics_token_expires_soon', 'in 29 days, on 2026-12-31']]],
    ['soon with a day left', '2026-12-03', [['metrics_token_expires_soon', 'in 1 day, on 2026-12-03']]],
    ['soon with hours left', '2026-12-02', [['metrics_token_expires_soon', 'in less than a day, on 2026-12-02']]],
    ['expired on its day', '2026-12-01', [['metrics_token_expired', 'on 2026-12-01']]],
  ] as const)('is found to expire: %s', (_title, expiresOn, expected) => {
    const { findings } = check({ ...token, expiresOn });

    expect(findings).toEqual(
      expected.map(([code, when]) => ({
        code,
        severity: 'warning',
        appId,
        credentialId: 'metrics-token',
        what: `The metrics token of ${appId} ${code.endsWith('soon') ? 'expires' : 'expired'} ${when}.`,
        fix: expect.stringContaining(`npx ringpost credentials add --metrics-token <file> --app ${appId} --stage prod`),
      })),
    );
  });

  it('says so where nobody knows when it expires', () => {
    const { findings, metricsToken } = check({ ...token, addedAt: '2026-06-10T00:00:00.000Z' });

    expect(findings).toMatchObject([
      { what: expect.stringContaining('on 2026-12-10 at the latest (nobody said when)') },
    ]);
    expect(metricsToken).toMatchObject({ expiry: 'latest', daysToExpiry: 8.5 });
  });

  it.each([
    ['a text', 'token'],
    ['no team', { ...token, teamId: undefined }],
    ['no time', { ...token, addedAt: 'yesterday' }],
    ['spaces', { ...token, token: 'two words here' }],
  ])('that is %s is found unreadable, without its value', (_what, stored) => {
    const { findings, metricsToken } = check(stored);

    expect(metricsToken).toBeUndefined();
    expect(findings).toMatchObject([{ code: 'metrics_token_unreadable', severity: 'warning' }]);
    expect(JSON.stringify(findings)).not.toContain('words');
    expect(() => parseMetricsToken(JSON.stringify({ metricsToken: stored }))).toThrow('store it again');
  });
});
