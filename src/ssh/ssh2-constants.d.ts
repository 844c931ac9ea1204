/** The lists that ssh2 1.17.0 works with on this machine: its types don't have them. */
declare module 'ssh2/lib/protocol/constants.js' {
  import type { CipherAlgorithm, KexAlgorithm, MacAlgorithm, ServerHostKeyAlgorithm } from 'ssh2'

  const constants: {
    readonly SUPPORTED_KEX: readonly KexAlgorithm[]
    readonly SUPPORTED_SERVER_HOST_KEY: readonly ServerHostKeyAlgorithm[]
    readonly SUPPORTED_CIPHER: readonly CipherAlgorithm[]
    readonly SUPPORTED_MAC: readonly MacAlgorithm[]
  }
  export default constants
}
