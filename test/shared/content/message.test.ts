import { describe, expect, it } from 'vitest';
import { hasContent, type MessageElement, visibleElements } from '../../../shared/content/message.ts';

describe('a message', () => {
  it.each<[MessageElement[], boolean]>([
    [[{ type: 'custom' }], false],
    [[{ type: 'custom' }, { type: 'custom' }], false],
    [[{ type: 'custom' }, { type: 'voice' }], true],
    [[{ type: 'text', text: '' }], false],
    [[{ type: 'text', text: ' \u200B\n' }], false],
    [
      [
        { type: 'text', text: ' ' },
        { type: 'text', text: '.' },
      ],
      true,
    ],
  ])('of %j has something to show: %s', (elements, expected) => {
    // Prepare: the row

    // Act
    const has = hasContent(elements);

    // Assess
    expect(has).toBe(expected);
  });
});

describe('the queued form of a message', () => {
  it('holds no more than a phone could show', () => {
    // Prepare
    const long = { type: 'text', text: 'x'.repeat(3000) } as const;

    // Act
    const visible = visibleElements([long, { type: 'image' }, long, { type: 'voice' }, long]);

    // Assess
    expect(visible).toEqual([long, { type: 'image' }, { type: 'text', text: 'x'.repeat(2000) }]);
  });

  it('holds only the parts of the text', () => {
    // Prepare
    const asTheyCome = [
      { type: 'custom', data: 'secret' },
      { type: 'image', url: 'https://secret.example' },
    ] as const;
    const elements: readonly MessageElement[] = asTheyCome;

    // Act
    const visible = visibleElements(elements);

    // Assess
    expect(visible).toStrictEqual([{ type: 'custom' }, { type: 'image' }]);
  });
});
