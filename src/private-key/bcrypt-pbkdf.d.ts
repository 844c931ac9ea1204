/** The derivation that ssh2 uses too; the package ships no types. */
declare module 'bcrypt-pbkdf' {
  const bcrypt: {
    /** Fills `key`; all lengths in bytes. 0 when it worked. */
    pbkdf(
      passphrase: Uint8Array,
      passphraseLength: number,
      salt: Uint8Array,
      saltLength: number,
      key: Uint8Array,
      keyLength: number,
      rounds: number,
    ): number
  }
  export default bcrypt
}
