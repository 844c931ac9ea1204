import { addresses, serverName } from '../addresses'
import { password } from '../keys'
import { type Scenario, openssh, openssh10 } from '../scenario'
import { failedLoginReasons } from './failed-login-reasons'

/** Servers and accounts that are set up in unusual ways, each met in the field. */
export const oddScenarios: readonly Scenario[] = [
  {
    name: 'the key may be used from other addresses only (from=)',
    cause: 'auth/key-rejected',
    inServer: `sed -i 's#^#from="192.0.2.7" #' /home/deploy/.ssh/authorized_keys`,
  },
  {
    name: 'the key was for last year only (expiry-time=)',
    cause: 'auth/key-rejected',
    inServer: `sed -i 's#^#expiry-time="20200101" #' /home/deploy/.ssh/authorized_keys`,
  },
  {
    name: 'authorized_keys has the key in two lines, as editors break them',
    cause: 'auth/key-rejected',
    inServer:
      'fold -w 40 /home/deploy/.ssh/authorized_keys > /tmp/k; cat /tmp/k > /home/deploy/.ssh/authorized_keys',
    candidates: ['server/authorized-keys-malformed'],
  },
  {
    name: 'AuthorizedKeysFile is elsewhere',
    cause: 'auth/key-rejected',
    server: openssh('AuthorizedKeysFile /etc/ssh/keys/%u'),
  },
  {
    name: 'AllowGroups names a group that the user is not in',
    cause: 'auth/key-rejected',
    server: openssh('AllowGroups ssh-users'),
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.invalidUser,
    candidates: ['server/user-not-allowed'],
  },
  {
    name: 'the home folder belongs to root',
    cause: 'auth/key-rejected',
    inServer: 'chown -R nobody /home/deploy',
    candidates: ['server/home-permissions'],
  },
  {
    name: 'two keys are wanted (AuthenticationMethods publickey,publickey)',
    cause: 'auth/second-factor',
    server: openssh('AuthenticationMethods publickey,publickey'),
  },
  {
    name: 'password and key are given, and neither is right',
    cause: 'auth/key-rejected',
    inputs: (lab) => ({ key: lab.keys.stranger.private, password: 'not the password' }),
    failedLogins: 2,
    failedLoginsWhy: failedLoginReasons.keyAndPassword,
  },
  {
    name: 'cloud-init keeps root out and names the user',
    cause: 'session/no-shell',
    failedLogins: 0,
    inServer: `sed -i 's#^#no-port-forwarding,no-agent-forwarding,no-X11-forwarding,command="echo Please login as the user \\\\"ubuntu\\\\" rather than the user \\\\"root\\\\".;echo;sleep 2;exit 142" #' /root/.ssh/authorized_keys`,
    inputs: () => ({ username: 'root' }),
    says: ['ubuntu'],
  },
  {
    name: 'the login shell is git-shell',
    cause: 'session/no-shell',
    // A deploy by git push works.
    result: 'warn',
    failedLogins: 0,
    inServer: `printf '#!/bin/sh\\necho "fatal: Interactive git shell is not enabled." >&2\\nexit 128\\n' > /usr/bin/git-shell
      chmod 755 /usr/bin/git-shell; echo /usr/bin/git-shell >> /etc/shells
      usermod --shell /usr/bin/git-shell deploy`,
  },
  {
    name: '.bashrc ends the shell, which looks like a forced command',
    cause: 'session/forced-command',
    result: 'fail',
    certainty: 'possible',
    failedLogins: 0,
    inServer: 'echo exit 7 > /home/deploy/.bashrc',
    says: ['~/.bashrc'],
  },
  {
    name: '.bashrc ends the shell with success',
    cause: 'session/forced-command',
    result: 'warn',
    failedLogins: 0,
    inServer: 'echo exit 0 > /home/deploy/.bashrc',
    says: ['~/.bashrc'],
  },
  {
    name: '.bashrc starts a program that wants a terminal',
    cause: 'session/forced-command',
    result: 'fail',
    certainty: 'likely',
    failedLogins: 0,
    inServer: `echo 'echo "open terminal failed: not a terminal" >&2; exit 1' > /home/deploy/.bashrc`,
    says: ['~/.bashrc'],
  },
  {
    name: 'the chroot has no shell in it',
    cause: 'session/no-shell',
    failedLogins: 0,
    server: openssh('Match User deploy', 'ChrootDirectory /srv/files'),
    inServer: 'install -d -m 755 /srv/files',
  },
  {
    name: 'a noisy .bashrc with internal-sftp, which does not mind',
    cause: 'session/noisy-shell',
    result: 'warn',
    failedLogins: 0,
    server: openssh('Subsystem sftp internal-sftp'),
    inServer:
      "sed -i '1i echo hello' /home/deploy/.bashrc; sed -i '/^Subsystem/d' /etc/ssh/sshd_config",
  },
  {
    name: 'ForceCommand runs its own script',
    cause: 'session/forced-command',
    result: 'warn',
    failedLogins: 0,
    server: openssh('Match User deploy', 'ForceCommand /bin/date'),
  },
  {
    name: 'sshd is stopped, and the name has both families',
    cause: 'tcp/not-listening',
    server: { kind: 'stopped' },
    connections: 0,
    dns: { [serverName]: [addresses.server4, addresses.server6] },
  },
  {
    name: 'the firewall drops IPv4 and IPv6, and the name has both',
    cause: 'tcp/silent',
    connections: 0,
    firewall: 'meta l4proto tcp drop',
    dns: { [serverName]: [addresses.server4, addresses.server6] },
    inputs: () => ({ timeout: '15s' }),
  },
  {
    name: 'ufw limit: the sixth connection of half a minute',
    cause: 'tcp/rejected',
    connections: 0,
    firewall: 'tcp dport 22 ct state new limit rate over 6/minute burst 1 packets reject',
    inClient: `for try in 1 2 3; do timeout 2 bash --norc -c '</dev/tcp/${addresses.server4}/22' || true; done; sleep 1`,
  },
  {
    name: 'a load balancer without a server behind it: accepts and closes',
    cause: 'banner/closed',
    server: { kind: 'fake', behavior: 'closes', port: 22 },
    candidates: ['server/service-stopped', 'server/upgrade-incomplete'],
  },
  {
    name: 'sshd-session went away in an upgrade (10.0)',
    cause: 'banner/closed',
    server: openssh10(),
    onceUp: 'mv /usr/lib/openssh/sshd-session /tmp',
    candidates: ['server/upgrade-incomplete'],
  },
  {
    name: 'the RSA key is shorter than the server accepts (RequiredRSASize)',
    cause: 'auth/key-rejected',
    server: openssh('RequiredRSASize 4096'),
    inputs: (lab) => ({ key: lab.keys.rsa.private }),
    candidates: ['server/key-type-refused'],
  },
  {
    name: 'the right password of an account whose shell is gone',
    cause: 'auth/password-rejected',
    server: openssh('PasswordAuthentication yes'),
    inServer: 'usermod --shell /opt/gone/shell deploy 2>/dev/null',
    inputs: () => ({ key: '', password }),
    failedLogins: 3,
    failedLoginsWhy: failedLoginReasons.invalidUser,
    candidates: ['server/shell-missing'],
  },
  {
    name: 'a module of PAM that every login needs is missing',
    cause: 'auth/closed',
    inServer: `echo 'account required pam_nowhere.so' >> /etc/pam.d/sshd`,
    candidates: ['server/pam-broken'],
  },
  {
    name: 'the workflow says 80, where the web server is',
    cause: 'banner/not-ssh',
    otherPrograms: [{ behavior: 'http', port: 80 }],
    inputs: () => ({ port: '80' }),
    certainty: 'proved',
  },
  {
    name: 'a key with restrict',
    cause: 'pass',
    inServer: "sed -i 's#^#restrict #' /home/deploy/.ssh/authorized_keys",
  },
  {
    name: 'a home folder that is missing, with keys elsewhere',
    cause: 'pass',
    server: openssh('AuthorizedKeysFile /etc/ssh/keys/%u'),
    inServer:
      'install -d /etc/ssh/keys; cp /home/deploy/.ssh/authorized_keys /etc/ssh/keys/deploy; chmod 644 /etc/ssh/keys/deploy; rm -r /home/deploy',
  },
  {
    name: 'MaxSessions 1',
    cause: 'pass',
    server: openssh('MaxSessions 1'),
  },
  {
    name: 'MaxAuthTries 1 with the right key',
    cause: 'pass',
    server: openssh('MaxAuthTries 1'),
  },
  {
    name: 'keyboard-interactive as the only method, with the password',
    cause: 'pass',
    server: openssh10(
      'KbdInteractiveAuthentication yes',
      'AuthenticationMethods keyboard-interactive',
    ),
    inputs: () => ({ key: '', password }),
  },
  {
    name: 'a password and then a key (AuthenticationMethods password,publickey)',
    cause: 'pass',
    server: openssh('AuthenticationMethods password,publickey'),
    inputs: () => ({ password }),
  },
  {
    name: 'a login script that takes three seconds of eight',
    cause: 'pass',
    inServer: "sed -i '1i sleep 3' /home/deploy/.bashrc",
    inputs: () => ({ sftp: 'off' }),
  },
  {
    name: 'old ciphers only',
    cause: 'pass',
    server: openssh(
      'Ciphers aes256-cbc,3des-cbc',
      'MACs hmac-sha1',
      'KexAlgorithms diffie-hellman-group14-sha1',
    ),
  },
  {
    name: 'an ECDSA host key only (10.0)',
    cause: 'pass',
    server: openssh10('HostKey /etc/ssh/ssh_host_ecdsa_key'),
  },
  {
    name: 'a message that .bash_profile and /etc/profile print: no login shell, no noise',
    cause: 'pass',
    inServer: 'echo echo profile >> /etc/profile; echo echo mine > /home/deploy/.bash_profile',
  },
  {
    name: 'a shell that prints on stderr only',
    cause: 'pass',
    inServer: "sed -i '1i echo careful >&2' /home/deploy/.bashrc",
  },
  {
    name: 'a host name with capitals and a final dot',
    cause: 'pass',
    inputs: () => ({ host: 'Server.Example.NET.' }),
  },
  {
    name: 'protocol tcp6, with both families',
    cause: 'pass',
    inputs: () => ({ protocol: 'tcp6' }),
    dns: { [serverName]: [addresses.server4, addresses.server6] },
  },
  {
    name: 'a private address on a runner of one’s own',
    cause: 'pass',
    dns: { [serverName]: [addresses.private4] },
    path: { serverAlso4: addresses.private4 },
  },
  {
    name: 'a password that ends in a space',
    cause: 'pass',
    inServer: "echo 'deploy:ends in a blank ' | chpasswd",
    inputs: () => ({ key: '', password: 'ends in a blank ' }),
  },
]
