/** What an export of another provider says, before it is checked. */

export type Fields = Readonly<Record<string, unknown>>;

/** One record of an export. */
export interface ExportRecord {
  /** For people: `line 12`, or `Endpoints[11]` in one JSON document. */
  place: string;
  fields: Fields;
}

/** Why something of an export does not come along. */
export interface LeftOut {
  place: string;
  /** Name of the field in the export. */
  field: string;
  /** Stable, for scripts. */
  code: LeftOutCode;
  /** A whole sentence. Never a token. */
  reason: string;
}

export type LeftOutCode =
  | 'unreadable'
  | 'no_user'
  | 'no_token'
  | 'invalid'
  | 'other_platform'
  | 'disabled'
  | 'opted_out'
  | 'duplicate_token'
  | 'token_of_two_users'
  | 'unmatched_voip'
  | 'refused';

export interface DraftToken {
  token: string;
  environment: 'production' | 'development' | 'auto';
}

/** One record as a registration, with the names of its fields in the export. Not checked yet. */
export interface Draft {
  userId: string | undefined;
  /** The provider's ID of the installation, if it has one. */
  deviceId: string | undefined;
  appId: string | undefined;
  tokens: { alert?: DraftToken; voip?: DraftToken };
  facts: Partial<Record<'locale' | 'timeZone' | 'territory' | 'appVersion' | 'osVersion', string | undefined>>;
  /** By field of the registration: its name in the export. */
  names: Readonly<Record<string, string>>;
}

export type Refused = { code: LeftOutCode; field: string; reason: string };

/** How one provider writes its export. */
export interface ExportFormat {
  file: 'csv' | 'json';
  /** Names of the list in a JSON document that is an object. */
  lists: readonly string[];
  /** Where the user ID is, as a path of fields: `User.UserId`. */
  userField: string;
  read(fields: Fields, options: ReadOptions): Draft | Refused;
  /** Fields that `read` uses, as paths. */
  used: readonly string[];
  /** Why other fields do not come along, by path. */
  reasons: Readonly<Record<string, string>>;
}

export interface ReadOptions {
  userField: string;
  /** The file has VoIP tokens, where the record itself does not say so. */
  isVoip: boolean;
  /** Also tokens that the provider has given up. */
  includeDisabled: boolean;
}

export const isRefused = (read: Draft | Refused): read is Refused => 'reason' in read;
