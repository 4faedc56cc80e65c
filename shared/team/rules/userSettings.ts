/** Settings of a push that a user may not choose. */
import type { OfflinePush } from '../../content/offlinePush.ts';
import { isHostAmong, type RestrictableSetting, type UserRules } from '../../people/rules/userRules.ts';

export interface ForbiddenSetting {
  /** A JSON Pointer into `offlinePush`. */
  path: string;
  message: string;
}

/** @param own settings in the user's message: a policy's settings are the team's. */
export function forbiddenSettings(
  own: OfflinePush,
  { usersMayNotSet, imageHosts }: Pick<UserRules, 'usersMayNotSet' | 'imageHosts'>,
): ForbiddenSetting[] {
  const forbidden = usersMayNotSet.flatMap((setting) => {
    const path = pathOf(own, setting);
    return path === undefined ? [] : [{ path, message: `is not for users to set (${setting})` }];
  });
  if (own.image === undefined || imageHosts === undefined || isPictureAllowed(own.image, imageHosts)) return forbidden;
  return [...forbidden, { path: '/image', message: 'is not on a host allowed for images of users' }];
}

export function isPictureAllowed(url: string, imageHosts: readonly string[] | undefined): boolean {
  return imageHosts === undefined || (URL.canParse(url) && isHostAmong(imageHosts, new URL(url).hostname));
}

/** @returns where the push has it; undefined if it does not. */
function pathOf(own: OfflinePush, setting: RestrictableSetting): string | undefined {
  const [field, part] = setting.split('.') as [keyof OfflinePush, string | undefined];
  const value: unknown = own[field];
  if (value === undefined) return undefined;
  if (part === undefined || value === part) return `/${field}`;
  if (typeof value !== 'object' || value === null) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  // A badge is named by its mode, everything else by its member.
  if (members['mode'] === part) return `/${field}/mode`;
  return members[part] === undefined || members[part] === false ? undefined : `/${field}/${part}`;
}
