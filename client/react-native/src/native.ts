/** What the Swift half offers JavaScript and says to it. test/client/reactNative/native.test.ts compares both halves. */

/** A call that rings, goes on, or is about to be placed. */
export interface RingingCall {
  /** UUID in small letters: the ID that CallKit and `POST /v1/calls` know. */
  callId: string;
  handle: { type: 'generic' | 'phoneNumber' | 'emailAddress'; value: string };
  callerName: string;
  hasVideo: boolean;
  /** When the ringing ends, in milliseconds since 1970 by the phone's clock, as `Date.now()`. Absent for the user's own calls. */
  expiresAtMs?: number;
  /** What the caller's app has sent along. */
  ext?: unknown;
}

/** CallKit's reasons: 1 failed, 2 ended by the other side, 3 unanswered, 4 answered elsewhere, 5 declined elsewhere. */
export type EndedReason = 1 | 2 | 3 | 4 | 5;

/** Why the API did not take something. The codes are those of the API, and the client's own four. */
export interface NativeProblem {
  code: string;
  detail: string;
  fix: string;
}

/** How the registration of this phone stands. `doctor` is the finding of `npx ringpost doctor --user` for the same. */
export type RegistrationStatus =
  | { state: 'waiting'; needs: 'consent' | 'signIn' | 'token' | 'unlock'; doctor?: string }
  | { state: 'registering' }
  | { state: 'registered'; deviceId: string }
  | { state: 'failed'; problem: NativeProblem }
  | { state: 'refused'; problem: NativeProblem }
  | { state: 'loggedOut'; doctor: string };

/** For a settings page. */
export interface Status {
  appId: string;
  apiUrl: string;
  kitVersion: string;
  /** How this phone rings. */
  callSystem: 'callKit' | 'liveCommunicationKit' | 'alerts';
  hasConsent: boolean;
  registration: RegistrationStatus;
  /** Calls that ring or go on. */
  calls: RingingCall[];
  /** Absent before the first unlock. */
  deviceId?: string;
  /** As the app registers it. `notDetermined`: iOS has not asked the user. */
  permission?: 'authorized' | 'provisional' | 'ephemeral' | 'denied' | 'notDetermined';
}

/** A notification that the user has tapped, cleared or answered. */
export interface OpenedNotification {
  action: 'opened' | 'dismissed' | 'named';
  /** Identifier of the button, for `named`. */
  name?: string;
  replyText?: string;
  push:
    | { about: 'message'; messageId: string; conversationId?: string; ext?: unknown }
    | { about: 'ring'; call: RingingCall }
    | {
        about: 'missedCall';
        callId: string;
        hasVideo: boolean;
        conversationId?: string;
        from?: string;
        callerName?: string;
      }
    | { about: 'other' };
}

/** What the Swift half says, in the order in which it happened. */
export type NativeEvent =
  | { kind: 'ring'; call: RingingCall }
  | { kind: 'answered'; callId: string }
  | { kind: 'ended'; callId: string; reason?: EndedReason }
  | { kind: 'disconnect'; callId: string }
  | { kind: 'muted'; callId: string; isMuted: boolean }
  | { kind: 'held'; callId: string; isHeld: boolean }
  | { kind: 'tones'; callId: string; digits: string }
  | { kind: 'audio'; isActive: boolean }
  | { kind: 'registration'; registration: RegistrationStatus }
  | { kind: 'opened'; notification: OpenedNotification }
  | NativeRequest;

/** What the Swift half asks JavaScript for. It waits for `settleRequest` or `failRequest`. */
export type NativeRequest = { kind: 'request'; requestId: string } & (
  | { wants: 'token'; isRefused: boolean }
  | { wants: 'connect'; call: RingingCall }
  | { wants: 'place'; call: RingingCall }
);

export interface NativeRingpost {
  /** Events that came before are handed over at once. */
  addListener(event: 'ringpost', listener: (event: NativeEvent) => void): { remove(): void };
  getStatus(): Promise<Status>;
  agree(): Promise<boolean>;
  signIn(userId: string): Promise<void>;
  signOut(): Promise<void>;
  setUnreadCount(count: number): Promise<void>;
  startCall(call: { handle: string; name: string }, hasVideo: boolean): Promise<string>;
  answerCall(callId: string): Promise<NativeProblem | null>;
  endCall(callId: string): Promise<void>;
  refuseAsBusy(callId: string): Promise<void>;
  setMuted(callId: string, isMuted: boolean): Promise<void>;
  setHeld(callId: string, isHeld: boolean): Promise<void>;
  settleRequest(requestId: string, value: string | null): Promise<void>;
  failRequest(requestId: string, reason: string): Promise<void>;
}
