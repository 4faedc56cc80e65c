import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificateKind } from '../../../../lab/apple/apple.ts';
import { readAppleCertificate } from '../../../../shared/credentials/rules/appleCertificate.ts';
import { credentialMaker } from '../../../support/apns/appleCredentials.ts';
import { appId } from '../../../support/factories.ts';

const maker = credentialMaker();

describe('a certificate for APNs', () => {
  it.each<[CertificateKind, string, string[], string[]]>([
    ['voip', `VoIP Services: ${appId}`, [appId, `${appId}.voip`], ['production', 'development']],
    [
      'universal',
      `Apple Push Services: ${appId}`,
      [appId, `${appId}.voip`, `${appId}.complication`],
      ['production', 'development'],
    ],
    ['development', `Apple Development IOS Push Services: ${appId}`, [appId], ['development']],
    ['production', `Apple Production IOS Push Services: ${appId}`, [appId], ['production']],
  ])('of kind %s has its name, topics and environments', (kind, commonName, topics, environments) => {
    // Prepare
    const { certificatePem } = maker.certificate({ kind });

    // Act
    const facts = readAppleCertificate(new X509Certificate(certificatePem));

    // Assess
    expect(facts).toEqual({ kind, commonName, teamId: maker.account.teamId, topics, environments });
  });

  it('of another kind has no topic and no environment', () => {
    // Prepare
    const root = new X509Certificate(maker.authority.caPem);

    // Act
    const facts = readAppleCertificate(root);

    // Assess
    expect(facts).toEqual({ kind: 'other', commonName: 'Ringpost Lab Root CA', topics: [], environments: [] });
  });
});
