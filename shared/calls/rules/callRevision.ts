import type { CallHandle } from '../../content/offlinePush.ts';
import type { CallDetails } from '../../content/payloads/voipPayload.ts';
import { shownName } from '../../platform/visibleText.ts';

/** What a caller may change while a call lives: fields of CallKit's CXCallUpdate. An absent field stays as it is. */
export interface CallRevision {
  callerName?: string | undefined;
  handle?: CallHandle | undefined;
  hasVideo?: boolean | undefined;
}

/** The fields that change, ready to be stored. */
export type DetailsRevision = Partial<Pick<CallDetails, keyof CallRevision>>;

/** @returns the fields that the request changes. An invisible name changes nothing, as when a call starts. */
export function revisionOf({ callerName, handle, hasVideo }: CallRevision): DetailsRevision {
  const name = shownName(callerName);
  return {
    ...(name !== undefined && { callerName: name }),
    ...(handle !== undefined && { handle }),
    ...(hasVideo !== undefined && { hasVideo }),
  };
}
