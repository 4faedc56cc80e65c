import type { Credential } from '../rules/credential.ts';

/** Where a pusher has the credentials of the apps from. Lists are compared by identity: the same list is the same secret. */
export interface CredentialSource {
  /**
   * What is known of an app, at once; a promise only while nothing is. Empty when the app has none.
   * @throws Error, by the promise, when nothing is known and nothing can be fetched.
   */
  credentialsOf(appId: string): readonly Credential[] | Promise<readonly Credential[]>;
  /**
   * What is stored now, because APNs refused one of these, or none of them serves. The same list when there is nothing
   * newer, and also when that was asked a moment ago: a wrong credential must not mean a fetch for each push.
   */
  credentialsAfterRefusal(appId: string, refused: readonly Credential[]): Promise<readonly Credential[]>;
  /** @param listener called with each list of an app that takes the place of another. */
  onReplaced(listener: (appId: string, credentials: readonly Credential[]) => void): void;
}
