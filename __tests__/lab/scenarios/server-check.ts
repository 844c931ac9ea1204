import { addresses } from '../addresses'
import { asRoot, keyFile, refused, root, stranger } from '../other-accounts'
import { openssh, openssh10, type Scenario } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

/** Logins that fail, and another login through which the server itself says why. */
export const serverCheckScenarios: readonly Scenario[] = [
  {
    name: 'another account may ask, and nothing is wrong',
    cause: 'pass',
    inputs: asRoot(),
    serverCheck: { check: 'not-needed', login: null },
  },
  refused({
    name: 'root says that the key is not listed',
    inputs: asRoot(stranger),
    serverCheck: { check: ['server/key-not-listed'], ...root },
  }),
  refused({
    name: 'root says that the key is not listed (10.0)',
    server: openssh10(),
    inputs: asRoot(stranger),
    serverCheck: { check: ['server/key-not-listed'], ...root },
  }),
  refused({
    name: 'root says that the home is open to others',
    inServer: 'chmod 777 /home/deploy',
    inputs: asRoot(),
    serverCheck: { check: ['server/home-permissions'], ...root },
  }),
  refused({
    name: 'root says that authorized_keys is missing',
    inServer: `rm ${keyFile}`,
    inputs: asRoot(),
    serverCheck: { check: ['server/authorized-keys-missing'], ...root },
  }),
  refused({
    name: 'root says that two keys are glued together',
    inServer: `printf %s "$(tr '\\n' ' ' < ${keyFile})" > ${keyFile}`,
    inputs: asRoot(stranger),
    serverCheck: { check: ['server/authorized-keys-malformed'], ...root },
  }),
  refused({
    name: 'root says that there is no such user',
    inputs: asRoot(() => ({ username: 'deployer' })),
    serverCheck: { check: ['server/user-missing'], ...root },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  }),
  refused({
    name: 'root says that AllowUsers leaves the user out',
    server: openssh('AllowUsers root'),
    inputs: asRoot(),
    serverCheck: { check: ['server/user-not-allowed'], ...root },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  }),
  refused({
    name: 'root says that the login shell is missing',
    inServer: 'usermod --shell /bin/no-such-shell deploy',
    inputs: asRoot(),
    serverCheck: { check: ['server/shell-missing'], ...root },
  }),
  refused({
    name: 'root says that the account is locked, without PAM',
    server: openssh('UsePAM no'),
    inServer: 'usermod --lock deploy',
    inputs: asRoot(),
    serverCheck: { check: ['server/account-locked'], ...root },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  }),
  refused({
    name: 'root says that the account has expired',
    remote: 'auth/account-expired',
    inServer: 'chage --expiredate 2020-01-01 deploy',
    inputs: asRoot(),
    serverCheck: { check: ['server/account-locked'], ...root },
  }),
  {
    name: 'the server says itself that it is in maintenance: nobody else asks it',
    cause: 'auth/maintenance',
    inServer: "echo 'Back at six' > /etc/nologin",
    inputs: asRoot(),
    serverCheck: { check: 'not-needed', login: null },
  },
  refused({
    name: 'root says that the key is not listed, and that a disk is full',
    inServer: `mount -t tmpfs -o size=64k tmpfs /tmp
      head -c 100000 /dev/zero > /tmp/fill 2>/dev/null || true`,
    inputs: asRoot(stranger),
    serverCheck: { check: ['server/key-not-listed', 'server/disk-full'], ...root },
  }),
  refused({
    name: 'root says that from= of the line leaves this very address out',
    inServer: `sed -i 's/^/from="198.51.100.0\\/24" /' ${keyFile}`,
    inputs: asRoot(),
    serverCheck: { check: ['server/key-restricted'], ...root },
    says: [addresses.client4],
  }),
  refused({
    name: 'root says that a Match block for this very address lets only root in',
    server: openssh(`Match Address ${addresses.client4}`, 'AllowUsers root'),
    inputs: asRoot(),
    serverCheck: { check: ['server/user-not-allowed'], ...root },
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
  }),
  refused({
    name: 'root says that the RSA key is too short (RequiredRSASize)',
    server: openssh('RequiredRSASize 4096'),
    inputs: asRoot(({ keys }) => ({ key: keys.rsa.private })),
    serverCheck: { check: ['server/key-type-refused'], ...root },
  }),
  refused({
    name: 'root says that others can write to the program that gives the keys (AuthorizedKeysCommand)',
    server: openssh('AuthorizedKeysCommand /opt/keys %u', 'AuthorizedKeysCommandUser nobody'),
    inServer: `printf '#!/bin/sh\nexit 1\n' > /opt/keys; chmod 777 /opt/keys; rm ${keyFile}`,
    inputs: asRoot(),
    serverCheck: { check: ['server/key-command-fails'], ...root },
  }),
  refused({
    name: 'root says that only certificates are accepted',
    server: openssh('TrustedUserCAKeys /etc/ssh/ca.pub'),
    inServer: `cp /etc/ssh/ssh_host_ed25519_key.pub /etc/ssh/ca.pub; rm ${keyFile}`,
    inputs: asRoot(),
    serverCheck: { check: ['server/certificates-only'], ...root },
  }),
  refused({
    name: 'root says that the home is encrypted',
    inServer: 'mkdir -p /home/.ecryptfs/deploy; rm -r /home/deploy/.ssh',
    inputs: asRoot(),
    serverCheck: { check: ['server/home-unavailable'], ...root },
  }),
]
