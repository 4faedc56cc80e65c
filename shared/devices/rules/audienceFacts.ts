/** The part of a user's profile that broadcasts keep to, beside the device's own facts. */
export type ProfileFacts = Readonly<Record<string, unknown>>;

/** What the index of audiences holds of a user, on the row of each device. */
export interface AudienceUser {
  /** The profile as stored. */
  profile?: Readonly<Record<string, unknown>> | undefined;
  /** Changes with the user's tags; absent: the user has none. */
  tagged?: string | undefined;
}

const kept = ['locale', 'timeZone', 'doNotDisturb', 'receiveBroadcasts'] as const;

/** @returns undefined if the profile says nothing about broadcasts. */
export function profileFacts(profile: AudienceUser['profile']): ProfileFacts | undefined {
  const facts = kept.flatMap((name) => (profile?.[name] === undefined ? [] : [[name, profile[name]] as const]));
  return facts.length === 0 ? undefined : Object.fromEntries(facts);
}
