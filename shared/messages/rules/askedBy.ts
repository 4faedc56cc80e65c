import { type OfflinePush, pushTypeOf } from '../../content/offlinePush.ts';
import { showsText } from '../../content/texts.ts';
import type { Occasion } from '../../push/rules/decide.ts';

/** What the settings of a push ask for, as far as it decides who is reached. */
export function askedBy(
  push: OfflinePush,
  shows: { hasContent: boolean },
): Pick<Occasion, 'pushType' | 'pushDisabled' | 'isShowable' | 'alsoOnline'> {
  const pushType = pushTypeOf(push);
  return {
    pushType,
    pushDisabled: push.disabled ?? false,
    // Only an alert shows anything of the message.
    isShowable: pushType !== 'alert' || shows.hasContent || showsText(push),
    alsoOnline: push.pushWhen === 'always',
  };
}
