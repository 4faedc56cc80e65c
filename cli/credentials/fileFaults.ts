/** What can be wrong with a file of credentials, in words. Pure; docs/credentials.md has one example of each. */
import type { Fault } from '../frame/failure.ts';

/** @param reason from the system, such as `ENOENT`. */
export const fileUnreadable = (file: string, reason: string): Fault => ({
  code: 'file_unreadable',
  message: `\`${file}\` cannot be read (${reason})`,
  fix: 'Check the path. Quote a name with spaces or brackets.',
});

export const fileEmpty = (file: string): Fault => ({
  code: 'file_empty',
  message: `\`${file}\` is empty`,
  fix: 'Download or export it again.',
});

/** @param bytes that the file has, and that its beginning announces. */
export const fileDamaged = (file: string, bytes?: { has: number; needs: number }): Fault => ({
  code: 'file_damaged',
  message: `\`${file}\` is cut off or damaged${bytes ? `: it has ${bytes.has} of ${bytes.needs} bytes` : ''}`,
  fix: 'Copy, download or export it again, as a file rather than as text.',
});

export const notACredential = (file: string): Fault => ({
  code: 'not_a_credential',
  message: `\`${file}\` is not a credential: neither a .p12, nor a certificate, nor a private key`,
  fix: 'Give the .p12 that Keychain Access exported, the .cer with its key, or the AuthKey_….p8 from the Apple developer account.',
});

export const signingRequest = (file: string): Fault => ({
  code: 'signing_request',
  message: `\`${file}\` is a certificate signing request, not yet a certificate`,
  fix: 'Upload it to the Apple developer account (Certificates > +), and add the .cer that comes back, together with the key of the request.',
});

export const provisioningProfile = (file: string): Fault => ({
  code: 'provisioning_profile',
  message: `\`${file}\` is a provisioning profile, which lets an app be built but cannot push`,
  fix: 'Give a certificate or a key for APNs: Certificates or Keys in the Apple developer account.',
});

export const passwordMissing = (file: string): Fault => ({
  code: 'password_missing',
  message: `\`${file}\` is protected by a password, and none was given`,
  fix: 'Give the password with --password-file or --password; in a terminal you are asked for it.',
});

export const passwordWrong = (file: string): Fault => ({
  code: 'password_wrong',
  message: `the password does not open \`${file}\``,
  fix: 'It is the password chosen for the export, not that of the Mac or the Apple account. If it is lost, export again.',
});

export const passwordEmpty = (file: string): Fault => ({
  code: 'password_empty',
  message: `\`${file}\` has no password: anyone who saw the file on its way can push as your app`,
  fix: 'Export it again with a password. If it was in a mail, a chat or a shared folder, revoke the certificate and make a new one.',
});

export const keyUnprotected = (file: string): Fault => ({
  code: 'key_unprotected',
  message: `the private key in \`${file}\` is not encrypted: the password only seals the file, and anyone who saw it can push as your app`,
  fix: 'Export it again so that the password encrypts the key (with OpenSSL: without `-keypbe NONE`). If it was in a mail, a chat or a shared folder, revoke the certificate and make a new one.',
});

/** @param tool of OpenSSL that reads such files. */
export const encryptionUnsupported = (file: string, tool: 'pkcs12' | 'pkcs8'): Fault => ({
  code: 'encryption_unsupported',
  message: `\`${file}\` is encrypted in a way that Ringpost does not read`,
  fix: `Convert it with \`openssl ${tool} -in <file> ${tool === 'pkcs12' ? '-nodes ' : ''}-out credential.pem\`, add credential.pem, then delete it.`,
});

export const tooManyRounds = (file: string): Fault => ({
  code: 'too_many_rounds',
  message: `\`${file}\` needs more than 1,000,000 iterations to try its password, which no program that exports credentials uses`,
  fix: 'Export it again. If someone else sent it, ask how it was made.',
});

export const publicKeyOnly = (file: string): Fault => ({
  code: 'public_key_only',
  message: `\`${file}\` contains a public key, which cannot sign anything`,
  fix: 'Give the private key: the AuthKey_….p8 as it was downloaded, or the key that the request was made with.',
});

export const opensshKey = (file: string): Fault => ({
  code: 'openssh_key',
  message: `\`${file}\` is a key for SSH, not for APNs`,
  fix: 'Give the AuthKey_….p8 or the .p12. If it is the key of your certificate, convert a copy with `ssh-keygen -p -m pkcs8 -f <copy>`.',
});

export const zipArchive = (file: string): Fault => ({
  code: 'zip_archive',
  message: `\`${file}\` is a zip archive`,
  fix: 'Unpack it, and give the file inside.',
});
