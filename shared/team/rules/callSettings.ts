/** What a team may decide for the calls of one of its apps. */
export interface CallSettings {
  /** How long APNs keeps a ring for a phone that it cannot reach; 0, Apple's advice, is one attempt. At most 60. */
  voipTtlSeconds: number;
  /** A ring that APNs does not take is followed by a time-sensitive alert. */
  alertWhenRingFails: boolean;
  /** A phone that is rung by alerts gets one so often while it rings: its sound plays again. 0: a single one. */
  alertRepeatSeconds: number;
  /** When the ringing stops, the phones that were ringing get a background push that says so. */
  pushWhenRingingStops: boolean;
  /** Who has missed a call gets an alert that says so, in place of the ring alert. */
  missedCallAlert: boolean;
  /** `auto`: a phone that does not report its calls is rung by alerts. `off`: nothing is counted. */
  reportGuard: 'auto' | 'off';
}

export const defaultCallSettings: CallSettings = {
  voipTtlSeconds: 0,
  alertWhenRingFails: true,
  alertRepeatSeconds: 10,
  pushWhenRingingStops: false,
  missedCallAlert: true,
  reportGuard: 'auto',
};
