/** What an import will register. */
import type { z } from 'zod/mini';
import type { deviceOperations } from '../../shared/api/schemas/devices.ts';
import type { LeftOut } from './row.ts';

const route = 'PUT /v1/server/users/{userId}/devices/{deviceId}';
export type RegistrationBody = z.input<(typeof deviceOperations)[typeof route]['body']>;

export interface Registration {
  userId: string;
  deviceId: string;
  body: RegistrationBody;
  /** Its records in the export: two where a VoIP token has been matched to a device. */
  places: readonly string[];
  /** By field of the registration: its name in the export. */
  names: Readonly<Record<string, string>>;
}

/** A field of the export that Ringpost has no place for. */
export interface UncarriedField {
  field: string;
  /** How many records have it. */
  records: number;
  firstPlace: string;
  reason: string;
}

/** A fact about a phone that cannot be read. The device comes along without it. */
export interface IgnoredFact {
  place: string;
  field: string;
  reason: string;
}

export interface ImportPlan {
  /** How many records the export has, unreadable ones too. */
  records: number;
  registrations: readonly Registration[];
  leftOut: readonly LeftOut[];
  fields: readonly UncarriedField[];
  facts: readonly IgnoredFact[];
  /** Names the plan: files and options. */
  digest: string;
}
