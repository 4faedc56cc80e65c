import { randomUUID } from 'node:crypto';
import { timerClock } from '../clock.ts';
import { withoutUndefined } from '../withoutUndefined.ts';
import type { ApiExchange } from './announcement.ts';
import { type AppApi, createAppApi } from './appApi.ts';
import { OwnConnection } from './ownConnection.ts';
import { Phone } from './phone.ts';
import { newPhoneState, type PhoneIdentity, type PhoneRecord, type PhoneStart } from './phoneRecord.ts';
import type { PhonesOptions } from './phones.ts';
import type { Build, PhoneView } from './view.ts';

/** The default app of the lab's own phones. */
export const defaultAppId = 'com.example.ringpost';

/** `POST /lab/phones`. */
export interface PhoneRequest {
  appId?: string | undefined;
  userId?: string | undefined;
  build?: Build | undefined;
  locale?: string | undefined;
  timeZone?: string | undefined;
  territory?: string | undefined;
}

export type FleetEvent = { kind: 'changed'; phone: PhoneView } | { kind: 'removed'; phoneId: string };

export interface FleetOptions extends PhonesOptions {
  fetch?: typeof fetch | undefined;
}

const recordName = 'phones';

/** All phones of the lab. */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #phones = new Map<string, Phone>();
  /** Includes removed phones: pushes still name them. */
  readonly #usedPhoneIds = new Set<string>();
  readonly #listeners = new Set<(event: FleetEvent) => void>();
  readonly #own: OwnConnection;
  #stopped = false;

  /** Phones from `--data` exist at once; `launchAll` launches their apps. */
  constructor(options: FleetOptions) {
    this.#options = options;
    this.#own = new OwnConnection({
      clock: options.clock ?? timerClock,
      connect: (userId) => this.#connect(userId, () => true),
      openApps: (userId) =>
        [...this.#phones.values()]
          .filter((phone) => phone.isOpen && phone.view().userId === userId)
          .map((phone) => phone.openApp),
    });
    for (const record of options.data.load<PhoneRecord[]>(recordName) ?? []) {
      // An older lab stored less about a phone.
      this.#add({ ...newPhoneState(), ...record, forceQuit: record.forceQuit ?? record.state === 'killed' });
    }
  }

  get size(): number {
    return this.#phones.size;
  }

  find(phoneId: string): Phone | undefined {
    return this.#phones.get(phoneId);
  }

  list(): PhoneView[] {
    return [...this.#phones.values()].map((phone) => phone.view());
  }

  /** Unpacks a phone, installs the app and opens it once. @returns once the app has registered, or failed to. */
  async create({ appId: wanted, userId, build = 'release', ...place }: PhoneRequest): Promise<Phone> {
    const appId = wanted ?? (await this.#options.defaultAppId?.()) ?? defaultAppId;
    await this.#options.provideCredentials(appId);
    const userName = userId === undefined ? undefined : await this.#nameOfUser(userId);
    // User IDs that mean nothing to people come with names of another kind.
    const account = this.#options.nameOfUser === undefined ? userId : userName?.split('@')[0];
    const identity: PhoneIdentity = {
      phoneId: this.#nextPhoneId(account ?? userId),
      // As `UIDevice.identifierForVendor` writes it.
      deviceId: randomUUID().toUpperCase(),
      name: this.#nextName(userName ?? userId),
      appId,
      build,
      userId,
      userName,
    };
    const phone = this.#add({ ...identity, ...newPhoneState(), ...withoutUndefined(place) });
    await phone.launch();
    this.#changed(phone);
    return phone;
  }

  /** What a user sets in the app's settings. */
  async setNickname(userId: string, nickname: string): Promise<void> {
    await this.#connect(userId, () => true).setNickname(nickname);
  }

  /** Requests to the API: open apps learn about them over the team's own connection. */
  async hear(exchange: ApiExchange): Promise<void> {
    if (this.#stopped) return;
    const { routeKey, status, userId } = exchange;
    if (routeKey === 'PUT /v1/profile' && status < 300 && userId !== undefined) await this.#renameUser(userId);
    await this.#own.hear(exchange);
  }

  async launchAll(): Promise<void> {
    for (const phone of this.#phones.values()) {
      await this.#options.provideCredentials(phone.view().appId);
      await phone.launch();
    }
  }

  /** @returns false if there is no such phone. */
  remove(phoneId: string): boolean {
    const phone = this.#phones.get(phoneId);
    if (!phone) return false;
    phone.discard();
    this.#phones.delete(phoneId);
    this.#save();
    this.#announce({ kind: 'removed', phoneId });
    return true;
  }

  /** @returns a function that ends the subscription. */
  onEvent(listener: (event: FleetEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on nothing is saved or published, whatever answers still arrive. */
  stop(): void {
    this.#stopped = true;
    for (const phone of this.#phones.values()) phone.stop();
  }

  #add(record: PhoneStart): Phone {
    const { userId, phoneId } = record;
    const { brain } = this.#options;
    const phone: Phone = new Phone(record, {
      ...(brain && { brain: (ports) => brain(ports, phoneId) }),
      apple: this.#options.apple,
      clock: this.#options.clock ?? timerClock,
      ...(userId !== undefined && {
        connect: (isConnected, hasLogin) => this.#connect(userId, isConnected, hasLogin),
        own: { messages: () => this.#own.messagesOf(userId), rings: () => this.#own.ringsOf(userId) },
      }),
      onChange: () => this.#changed(phone),
    });
    this.#phones.set(phoneId, phone);
    this.#usedPhoneIds.add(phoneId);
    return phone;
  }

  async #nameOfUser(userId: string): Promise<string | undefined> {
    return (await this.#connect(userId, () => true).readNickname()) || (await this.#options.nameOfUser?.(userId));
  }

  async #renameUser(userId: string): Promise<void> {
    const phones = [...this.#phones.values()].filter((phone) => phone.view().userId === userId);
    const name = phones.length === 0 ? undefined : await this.#nameOfUser(userId);
    for (const phone of phones) phone.renameUser(name ?? userId);
  }

  #connect(userId: string, isConnected: () => boolean, hasLogin?: () => boolean): AppApi {
    const { apiOrigin, issueUserToken, fetch } = this.#options;
    return createAppApi({
      origin: apiOrigin,
      token: () => issueUserToken(userId),
      isConnected,
      hasLogin,
      fetch,
    });
  }

  /** `bob-1`, `bob-2`, …: readable in the list of pushes and in a fault's `match`. */
  #nextPhoneId(user: string | undefined): string {
    const owner =
      user
        ?.toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'phone';
    let number = 1;
    while (this.#usedPhoneIds.has(`${owner}-${number}`)) number += 1;
    return `${owner}-${number}`;
  }

  #nextName(user: string | undefined): string {
    const taken = new Set(this.list().map(({ name }) => name));
    const owner = user?.split('@')[0];
    const first = owner === undefined ? 'iPhone' : `${owner.charAt(0).toUpperCase()}${owner.slice(1)}’s iPhone`;
    let name = first;
    for (let number = 2; taken.has(name); number += 1) name = `${first} ${number}`;
    return name;
  }

  #changed(phone: Phone): void {
    const view = phone.view();
    // A removed phone may still get the answer to an earlier request.
    if (this.#stopped || this.#phones.get(view.phoneId) !== phone) return;
    this.#save();
    this.#announce({ kind: 'changed', phone: view });
  }

  #announce(event: FleetEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #save(): void {
    this.#options.data.save(
      recordName,
      [...this.#phones.values()].map((phone) => phone.record()),
    );
  }
}
