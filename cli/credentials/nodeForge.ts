/** node-forge, with what its types leave out. */
import forge from 'node-forge';

declare module 'node-forge' {
  namespace pki.pbe {
    interface Decipher {
      update(input: util.ByteStringBuffer): void;
      /** @returns false if the padding is wrong. */
      finish(): boolean;
      output: util.ByteStringBuffer;
    }
  }
}

export default forge;
