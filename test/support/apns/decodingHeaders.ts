import { HeaderDecoder } from '../../../shared/apns/wire/headerDecoder.ts';

export type Field = [name: string, value: string];

/**
 * The decoder of one connection, with all fields of its blocks.
 * @returns what reads its next block; it throws ConnectionError as the decoder does.
 */
export function decodingHeaders(): (block: Buffer) => Field[] {
  const decoder = new HeaderDecoder();
  return (block) => {
    const fields: Field[] = [];
    decoder.decode(block, 0, block.length, {
      wants: () => true,
      field: (name, value = '') => fields.push([name, Buffer.from(value, 'latin1').toString('utf8')]),
    });
    return fields;
  };
}
