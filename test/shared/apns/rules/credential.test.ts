import { describe, expect, test } from 'vitest';
import { type Credential, parseStoredCredentials } from '../../../../shared/apns/rules/credential.ts';

const key: Credential = {
  kind: 'token',
  credentialId: 'key',
  keyId: 'ABCDEFGHIJ',
  teamId: 'KLMNOPQRST',
  privateKeyPem: 'pem',
  environments: ['production', 'development'],
  topics: 'any',
};
const certificate: Credential = {
  kind: 'certificate',
  credentialId: 'voip',
  certificatePem: 'pem',
  privateKeyPem: 'pem',
  topics: ['com.example.app.voip'],
  environments: ['production', 'development'],
  notAfter: '2027-01-01T00:00:00Z',
};

describe('reading stored credentials', () => {
  test('returns credentials as they were stored', () => {
    // Prepare
    const secret = JSON.stringify({ version: 1, credentials: [key, certificate] });
    // Act
    const credentials = parseStoredCredentials(secret);
    // Assess
    expect(credentials).toEqual([key, certificate]);
  });

  test.each([
    ['text that is not JSON', 'not json'],
    ['another version', JSON.stringify({ version: 2, credentials: [] })],
    ['a key without its ID', JSON.stringify({ version: 1, credentials: [{ ...key, keyId: undefined }] })],
  ])('refuses %s without quoting it', (_what, secret) => {
    // Act
    const read = () => parseStoredCredentials(secret);
    // Assess
    expect(read).toThrow(/store them again/);
    expect(read).not.toThrow(/pem|not json/);
  });
});
