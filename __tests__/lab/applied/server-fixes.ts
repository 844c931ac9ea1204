import { addresses } from '../addresses'
import { password } from '../keys'
import type { AppliedFix } from './applied-fix'

const keys = '/home/deploy/.ssh/authorized_keys'
const newKey = [/^\+ keys \/home\/deploy\/\.ssh\/authorized_keys (?:ssh-ed25519 .*)?$/]

/** The command of a person who types the password, and accepts the host key. */
const withPassword = `printf '#!/bin/sh\\necho ${password}\\n' > /tmp/ask; chmod +x /tmp/ask
ssh() { SSH_ASKPASS=/tmp/ask SSH_ASKPASS_REQUIRE=force command ssh -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "$@"; }
. /tmp/paste`

/** The line of a fix above all others of sshd_config, as its sentence says. */
const onTop =
  'cp /etc/ssh/sshd_config /tmp/c; grep -qxFf /tmp/paste /tmp/c || cat /tmp/paste /tmp/c > /etc/ssh/sshd_config'
const atEnd = 'grep -qxFf /tmp/paste /etc/ssh/sshd_config || cat /tmp/paste >> /etc/ssh/sshd_config'
const withTest = ['Test the configuration']
/** The line that the fix names is removed from the file of the lab. */
const removed = (line: string) => `sed -i '/^${line}/d' /etc/ssh/sshd_config.d/00-lab.conf`

/** The fixes for a server that lets nobody in, or not this user. */
export const serverFixes: readonly AppliedFix[] = [
  {
    name: 'sshd is not running',
    cause: 'server/service-stopped',
    fix: 'Start the SSH service',
    starts: false,
  },
  {
    name: 'sshd is not running, and the report says so itself',
    cause: 'tcp/not-listening',
    fix: 'If it does not run, start it',
    starts: false,
  },
  {
    name: 'an option of sshd_config is misspelled',
    cause: 'server/config-invalid',
    fix: 'Correct the line that it names',
    // As with ssh.socket: one sshd for each connection, which reads the file each time.
    starts: false,
    config: ['NoSuchOption yes'],
    onceUp: `(tcpserver -H -R -l 0 0.0.0.0 22 /usr/sbin/sshd -i >/dev/null 2>&1 </dev/null &)
      until grep -q ':0016 ' /proc/net/tcp; do sleep 0.1; done`,
    byHand: `${removed('NoSuchOption')}; bash /tmp/paste`,
    changes: [/^- config .*NoSuchOption yes$/],
  },
  {
    name: 'one host key is missing, and the others can be read by all',
    cause: 'server/host-keys-missing',
    fix: 'Make the host keys readable',
    onceUp: 'rm /etc/ssh/ssh_host_ed25519_key*; chmod 644 /etc/ssh/ssh_host_*_key',
    changes: [/^[-+] hostkey \/etc\/ssh\/ssh_host_\w+_key (?:644|600) /, /^\+ hostkey .*ed25519/],
  },
  {
    name: 'hosts.deny has a line for all',
    cause: 'server/hosts-deny',
    fix: 'Remove that line, or allow',
    fault: 'echo "sshd: ALL" >> /etc/hosts.deny',
    byHand: `sed 's/ADDRESS/${addresses.client4}/' /tmp/paste > /tmp/line; grep -qxFf /tmp/line /etc/hosts.allow || cat /tmp/line >> /etc/hosts.allow`,
    changes: [/^\+ file \/etc\/hosts\.allow sshd: /],
  },
  ...(
    [
      ['DROP', 'tcp/filtered', 'Allow port 22 in the firewall'],
      ['REJECT', 'tcp/rejected', 'Allow port 22, above'],
      ['REJECT', 'server/firewall-rejects', 'Allow port 22'],
    ] as const
  ).map(([target, cause, fix]): AppliedFix => ({
    name: `iptables with ${target} at its end (${cause})`,
    cause,
    fix,
    onceUp: `iptables -A INPUT -p tcp --dport 443 -j ACCEPT; iptables -A INPUT -s 192.0.2.1 -j DROP; iptables -A INPUT -p tcp --dport 22 -j ${target}`,
    changes: [
      /^\+ rule .*tcp dport 22 .*accept$/,
      /^\+ rule \s*(?:table ip6 filter \{|chain INPUT \{|type filter hook input priority filter; policy accept;|\})?$/,
    ],
  })),
  {
    name: 'nftables with a policy that drops',
    cause: 'server/firewall-drops',
    fix: 'Allow port 22',
    onceUp: `nft -f - <<'END'
table inet filter { chain input { type filter hook input priority 0; policy drop; ct state established accept; ip protocol icmp accept; tcp dport 443 reject; }; }
END`,
    changes: [/^\+ rule .*tcp dport 22 accept$/],
  },
  {
    name: 'AllowUsers names others',
    cause: 'server/user-not-allowed',
    fix: 'Add the user to the list',
    config: ['AllowUsers maria'],
    byHand:
      'sed -i "s/^AllowUsers maria$/AllowUsers maria deploy/" /etc/ssh/sshd_config.d/00-lab.conf; bash /tmp/paste',
    changes: [/^[-+] config .*AllowUsers maria(?: deploy)?$/],
  },
  {
    name: 'the shell is gone',
    cause: 'server/shell-missing',
    fix: 'Give the user a shell that exists',
    fault: 'usermod --shell /opt/gone/shell deploy 2>/dev/null',
    changes: [/^[-+] account deploy:/],
  },
  {
    name: 'others may write to the home and to .ssh',
    cause: 'server/home-permissions',
    fix: 'Make the user the owner',
    fault: 'chown root: /home/deploy/.ssh; chmod 777 /home/deploy /home/deploy/.ssh',
  },
  {
    name: 'the user cannot enter a directory above the home',
    cause: 'server/home-permissions',
    fix: 'Make the user the owner',
    fault: `mkdir -p /srv/closed/inner; mv /home/deploy /srv/closed/inner/deploy; chmod 700 /srv/closed /srv/closed/inner
      usermod --home /srv/closed/inner/deploy deploy`,
  },
  {
    name: 'the key is not listed',
    cause: 'auth/key-rejected',
    fix: 'Add the public key',
    fault: `sed -i /ed25519/d ${keys}`,
    changes: newKey,
  },
  {
    name: 'the key is not listed, and the password works',
    cause: 'auth/key-rejected',
    fix: 'Or add it from a computer',
    fault: `sed -i /ed25519/d ${keys}; echo 'deploy:${password}' | chpasswd`,
    byHand: withPassword,
    changes: newKey,
  },
  {
    name: 'the key is not listed, as a candidate',
    cause: 'server/key-not-listed',
    fix: 'Add the public key',
    fault: `sed -i /ed25519/d ${keys}`,
    changes: newKey,
  },
  {
    name: 'there is no authorized_keys',
    cause: 'server/authorized-keys-missing',
    fix: 'Add the public key',
    fault: 'rm -r /home/deploy/.ssh',
    changes: [...newKey, /^\+ keys .*authorized_keys 600 deploy$/],
  },
  {
    name: 'the key was wrapped',
    cause: 'server/authorized-keys-malformed',
    fix: 'Put every key on its own line',
    fault: `fold -w 60 ${keys} > /tmp/k; cat /tmp/k > ${keys}`,
    changes: newKey,
  },
  {
    name: 'the key of the list is for other addresses',
    cause: 'server/key-restricted',
    fix: 'Change those options',
    fault: `sed -i 's/^ssh-ed25519/from="192.0.2.1" &/' ${keys}`,
    byHand: `sed -i '/^from=.*ssh-ed25519/d' ${keys}; grep -qxFf /tmp/paste ${keys} || cat /tmp/paste >> ${keys}`,
    changes: [/^[-+] keys .*(?:from="192.0.2.1"|restrict,pty) ssh-ed25519/],
  },
  {
    name: 'a login of root is switched off',
    cause: 'auth/login-refused',
    fix: 'Or allow root to log in by key',
    then: withTest,
    inputs: () => ({ username: 'root' }),
    config: ['PermitRootLogin no'],
    byHand: onTop,
    changes: [/^\+ config .*PermitRootLogin prohibit-password$/],
  },
  {
    name: 'root cannot log in, as a candidate',
    cause: 'server/root-login-off',
    fix: 'Best: have the deploy log in as another user',
    inputs: () => ({ username: 'root' }),
    config: ['PermitRootLogin no'],
    byHand: `${onTop}; systemctl reload ssh`,
    changes: [/^\+ config .*PermitRootLogin prohibit-password$/],
  },
  {
    name: 'the account is locked, with a password',
    cause: 'server/account-locked',
    fix: 'Ask the admin why the account was locked',
    config: ['UsePAM no'],
    fault: 'usermod --password "x9" deploy; usermod --lock deploy',
    changes: [/^- shadow deploy:!x9:/, /^\+ shadow deploy:x9:/],
  },
  {
    name: 'the account has expired',
    cause: 'auth/account-expired',
    fix: 'If the account should stay',
    fault: 'usermod --password "x9" deploy; chage -E 2020-01-01 deploy',
    changes: [/^[-+] shadow deploy:x9:/],
  },
  {
    name: 'the days of grace are over',
    cause: 'auth/account-expired',
    fix: 'If Password inactive',
    fault:
      'usermod --password "x9" deploy; chage -d 2020-01-01 -M 30 -I 5 deploy; chage -M 99999 -I -1 deploy; chage -E 2020-01-01 deploy',
    byHand: 'chage -E -1 deploy; bash /tmp/paste',
    changes: [/^[-+] shadow deploy:x9:/],
  },
  {
    name: 'the password is too old',
    cause: 'auth/password-expired',
    fix: 'Or ask the admin who set this',
    fault: 'usermod --password "x9" deploy; chage -d 0 deploy',
    changes: [/^[-+] shadow deploy:x9:/],
  },
  {
    name: 'logins are off for maintenance',
    cause: 'auth/maintenance',
    fix: 'If the maintenance is over',
    fault: 'echo maintenance > /etc/nologin',
    byHand: 'bash /tmp/paste; rm -f /etc/nologin',
    changes: [/^- file \/etc\/nologin maintenance$/],
  },
  {
    name: 'keys are switched off',
    cause: 'auth/publickey-disabled',
    fix: 'Enable keys',
    config: ['PubkeyAuthentication no'],
    byHand: `bash /tmp/paste; echo 'PubkeyAuthentication yes' > /tmp/paste; ${onTop}; systemctl reload ssh`,
    changes: [/^\+ config .*PubkeyAuthentication yes$/],
  },
  {
    name: 'a second factor is asked of everybody',
    cause: 'auth/second-factor',
    fix: 'Let the deploy user log in with its key only',
    then: withTest,
    config: [
      'KbdInteractiveAuthentication yes',
      'AuthenticationMethods publickey,keyboard-interactive',
    ],
    byHand: atEnd,
    changes: [/^\+ config .*(?:Match User deploy|AuthenticationMethods publickey)$/],
  },
  {
    name: 'the type of the key is refused',
    cause: 'auth/key-type-refused',
    fix: 'Or accept this type',
    then: withTest,
    system: 'trixie',
    config: ['PubkeyAcceptedAlgorithms rsa-sha2-512,ecdsa-sha2-nistp256'],
    byHand: `sed -i /Pubkey/d /etc/ssh/sshd_config.d/00-lab.conf; ${onTop}`,
    changes: [/^[-+] config .*PubkeyAcceptedAlgorithms/],
  },
  {
    name: 'the server has only a newer key exchange than this check',
    cause: 'kex/client-too-old',
    fix: 'Let the server offer a current one as well',
    config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'],
    byHand: 'cat /tmp/paste > /etc/ssh/sshd_config.d/00-lab.conf; systemctl restart ssh',
    changes: [/^[-+] config .*KexAlgorithms/],
  },
]
