import { addresses, serverName } from '../addresses'
import { password } from '../keys'
import { type Scenario, openssh, openssh10 } from '../scenario'

const pass = (name: string, rest: Omit<Scenario, 'name' | 'cause'> = {}): Scenario => ({
  name,
  cause: 'pass',
  ...rest,
})

const patient = () => ({ timeout: '30s' })

/** Healthy servers that are set up in ways that could look like a fault, each beside the fault that it looks like. */
export const shapeScenarios: readonly Scenario[] = [
  pass('a legal notice of 30 KB (Banner)', {
    server: openssh('Banner /etc/notice'),
    inServer: `for line in $(seq 480); do echo 'Access denied to all but staff. Your password has expired. xx'; done > /etc/notice`,
  }),
  pass('UseDNS yes, and a resolver that never answers', {
    server: openssh('UseDNS yes'),
    inServer:
      "printf 'nameserver 45.140.20.53\\noptions timeout:2 attempts:1\\n' > /etc/resolv.conf; ip route add default via 45.137.10.1 2>/dev/null || true",
    inputs: patient,
  }),
  pass('LoginGraceTime 5', { server: openssh('LoginGraceTime 5') }),
  pass('a key and a password by keyboard-interactive, where the server wants both', {
    server: openssh(
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication yes',
      'AuthenticationMethods publickey,keyboard-interactive',
    ),
    inputs: () => ({ password }),
  }),
  pass('a password that only the client’s network can use (Match Address)', {
    server: openssh(
      'PasswordAuthentication no',
      'Match Address 45.137.10.0/24',
      'PasswordAuthentication yes',
    ),
    inputs: () => ({ key: '', password }),
  }),
  pass('SFTP by internal-sftp for an account whose shell is nologin', {
    server: openssh('Match User deploy', 'ForceCommand internal-sftp'),
    inServer: 'usermod --shell /usr/sbin/nologin deploy',
    inputs: () => ({ sftp: 'required' }),
  }),
  pass('an Ed25519 host key only', { server: openssh('HostKey /etc/ssh/ssh_host_ed25519_key') }),
  pass('the shell zsh, whose .zshenv prints on stderr', {
    inServer: `usermod --shell /bin/zsh deploy; echo 'echo careful >&2' > /home/deploy/.zshenv`,
  }),
  pass('compression, and a new key each megabyte', {
    server: openssh('Compression yes', 'RekeyLimit 1M'),
  }),
  pass('a path for packets of 1280 bytes', {
    inClient: 'ip link set lab0 mtu 1280',
  }),
  pass('a path of 600 ms', { path: { delayMs: 300 }, inputs: patient }),
  pass('a path of 600 ms, and IPv6', {
    path: { delayMs: 300 },
    dns: { [serverName]: [addresses.server6] },
    inputs: patient,
  }),
  pass('one connection at a time (MaxStartups 1, PerSourceMaxStartups 1)', {
    server: openssh('MaxStartups 1:100:1', 'PerSourceMaxStartups 1'),
  }),
  pass('a banner with a long addendum', {
    server: openssh(`VersionAddendum ${'authorised users only '.repeat(8).trim()}`),
  }),
  pass('keep-alives each second', {
    server: openssh('ClientAliveInterval 1', 'ClientAliveCountMax 2'),
  }),
  pass('no terminals, no forwarding, no agent', {
    server: openssh(
      'PermitTTY no',
      'AllowTcpForwarding no',
      'AllowAgentForwarding no',
      'X11Forwarding no',
      'DisableForwarding yes',
    ),
  }),
  pass('an environment of the user’s own', {
    server: openssh('PermitUserEnvironment yes'),
    inServer: 'echo LC_ALL=de_DE.UTF-8 > /home/deploy/.ssh/environment',
  }),
  pass('keys from a program (AuthorizedKeysCommand)', {
    server: openssh(
      'AuthorizedKeysFile none',
      'AuthorizedKeysCommand /usr/local/bin/keys %u',
      'AuthorizedKeysCommandUser nobody',
    ),
    inServer: `cp /home/deploy/.ssh/authorized_keys /etc/ssh/keys; chmod 644 /etc/ssh/keys
      printf '#!/bin/sh\\ncat /etc/ssh/keys\\n' > /usr/local/bin/keys; chmod 755 /usr/local/bin/keys`,
  }),
  pass('a hundred other keys before the right one', {
    inServer: `for each in $(seq 100); do
        echo "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI$(head -c 32 /dev/urandom | base64 -w 0 | tr -d = | head -c 43) k$each"
      done > /tmp/keys; cat /home/deploy/.ssh/authorized_keys >> /tmp/keys
      cat /tmp/keys > /home/deploy/.ssh/authorized_keys`,
  }),
  pass('penalties for every failure, and no failure (10.0)', {
    server: openssh10('PerSourcePenalties authfail:600 noauth:600 min:1'),
    times: 3,
    connections: 3,
  }),
  pass('only IPv6 on the server', {
    server: openssh('AddressFamily inet6'),
    dns: { [serverName]: [addresses.server6] },
  }),

  {
    // It runs no program by its path, and sshd starts sftp-server by one.
    name: 'the shell rbash, and SFTP by a program',
    cause: 'session/sftp-missing',
    result: 'warn',
    failedLogins: 0,
    inServer: 'usermod --shell /bin/rbash deploy',
  },
  {
    name: '~/.ssh/rc prints a line in every session',
    cause: 'session/noisy-shell',
    result: 'warn',
    failedLogins: 0,
    inServer: 'echo "echo Welcome back" > /home/deploy/.ssh/rc',
  },
  {
    name: 'the path loses packets of more than 1000 bytes',
    cause: 'kex/stalled',
    inClient: `nft 'add table ip path; add chain ip path in { type filter hook input priority 0; }
      add rule ip path in meta length > 1000 drop'`,
  },
]
