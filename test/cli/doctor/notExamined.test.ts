/** `ringpost doctor` for a caller who may not read everything. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examine } from '../../../cli/doctor/examine.ts';
import { openStageAccess } from '../../../cli/stage/openStageAccess.ts';
import type { StageAccess } from '../../../cli/stage/stageAccess.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { denying } from '../../support/denying.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

const openLab = (): Promise<StageAccess> => openStageAccess({ kind: 'lab', url: lab.url });

describe('doctor without a right', () => {
  it('reports that it cannot list the apps, and examines all the rest', async () => {
    // Prepare
    const access = denying(await openLab(), 'ListSecretsCommand');

    // Act
    const report = await examine(access, { userId: 'bob' });

    // Assess
    const finding = report.findings.find(({ code }) => code === 'apps_not_listed');
    expect(finding).toMatchObject({ severity: 'warning', fix: expect.stringContaining('secretsmanager:ListSecrets') });
    expect(report.ok).toBe(false);
    expect(report.parts).toHaveLength(6);
    expect(report.user?.devices).toHaveLength(2);
    // Those of the user's devices.
    expect(report.apps.map(({ appId, probes }) => [appId, probes.length])).toEqual([['com.example.ringpost', 6]]);
  });

  it('does not say that there is no app where it cannot list them', async () => {
    // Prepare
    const access = denying(await openLab(), 'ListSecretsCommand');

    // Act
    const { findings, apps } = await examine(access, {});

    // Assess
    const codes = findings.map(({ code }) => code);
    expect(codes).toContain('apps_not_listed');
    expect(codes).not.toContain('no_app');
    expect(apps).toEqual([]);
  });

  it('reports that it cannot read the user, and examines the apps', async () => {
    // Prepare
    const access = denying(await openLab(), 'BatchGetCommand');

    // Act
    const report = await examine(access, { userId: 'bob' });

    // Assess
    const finding = report.findings.find(({ code }) => code === 'user_not_examined');
    expect(finding).toMatchObject({ severity: 'warning', userId: 'bob' });
    expect(report.user).toBeUndefined();
    expect(report.apps).toHaveLength(1);
  });

  it('fails as a whole with credentials that have expired', async () => {
    // Prepare
    const access = denying(await openLab(), 'ListSecretsCommand', 'ExpiredTokenException');

    // Act
    const examining = examine(access, {});

    // Assess
    await expect(examining).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });
});
