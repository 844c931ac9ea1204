import { type Scenario, openssh, openssh10 } from '../scenario'

/** Key exchanges that come to nothing. */
export const kexScenarios: readonly Scenario[] = [
  {
    name: 'sshd offers post-quantum key exchange only (10.0)',
    cause: 'kex/client-too-old',
    // Some deploy clients can.
    result: 'warn',
    certainty: 'proved',
    failedLogins: 1,
    server: openssh10('KexAlgorithms mlkem768x25519-sha256,sntrup761x25519-sha512'),
  },
  {
    name: 'sshd offers sntrup761 only (9.2)',
    cause: 'kex/client-too-old',
    // Some deploy clients can.
    result: 'warn',
    certainty: 'proved',
    failedLogins: 1,
    server: openssh('KexAlgorithms sntrup761x25519-sha512@openssh.com'),
  },
  {
    name: 'sshd offers UMAC only, and ciphers that need a MAC',
    cause: 'kex/client-too-old',
    // Some deploy clients can.
    result: 'warn',
    certainty: 'proved',
    failedLogins: 1,
    server: openssh('Ciphers aes256-ctr', 'MACs umac-128-etm@openssh.com'),
  },
  {
    name: 'the banner names no software, as some devices do',
    cause: 'kex/client-too-old',
    result: 'warn',
    certainty: 'proved',
    server: { kind: 'fake', behavior: 'bare-banner', port: 22 },
  },
  {
    name: 'the server has algorithms that no client has',
    cause: 'kex/no-common-algorithm',
    certainty: 'proved',
    server: { kind: 'fake', behavior: 'odd-algorithms', port: 22 },
  },
  {
    name: 'the server closes in the key exchange',
    cause: 'kex/closed',
    server: { kind: 'fake', behavior: 'closes-in-kex', port: 22 },
  },
  {
    name: 'the server sends no SSH packets after its banner',
    cause: 'kex/malformed',
    server: { kind: 'fake', behavior: 'garbage', port: 22 },
  },
  {
    name: 'the server falls silent after its banner',
    cause: 'kex/stalled',
    server: { kind: 'fake', behavior: 'stalls-in-kex', port: 22 },
  },
]
