import type { AppApi } from './appApi.ts';
import { AppLink } from './appLink.ts';
import { MessageReceipts } from './messageReceipts.ts';
import { PhoneCalls } from './phoneCalls.ts';
import type { PhoneClock } from './phoneClock.ts';

/** What decides on a phone: the app that is installed on it, with its calls, its word to the server, and its receipts. */
export interface PhoneBrain {
  /** Undefined where nobody is logged in to the app. */
  readonly link:
    | Pick<
        AppLink,
        'registration' | 'register' | 'enterForeground' | 'enterBackground' | 'catchUp' | 'appDied' | 'stop'
      >
    | undefined;
  readonly calls: Pick<
    PhoneCalls,
    | 'shown'
    | 'hasActiveCall'
    | 'report'
    | 'join'
    | 'press'
    | 'hear'
    | 'catchUp'
    | 'clear'
    | 'forget'
    | 'appDied'
    | 'stop'
  > &
    /** What only the lab's own app does. */
    Partial<Pick<PhoneCalls, 'second' | 'place' | 'failPlaced' | 'enter'>>;
  readonly receipts: Pick<MessageReceipts, 'note' | 'say' | 'stop'>;
  /**
   * Hands the app a VoIP push as it came, where the app has a PushKit of its own. Otherwise the phone reads the push and has
   * the call reported.
   * @param mustReport as iOS 26.4 says it.
   */
  takeVoip?(payload: Record<string, unknown>, mustReport: boolean): void;
  /** The phone's network goes on or off. The lab's own app asks for it at each request. */
  setNetwork?(isOn: boolean): void;
  /** The phone's date and time are set, ahead by this much. The lab's own app looks at its clock. */
  setClock?(errorMs: number): void;
}

export interface BrainPorts {
  clock: PhoneClock;
  /** How far its date and time are ahead. */
  clockErrorMs(): number;
  userId?: string | undefined;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api?: AppApi | undefined;
  /** What the app sends with `PUT /v1/devices/{deviceId}` now. */
  registration(): AppRegistration;
  onChange(): void;
  /** iOS has ended the app's process, because a VoIP push was not reported. */
  onMissedReport(): void;
}

/** Body of `PUT /v1/devices/{deviceId}`. */
export interface AppRegistration {
  appId: string;
  tokens: Record<'alert' | 'voip' | 'liveActivityStart', { token: string; environment: string }>;
  locale: string;
  timeZone: string;
  territory?: string | undefined;
  permission: string;
  appVersion: string;
  osVersion: string;
  kitVersion: string;
}

/** The lab's own app, which the phones of the page have. */
export function labBrain({ clock, userId, deviceId, api, registration, onChange }: BrainPorts): PhoneBrain {
  return {
    link: api && new AppLink({ clock, deviceId, api, registration, onChange }),
    calls: new PhoneCalls({ clock, userId, deviceId, api, onChange }),
    receipts: new MessageReceipts({ clock, deviceId, api }),
  };
}
