/** Twelve ways for a stage to be wrong, planted in a lab: docs/doctor.md, "Twelve faults". */
import { randomBytes } from 'node:crypto';
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { StageAccess } from '../../cli/stage/stageAccess.ts';
import type { Lab } from '../../lab/lab.ts';
import { storedCredentials } from '../../lab/state/storedCredentials.ts';
import { text, userClient } from './lab/labClient.ts';

/** The lab's own app, which has nothing wrong with it. */
export const healthyApp = 'com.example.ringpost';

const dayMs = 24 * 60 * 60 * 1000;

/** What doctor must name: a finding with these fields. */
export interface PlantedFault {
  code: string;
  appId?: string;
  deviceId?: string;
  file?: string;
}

export const infoPlistWithoutVoip = plist(`
  <key>CFBundleIdentifier</key><string>${healthyApp}</string>
  <key>UIBackgroundModes</key><array><string>remote-notification</string><string>fetch</string></array>
  <key>NSMicrophoneUsageDescription</key><string>So that those whom you call hear you.</string>`);

export const entitlementsWithoutPush = plist(`
  <key>com.apple.developer.usernotifications.time-sensitive</key><true/>`);

export const goodInfoPlist = plist(`
  <key>CFBundleIdentifier</key><string>${healthyApp}</string>
  <key>UIBackgroundModes</key>
  <array><string>voip</string><string>remote-notification</string><string>fetch</string><string>audio</string></array>
  <key>NSMicrophoneUsageDescription</key><string>So that those whom you call hear you.</string>
  <key>NSUserActivityTypes</key><array><string>INSendMessageIntent</string></array>`);

export const goodEntitlements = plist(`
  <key>aps-environment</key><string>development</string>
  <key>com.apple.developer.usernotifications.communication</key><true/>
  <key>com.apple.developer.usernotifications.time-sensitive</key><true/>`);

/**
 * @param userId whose devices are the broken ones.
 * @returns the ten faults that are now in the lab; the other two are in the files above.
 */
export async function plantFaults(lab: Lab, access: StageAccess, userId: string): Promise<PlantedFault[]> {
  const { apple } = lab;
  const good = (appId: string) => {
    const { credentials } = storedCredentials(appId, apple.credentials(appId));
    const [key, voip] = credentials;
    if (key?.kind !== 'token' || voip?.kind !== 'certificate')
      throw new Error('the lab stores a key and a certificate');
    return { key, voip };
  };
  const store = async (appId: string, ...credentials: object[]) =>
    storeText(appId, JSON.stringify({ version: 1, credentials }));
  const storeText = async (appId: string, SecretString: string) => {
    const Name = `${access.secretsPrefix}/apps/${appId}`;
    await access.clients.secretsManager.send(new CreateSecretCommand({ Name, SecretString }));
    return Name;
  };

  const expired = good('com.example.expired');
  const old = apple.makeCertificate({
    kind: 'voip',
    bundleId: 'com.example.expired',
    notAfter: new Date(Date.now() - dayMs / 2),
  });
  const { certificatePem, privateKeyPem, notAfter } = old;
  await store('com.example.expired', expired.key, { ...expired.voip, certificatePem, privateKeyPem, notAfter });

  const mixed = good('com.example.mixed');
  const otherKey = apple.makeCertificate({ kind: 'voip', bundleId: 'com.example.mixed' }).privateKeyPem;
  await store('com.example.mixed', mixed.key, { ...mixed.voip, privateKeyPem: otherKey });

  await store('com.example.foreign', good('com.example.foreign').key, good(healthyApp).voip);
  await storeText('com.example.garbled', '{"version":1,"credentials":[');

  const { key: deletedKey } = good('com.example.deleted');
  const SecretId = await store('com.example.deleted', deletedKey);
  await access.clients.secretsManager.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));

  const { key: revokedKey, voip: stillGood } = good('com.example.revoked');
  await store('com.example.revoked', { ...revokedKey, ...apple.makeTokenKey(), keyId: 'REVOKEDKEY' }, stillGood);

  const { key: limitedKey } = good('com.example.limited');
  const productionKey = apple.makeTokenKey({ environments: ['production'] });
  await store('com.example.limited', { ...limitedKey, ...productionKey, environments: ['production'] });

  const token = () => ({ token: randomBytes(32).toString('hex'), environment: 'production' });
  const user = userClient(lab, userId);
  // The lab knows an app by its secret: this one's goes once a phone is registered.
  const ghost = await storeText('com.example.ghost', '{}');
  await user('PUT', '/v1/devices/ghost-phone', {
    appId: 'com.example.ghost',
    tokens: { alert: token(), voip: token() },
  });
  await access.clients.secretsManager.send(
    new DeleteSecretCommand({ SecretId: ghost, ForceDeleteWithoutRecovery: true }),
  );
  await user('PUT', '/v1/devices/stale-phone', { appId: healthyApp, tokens: { alert: token(), voip: token() } });
  // Apple knows no such token, on neither host: that is found out by the first push to it.
  await userClient(lab, `${userId}-friend`)('POST', '/v1/messages', { to: { userId }, ...text('hi') });

  const MessageBody = JSON.stringify({ messageId: 'lost', userId, deviceId: 'none', kind: 'alert' });
  await access.clients.sqs.send(new SendMessageCommand({ QueueUrl: access.deadLetterQueueUrl, MessageBody }));

  return [
    { code: 'credential_expired', appId: 'com.example.expired' },
    { code: 'key_of_another_certificate', appId: 'com.example.mixed' },
    { code: 'wrong_bundle', appId: 'com.example.foreign' },
    { code: 'secret_unreadable', appId: 'com.example.garbled' },
    { code: 'secret_deleted', appId: 'com.example.deleted' },
    { code: 'secret_missing', appId: 'com.example.ghost' },
    { code: 'probe_refused', appId: 'com.example.revoked' },
    { code: 'not_covered', appId: 'com.example.limited' },
    { code: 'token_quarantined', deviceId: 'stale-phone' },
    { code: 'dead_letters' },
  ];
}

function plist(entries: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>${entries}
</dict>
</plist>
`;
}
