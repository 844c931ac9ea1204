import type { CheckScenario } from './check'

const file = '/home/deploy/.ssh/authorized_keys'

/** The offered key's line, which stands last, as the two words that hold the key. */
const lastKey = `$(tail -n 1 ${file} | cut -d ' ' -f 1,2)`

/** What can be wrong with the offered key's line in authorized_keys. */
export const keyScenarios: readonly CheckScenario[] = [
  {
    name: 'the key was wrapped over two lines',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `key="${lastKey}"; sed -i '$d' ${file}; printf '%s\\n' "$key" | sed 's/.\\{40\\}/&\\n/' >> ${file}`,
    says: ['line 3'],
  },
  {
    name: 'two keys were glued together',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `key="${lastKey}"; sed -i '$d' ${file}; printf '%s old' "$(cat ${file})" > ${file}; printf '%s\\n' "$key" >> ${file}`,
    says: ['2 keys in one line'],
  },
  {
    name: 'an option is misspelled (10.0)',
    system: 'trixie',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `sed -i '$s/^/no-ptty /' ${file}`,
    says: ['an option that sshd does not know'],
  },
  {
    name: 'a private key was pasted',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `sed -i '$d' ${file}; ssh-keygen -q -t ed25519 -N '' -f /tmp/k; cat /tmp/k >> ${file}`,
    says: ['a private key'],
  },
  {
    name: 'the key is not listed',
    verdicts: ['server/key-not-listed'],
    fault: `sed -i '$d' ${file}`,
    says: ['SHA256:'],
  },
  {
    name: 'the key is listed for root only (10.0)',
    system: 'trixie',
    verdicts: ['server/key-not-listed'],
    fault: `sed -i '$d' ${file}`,
  },
  {
    name: 'from= of the line leaves the address out',
    verdicts: ['server/key-restricted'],
    fault: `sed -i '$s/^/from="198.51.100.0\\/24,10.0.0.*" /' ${file}`,
    says: ['from='],
  },
  {
    name: 'expiry-time of the line has passed',
    verdicts: ['server/key-restricted'],
    fault: `sed -i '$s/^/restrict,expiry-time="20240101" /' ${file}`,
    says: ['expiry-time'],
  },
  {
    name: 'from= has a network with bits behind its prefix, which sshd does not take',
    verdicts: ['server/key-restricted'],
    fault: `sed -i '$s#^#from="45.137.10.1/24" #' ${file}`,
    says: ['sshd cannot read its from='],
  },
  {
    name: 'the key is there as cert-authority (8.4)',
    system: 'bullseye',
    verdicts: ['server/key-restricted'],
    fault: `sed -i '$s/^/cert-authority /' ${file}`,
  },
  {
    name: 'the key is revoked',
    verdicts: ['server/key-restricted'],
    config: ['RevokedKeys /etc/ssh/revoked'],
    fault: `tail -n 1 ${file} > /etc/ssh/revoked`,
  },
  {
    name: 'the list of revoked keys is not there (10.0)',
    system: 'trixie',
    verdicts: ['server/key-restricted'],
    config: ['RevokedKeys /etc/ssh/revoked'],
    userMaySee: ['server/key-restricted'],
    says: ['refuses every key'],
  },
  {
    name: 'expiry-time is no date',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `sed -i '$s/^/expiry-time="tomorrow" /' ${file}`,
  },
  {
    name: 'a byte order mark is before the key',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `key="$(tail -n 1 ${file})"; printf '\\357\\273\\277%s\\n' "$key" > ${file}`,
  },
  {
    name: 'the file is UTF-16',
    verdicts: ['server/authorized-keys-malformed'],
    fault: `iconv -f UTF-8 -t UTF-16 ${file} > /tmp/utf16; cat /tmp/utf16 > ${file}`,
    says: ['UTF-16, as Windows PowerShell writes it', 'server/authorized-keys-malformed (proved)'],
  },
  {
    name: 'the key is behind a #',
    verdicts: ['server/key-not-listed'],
    fault: `sed -i '$s/^/#/' ${file}`,
    says: ['behind a #'],
  },
  {
    name: 'lines end in CRLF, and a broken one is before the good one',
    verdicts: [],
    fault: `key="$(tail -n 1 ${file})"; printf '%s\\r\\n' "no-ptty $key" "from=\\"10.0.0.0/8\\" $key" "$key" > ${file}`,
  },
  {
    name: 'one file is open to all, and another one has the key',
    verdicts: [],
    fault: `cp ${file} ${file}2; chown deploy ${file}2; chmod 666 ${file}2`,
  },
]
