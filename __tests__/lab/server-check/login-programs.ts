import type { CheckScenario } from './check'

const file = '/home/deploy/.ssh/authorized_keys'

/** A key program for sshd that prints nothing and ends with an error, and a login that has sshd run it. */
const keyProgram = `printf '#!/bin/sh\\nexit 1\\n' > /opt/keys; chmod 755 /opt/keys; rm ${file}`
const keyProgramSettings = [
  'AuthorizedKeysCommand /opt/keys %u',
  'AuthorizedKeysCommandUser nobody',
]
const loginAttempt = `ssh-keygen -q -t ed25519 -N '' -f /tmp/other
  ssh -F none -i /tmp/other -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null deploy@127.0.0.1 true 2>/dev/null || true`

/** Faults in what sshd relies on for a login: its own programs, PAM, the home, certificates, and a program that gives keys. */
export const loginProgramScenarios: readonly CheckScenario[] = [
  {
    name: 'PubkeyAcceptedAlgorithms does not name the type of the key',
    verdicts: ['server/key-type-refused'],
    config: ['PubkeyAcceptedAlgorithms rsa-sha2-512,rsa-sha2-256'],
    says: ['ED25519'],
  },
  {
    name: 'AuthorizedKeysCommand ends with an error',
    verdicts: ['server/key-command-fails'],
    config: keyProgramSettings,
    fault: keyProgram,
    onceUp: loginAttempt,
    says: ['failed, status 1', 'namei -l'],
  },
  {
    name: 'AuthorizedKeysCommand can be written by others (10.0)',
    system: 'trixie',
    verdicts: ['server/key-command-fails'],
    config: keyProgramSettings,
    fault: `${keyProgram}; chmod 777 /opt/keys`,
    says: ['can be written by others'],
  },
  {
    name: 'AuthorizedKeysCommand fails, and the key is in the file',
    verdicts: [],
    config: keyProgramSettings,
    fault: `cp ${file} /tmp/kept; ${keyProgram}; install -o deploy -m 600 /tmp/kept ${file}`,
    onceUp: loginAttempt,
  },
  {
    name: 'sshd trusts a certificate authority, and there are no plain keys',
    verdicts: ['server/certificates-only'],
    config: ['TrustedUserCAKeys /etc/ssh/ca.pub'],
    fault: `head -n 1 ${file} > /etc/ssh/ca.pub; rm ${file}`,
  },
  {
    name: 'sshd trusts a certificate authority, and AuthorizedKeysFile is none (10.0)',
    system: 'trixie',
    verdicts: ['server/certificates-only'],
    userMaySee: ['server/certificates-only'],
    config: ['TrustedUserCAKeys /etc/ssh/ca.pub', 'AuthorizedKeysFile none'],
    fault: `head -n 1 ${file} > /etc/ssh/ca.pub`,
    says: ['proved'],
  },
  {
    name: 'the home does not exist',
    verdicts: ['server/home-unavailable'],
    fault: 'mv /home/deploy /home/elsewhere',
  },
  {
    name: 'the home is encrypted, and not unlocked',
    verdicts: ['server/home-unavailable'],
    fault: 'mkdir -p /home/.ecryptfs/deploy; rm -r /home/deploy/.ssh',
    says: ['eCryptfs'],
  },
  {
    name: 'the disk with the homes is not mounted (8.4)',
    system: 'bullseye',
    verdicts: ['server/home-unavailable'],
    fault: `echo '/dev/sdb1 /home ext4 defaults 0 2' >> /etc/fstab; rm -r /home/deploy/.ssh`,
    says: ['/etc/fstab mounts a disk at /home'],
  },
  {
    name: 'sshd-session went away in an upgrade (10.0)',
    system: 'trixie',
    verdicts: ['server/upgrade-incomplete'],
    userMaySee: ['server/upgrade-incomplete'],
    onceUp: 'mv /usr/lib/openssh/sshd-session /tmp',
    says: ['sshd-session is missing'],
  },
  {
    name: 'sshd-auth cannot be executed (10.0)',
    system: 'trixie',
    verdicts: ['server/upgrade-incomplete'],
    userMaySee: ['server/upgrade-incomplete'],
    onceUp: 'chmod 644 /usr/lib/openssh/sshd-auth',
  },
  {
    name: 'libcrypto went away while sshd runs',
    verdicts: ['server/upgrade-incomplete'],
    userMaySee: ['server/upgrade-incomplete'],
    onceUp: 'mv /usr/lib/*/libcrypto.so.3 /tmp',
    says: ['libcrypto', '--reinstall openssh-server'],
  },
  {
    name: 'PAM needs a module that is not there',
    verdicts: ['server/pam-broken'],
    userMaySee: ['server/pam-broken'],
    fault: `echo 'account required pam_nowhere.so' >> /etc/pam.d/sshd`,
    says: ['pam_nowhere.so'],
  },
  {
    name: 'PAM needs a module that is not there, and is not to log that',
    verdicts: ['server/pam-broken'],
    userMaySee: ['server/pam-broken'],
    fault: `echo '-account required pam_nowhere.so' >> /etc/pam.d/sshd`,
  },
  {
    name: 'a length that is not that of this key, an authority, an optional module and a disk that is away',
    verdicts: [],
    config: ['TrustedUserCAKeys /etc/ssh/ca.pub', 'RequiredRSASize 4096'],
    fault: `head -n 1 ${file} > /etc/ssh/ca.pub; echo '/dev/sdb1 /home ext4 noauto 0 2' >> /etc/fstab
      echo 'session optional pam_nowhere.so' >> /etc/pam.d/sshd`,
  },
]
