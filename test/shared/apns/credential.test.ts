import { describe, expect, test } from 'vitest';
import { type Credential, parseStoredCredentials, servingCredentials } from '../../../shared/apns/credential.ts';
import type { PushType } from '../../../shared/rules/pushTypes.ts';

const now = Date.parse('2026-11-22T00:00:00Z');
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

const headersOf = (topic: string, pushType: PushType = topic.endsWith('.voip') ? 'voip' : 'alert') => ({
  'apns-topic': topic,
  'apns-push-type': pushType,
});

describe('choosing a credential', () => {
  test('a location push takes no certificate, whatever that lists', () => {
    // Prepare
    const topic = 'com.example.app.location-query';
    const stored = [{ ...certificate, topics: [topic] }, key];
    // Act
    const serving = servingCredentials(stored, 'production', headersOf(topic, 'location'), now);
    // Assess
    expect(serving).toEqual([key]);
  });

  test('a certificate for the topic goes before a team key', () => {
    // Prepare
    const stored = [key, certificate];
    // Act
    const serving = servingCredentials(stored, 'production', headersOf('com.example.app.voip'), now);
    // Assess
    expect(serving).toEqual([certificate, key]);
  });

  test('two keys of a team serve in their order, for rotation without a gap', () => {
    // Prepare
    const next = { ...key, keyId: 'NEXTKEY000' };
    // Act
    const serving = servingCredentials([key, next], 'development', headersOf('com.example.app'), now);
    // Assess
    expect(serving).toEqual([key, next]);
  });

  test('a topic that the certificate does not list falls to the key', () => {
    // Prepare
    const stored = [certificate, key];
    // Act
    const serving = servingCredentials(stored, 'production', headersOf('com.example.app'), now);
    // Assess
    expect(serving).toEqual([key]);
  });

  test.each([
    ['an expired certificate', [{ ...certificate, notAfter: '2026-11-22T00:00:00Z' }]],
    ['a key for the other environment', [{ ...key, environments: ['development' as const] }]],
    ['a key that is limited to other topics', [{ ...key, topics: ['com.example.other.voip'] }]],
    ['nothing', []],
  ])('%s serves no push', (_what, stored: Credential[]) => {
    // Act
    const serving = servingCredentials(stored, 'production', headersOf('com.example.app.voip'), now);
    // Assess
    expect(serving).toEqual([]);
  });
});

describe('reading what is stored', () => {
  test('credentials come back as they were stored', () => {
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
  ])('%s is refused without quoting it', (_what, secret) => {
    // Act
    const read = () => parseStoredCredentials(secret);
    // Assess
    expect(read).toThrow(/store them again/);
    expect(read).not.toThrow(/pem|not json/);
  });
});
