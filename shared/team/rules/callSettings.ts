/** Settings for the calls of an app. */
export interface CallSettings {
  /** How long APNs stores a ring for a phone that it cannot reach; 0, Apple's advice, is one attempt. At most 60. */
  voipTtlSeconds: number;
  /** A ring that APNs rejects is followed by a time-sensitive alert. */
  alertWhenRingFails: boolean;
  /** How often a phone that rings by alerts gets one while it rings: its sound plays again. 0: a single one. */
  alertRepeatSeconds: number;
  /** When the ringing stops, the ringing phones get a background push that ends it. */
  pushWhenRingingStops: boolean;
  /** A callee who missed a call gets an alert about it, which replaces the ring alert. */
  missedCallAlert: boolean;
  /** `auto`: a phone that does not report its calls rings by alerts. `off`: nothing is counted. */
  reportGuard: 'auto' | 'off';
  /** `auto`: an alert follows a VoIP push that is not reported in time. `off`: none does. */
  ringInsurance: 'auto' | 'off';
  /** A call in a group is a Live Activity on the phones of its members, unless the call says otherwise. */
  groupCallActivity: boolean;
}

export const defaultCallSettings: CallSettings = {
  voipTtlSeconds: 0,
  alertWhenRingFails: true,
  alertRepeatSeconds: 10,
  pushWhenRingingStops: false,
  missedCallAlert: true,
  reportGuard: 'auto',
  ringInsurance: 'auto',
  groupCallActivity: false,
};
