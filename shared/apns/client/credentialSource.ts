import type { Credential } from '../rules/credential.ts';

/** Source of a pusher's credentials. Lists are compared by identity: the same list is the same secret. */
export interface CredentialSource {
  /**
   * Known credentials of an app, at once; a promise only while nothing is known. Empty if the app has none.
   * @throws Error, from the promise, if nothing is known and nothing can be fetched.
   */
  credentialsOf(appId: string): readonly Credential[] | Promise<readonly Credential[]>;
  /**
   * What is stored now, because APNs rejected one of these, or none of them fits. The same list if there is nothing
   * newer, and also if it was fetched a moment ago: a wrong credential must not cause a fetch for each push.
   */
  credentialsAfterRejection(appId: string, refused: readonly Credential[]): Promise<readonly Credential[]>;
  /** @param listener called with each list of an app that replaces another. */
  onReplaced(listener: (appId: string, credentials: readonly Credential[]) => void): void;
}
