/**
 * What authenticates a team to APNs. All credentials of an app are in one secret, `<prefix>/apps/<bundleId>`, in the
 * form of `StoredCredentials`: one fetch brings everything that a push to the app may need.
 */
import * as z from 'zod/mini';

const environments = z.array(z.enum(['production', 'development']));
const topics = z.array(z.string());

/** A token key (p8). Apple: "Establishing a token-based connection to APNs". */
const tokenCredential = z.object({
  kind: z.literal('token'),
  /** Survives replacement of its contents. */
  credentialId: z.string(),
  /** 10 characters, the `kid` of provider tokens. */
  keyId: z.string(),
  /** 10 characters, the `iss` of provider tokens. */
  teamId: z.string(),
  /** PKCS#8 PEM, EC P-256. */
  privateKeyPem: z.string(),
  /** APNs hosts that accept it. */
  environments,
  /** `any` for a key of the whole team, otherwise the topics that it is limited to. */
  topics: z.union([z.literal('any'), topics]),
});

/** A client certificate with its key. Apple: "Establishing a certificate-based connection to APNs". */
const certificateCredential = z.object({
  kind: z.literal('certificate'),
  credentialId: z.string(),
  certificatePem: z.string(),
  privateKeyPem: z.string(),
  environments,
  /** As listed in its extensions: bundle ID, `<bundleId>.voip`, … */
  topics,
  /** ISO 8601, UTC: APNs rejects it afterwards. */
  notAfter: z.iso.datetime(),
});

const storedCredentials = z.object({
  version: z.literal(1),
  credentials: z.array(z.discriminatedUnion('kind', [tokenCredential, certificateCredential])),
});

export type TokenCredential = z.infer<typeof tokenCredential>;
export type CertificateCredential = z.infer<typeof certificateCredential>;
export type Credential = TokenCredential | CertificateCredential;
/** The JSON of an app's secret. */
export type StoredCredentials = z.infer<typeof storedCredentials>;

/** @throws Error that names the wrong fields, and no value of theirs. */
export function parseStoredCredentials(secret: string): readonly Credential[] {
  let json: unknown;
  try {
    json = JSON.parse(secret);
  } catch {
    throw new Error('the stored credentials are not JSON: store them again');
  }
  const result = storedCredentials.safeParse(json);
  if (result.success) return result.data.credentials;
  const fields = result.error.issues.map(({ path }) => path.join('.') || '(all)').join(', ');
  throw new Error(`the stored credentials are not valid at ${fields}: store them again`);
}
