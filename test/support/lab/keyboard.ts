/** A page as the keyboard reaches it. Scripts are texts, because they run in the page. */
import type { Page } from 'playwright-core';

/** One stop of the Tab key. */
export interface Stop {
  /** Accessible name, without what the browser takes from the type of the element. */
  name: string;
  /** Whether the element, or what stands for it, is outlined. */
  isOutlined: boolean;
}

/** Names an element, and says which one shows its focus: a hidden radio button's label, or the field round an input. */
const helpers = `
  const nameOf = (element) => (
    element.getAttribute('aria-label')
    || [...(element.labels ?? [])].map((label) => label.textContent).join(' ')
    || element.textContent || element.title || element.placeholder || ''
  ).trim().replace(/\\s+/g, ' ');
  const isOutlined = (element) => [element, element.nextElementSibling, element.parentElement].some((shown) => {
    if (!shown) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  });
`;

/** Marks the stops, so that what has none can be found. */
const readStop = `(() => {
  ${helpers}
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const isSeen = element.hasAttribute('data-stop');
  element.setAttribute('data-stop', '');
  return { name: nameOf(element), isOutlined: isOutlined(element), isSeen };
})()`;

/** @returns every stop from the top of the page to its end. */
export async function stopsOf(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = (await page.evaluate(readStop)) as (Stop & { isSeen: boolean }) | undefined;
    if (!stop || stop.isSeen) return stops;
    stops.push({ name: stop.name, isOutlined: stop.isOutlined });
  }
}

/** @returns names of visible controls that {@link stopsOf} did not reach. Of radio buttons one is enough. */
export async function unreachedBy(page: Page): Promise<string[]> {
  return (await page.evaluate(`(() => {
    ${helpers}
    const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    return [...document.querySelectorAll(controls)]
      .filter((element) => !element.matches(':disabled') && !element.closest('[inert], fieldset:disabled'))
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => element.type !== 'radio' || element.checked)
      .filter((element) => !element.hasAttribute('data-stop'))
      .map(nameOf);
  })()`)) as string[];
}

/** @returns the name of the element that has the focus. */
export async function focusOn(page: Page): Promise<string> {
  return (await page.evaluate(`(() => { ${helpers} return nameOf(document.activeElement); })()`)) as string;
}
