import type { Fleet, PhoneRequest } from './fleet.ts';

const demoUsers: readonly { userId: string; nickname: string; phones: readonly PhoneRequest[] }[] = [
  { userId: 'alice', nickname: 'Alice', phones: [{ build: 'release' }] },
  { userId: 'bob', nickname: 'Bob', phones: [{ build: 'release' }, { build: 'debug', locale: 'zh-Hans-CN' }] },
];

/**
 * Alice with one phone and Bob with two, one of each build and one of them Chinese. Stored phones are launched instead.
 */
export async function makeDemoPhones(fleet: Fleet): Promise<void> {
  if (fleet.size > 0) {
    await fleet.launchAll();
    return;
  }
  for (const { userId, nickname, phones } of demoUsers) {
    await fleet.setNickname(userId, nickname);
    for (const phone of phones) await fleet.create({ userId, ...phone });
  }
}
