/** Host keys: what clients print when they cannot verify the server. */
import { curlCode, type Message } from './message'

export const hostKey: readonly Message[] = [
  {
    id: 'host-key-changed',
    strength: 'fault',
    shown: [
      'WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!',
      'Host key for example.com has changed and you have requested strict checking.',
      'Offending ECDSA key in /root/.ssh/known_hosts:1',
      'Someone could be eavesdropping on you right now (man-in-the-middle attack)!',
      'BadHostKeyException: Host key for server example.com does not match',
      'Net::SSH::HostKeyMismatch: fingerprint SHA256:… does not match for "example.com"',
      'HostKey has been changed: example.com',
      'WARNING - POTENTIAL SECURITY BREACH!',
      'knownhosts: key mismatch',
    ],
    patterns: [
      /remote host identification has changed|host ?key (?:for .{1,100} )?(?:has )?(?:been )?changed|host key for .{1,80}(?:differs|does not match)|offending (?:\w+ )?key (?:in|for)|eavesdropping|man-in-the-middle|potential security breach/i,
      /host identification (?:for .{1,80} )?has changed|BadHostKey|HostKeyMismatch|HostKeyChange|knownhosts: key mismatch|host key (?:mismatch|verification mismatch)|does not match (?:the )?(?:one|host key|key|cached|known)|mismatched host key/i,
      /host key (?:is different|(?:does not|doesn't) match(?! configured)|not match)|server'?s host key .{0,60}(?:not match|changed)|differs from the key|fingerprint .{0,100}(?:does not|doesn't|do not) match(?: for)?/i,
    ],
    says: 'The host key of the server is not the one that the client knows: the server was rebuilt or the name now belongs to another one.',
    causes: ['hostkey/mismatch', 'deploy/host-unverified', 'hostkey/pinned-other-type'],
  },
  {
    id: 'fingerprint-mismatch',
    strength: 'fault',
    shown: [
      'ssh: handshake failed: ssh: host key fingerprint mismatch',
      'Host denied (verification failed)',
      'Host key does not match configured fingerprint',
      'curl: (60) SSL peer certificate or SSH remote key was not OK',
      'curl: (51) SSL peer certificate or SSH remote key was not OK',
    ],
    patterns: [
      /fingerprint mismatch|host denied \(verification failed\)|configured (?:key )?fingerprint|ssh remote key was not ok|denied establishing ssh session|mismatch .{0,10}fingerprint|(?:invalid|wrong|bad|unexpected|incorrect) (?:host ?key )?fingerprint/i,
      curlCode(51, 60),
    ],
    says: 'The host key of the server is not the one that the deploy pins, or the pin is of another type of key.',
    causes: ['hostkey/mismatch', 'hostkey/pinned-other-type', 'deploy/pin-type'],
    rarer: ['input/fingerprint-malformed'],
  },
  {
    id: 'host-key-revoked',
    strength: 'fault',
    shown: ['WARNING: REVOKED HOST KEY DETECTED!', 'knownhosts: key is revoked'],
    patterns: [/revoked host key|host key .{0,80}revoked|key is revoked|@revoked/i],
    says: 'A line of known_hosts marks this host key as revoked.',
    causes: ['hostkey/revoked', 'hostkey/mismatch'],
  },
  {
    id: 'host-certificate',
    strength: 'fault',
    shown: [
      'Certificate invalid: name is not a listed principal',
      'ssh: principal "example.com" not in the set of valid principals for given certificate',
      'No matching CA found. Retry with plain key',
    ],
    patterns: [
      /certificate invalid|not a listed principal|set of valid principals|no matching CA found|host certificate|ssh: cert(?:ificate)? (?:has expired|is not yet valid|signed by)/i,
    ],
    says: 'A certificate does not name this host or user, has expired, or is signed by an unknown authority.',
    causes: ['hostkey/bad-certificate', 'server/certificates-only', 'deploy/clock-skew'],
  },
  {
    id: 'git-host-key',
    strength: 'fault',
    shown: [
      'The authenticity of host ’github.com (140.82.121.4)’ can’t be established.',
      'No ED25519 host key is known for github.com and you have requested strict checking.',
    ],
    patterns: [
      /(?:authenticity of host|host key (?:is known )?for).{0,6}(?:github\.com|gitlab\.com|bitbucket\.org|ssh\.dev\.azure\.com)/i,
    ],
    says: 'The machine that runs git does not know the host key of the Git server. This is not about your own server.',
    causes: ['deploy/git-remote', 'deploy/host-unverified', 'hostkey/unknown'],
    move: 'On the machine that runs git, run `ssh-keyscan github.com >> ~/.ssh/known_hosts` and compare the key with the published one.',
  },
  {
    id: 'host-key-unknown',
    strength: 'effect',
    shown: [
      'Host key verification failed.',
      'The authenticity of host ’example.com (203.0.113.7)’ can’t be established.',
      'No ED25519 host key is known for example.com and you have requested strict checking.',
      'Are you sure you want to continue connecting (yes/no/[fingerprint])?',
      "Server 'example.com' not found in known_hosts",
      'knownhosts: key is unknown',
      'UnknownHostKey: example.com',
      'Net::SSH::HostKeyUnknown',
      'FATAL ERROR: Cannot confirm a host key in batch mode',
      'The host key is not cached for this server',
      'HostKeyNotVerifiable',
      'ssh: must specify HostKeyCallback',
      'Host key not in manager.',
    ],
    patterns: [
      /host key verification failed|authenticity of .{0,80}be established|host ?key is known for|no host key (?:is )?known|continue connecting|not found in known_hosts|knownhosts: key is unknown/i,
      /unknown ?host ?key|reject ?HostKey|HostKeyUnknown|HostKeyNotVerifiable|confirm a host key in batch mode|not cached (?:in the registry|for this server)|host key is not (?:cached|trusted|known)|unknown server key|could not verify .{0,30}host key/i,
      /must specify HostKeyCallback|Host Key checking is enabled|known_hosts.{0,80}(?:no such file|not found|missing|cannot open|does not exist)|unknown public key|untrusted host|host key (?:not|isn't) (?:found|verified|accepted|in)|server key (?:is )?(?:unknown|not (?:known|verified|trusted))|unable to verify host|no hostkey|host (?:is )?not (?:in|listed in) known/i,
      /getaddrinfo .{0,80}known_hosts|The server's host key (?:is not|was not found)|key is not (?:known|trusted)|Host key could not be verified|failed to verify (?:the )?host/i,
    ],
    says: 'The client does not know the host key of this server, and there is nobody to ask.',
    causes: ['deploy/host-unverified', 'hostkey/unknown', 'hostkey/mismatch'],
    rarer: [
      'hostkey/not-pinned',
      'input/known-hosts-malformed',
      'deploy/git-remote',
      'deploy/no-account',
    ],
  },
  {
    id: 'known-hosts-malformed',
    strength: 'fault',
    shown: ['known_hosts: invalid line', 'parse error in hostkeys file …/known_hosts:1'],
    patterns: [
      /known_hosts.{0,20}(?:invalid|malformed|illegal|parse)|(?:invalid|malformed|parse error).{0,40}known_?hosts|key_read: |parse error in hostkeys/i,
    ],
    says: 'The client cannot read a line of known_hosts.',
    causes: ['input/known-hosts-malformed', 'hostkey/unknown', 'deploy/host-unverified'],
  },
  {
    id: 'known-hosts-elsewhere',
    strength: 'fault',
    shown: [
      'hostkeys_foreach failed for /github/home/.ssh/known_hosts: Permission denied',
      'Failed to add the host to the list of known hosts (/root/.ssh/known_hosts).',
      'Could not create directory ’/root/.ssh’ (Permission denied).',
    ],
    patterns: [
      /hostkeys_foreach failed|failed to add the host to the list|could not create directory .{0,60}\.ssh|HostKeyDB|Failed to add host.*known/i,
    ],
    says: 'The client cannot read or write known_hosts. In a container, its home directory differs from that of the steps.',
    causes: ['deploy/host-unverified', 'hostkey/unknown', 'deploy/no-account'],
    move: 'Write the host key to `/etc/ssh/ssh_known_hosts` of the container, or use `runs-on` without `container:`.',
  },
]
