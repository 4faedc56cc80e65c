import type { Fleet } from './fleet.ts';
import type { Build } from './view.ts';

const demoUsers: readonly { userId: string; nickname: string; builds: readonly Build[] }[] = [
  { userId: 'alice', nickname: 'Alice', builds: ['release'] },
  { userId: 'bob', nickname: 'Bob', builds: ['release', 'debug'] },
];

/** Alice with one phone and Bob with two, one of each build. Phones that were kept are launched instead. */
export async function makeDemoPhones(fleet: Fleet): Promise<void> {
  if (fleet.size > 0) {
    await fleet.launchAll();
    return;
  }
  for (const { userId, nickname, builds } of demoUsers) {
    await fleet.setNickname(userId, nickname);
    for (const build of builds) await fleet.create({ userId, build });
  }
}
