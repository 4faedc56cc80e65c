/** node-forge, with what its types leave out. */
import forge from 'node-forge';

declare module 'node-forge' {
  namespace pki.pbe {
    /**
     * The cipher that an AlgorithmIdentifier names: PBES2 or PKCS #12's own. Ready to decrypt. @param password for PBES2
     * as a binary string. @throws Error when it does not know the algorithm.
     */
    function getCipher(algorithmId: string, parameters: asn1.Asn1 | undefined, password: string | undefined): Decipher;

    interface Decipher {
      update(input: util.ByteStringBuffer): void;
      /** @returns false when the padding is wrong. */
      finish(): boolean;
      output: util.ByteStringBuffer;
    }
  }
  namespace pkcs12 {
    /** RFC 7292, appendix B.2. @param id 3 for a MAC key. @param password undefined: no bytes at all. */
    function generateKey(
      password: string | undefined,
      salt: util.ByteStringBuffer,
      id: 1 | 2 | 3,
      iterations: number,
      lengthBytes: number,
      digest: md.MessageDigest,
    ): util.ByteStringBuffer;
  }
}

export default forge;
