/** What iOS does with pushes that wake the app. Apple: "Pushing background updates to your App". */
import type { DeliveredPush } from '../apple/apple.ts';
import { readNotification } from './readNotification.ts';
import type { PhoneView } from './view.ts';

export interface BackgroundPushesPorts {
  /** The app's process does not run, as its user has force-quit it. */
  isForceQuit(): boolean;
  /** iOS delays such pushes now. */
  isHolding(): boolean;
  /** The app gets the push; its process is started if need be. */
  deliver(push: DeliveredPush): void;
}

/** Holds back what iOS delays: the newest alone, until the app is opened. */
export class BackgroundPushes {
  readonly #ports: BackgroundPushesPorts;
  #held: DeliveredPush | undefined;
  #lost: PhoneView['lostPushes'] = { forceQuit: 0, replaced: 0 };

  constructor(ports: BackgroundPushesPorts) {
    this.#ports = ports;
  }

  /** iOS starts no app that its user has force-quit, and may delay what only wakes one. */
  receive(push: DeliveredPush): void {
    if (!readNotification(push.payload)) this.#take(push);
    else if (!this.#ports.isForceQuit()) this.#ports.deliver(push);
  }

  #take(push: DeliveredPush): void {
    if (this.#ports.isForceQuit()) {
      this.#lost = { ...this.#lost, forceQuit: this.#lost.forceQuit + 1 };
    } else if (this.#ports.isHolding()) {
      if (this.#held) this.#lost = { ...this.#lost, replaced: this.#lost.replaced + 1 };
      this.#held = push;
    } else {
      this.#ports.deliver(push);
    }
  }

  /** The user opens the app, or iOS no longer delays. */
  release(): void {
    const held = this.#held;
    this.#held = undefined;
    if (held) this.#ports.deliver(held);
  }

  /** The user opens the app or restarts the phone, and nothing is lost from now on. */
  forgetLosses(): void {
    this.#lost = { forceQuit: 0, replaced: 0 };
  }

  /** The app's process was ended: iOS throws away what it holds. */
  discard(): void {
    if (this.#held) this.#lost = { ...this.#lost, forceQuit: this.#lost.forceQuit + 1 };
    this.#held = undefined;
  }

  view(): Pick<PhoneView, 'lostPushes' | 'isHoldingPush'> {
    return { lostPushes: this.#lost, isHoldingPush: this.#held !== undefined };
  }
}
