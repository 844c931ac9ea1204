import { addresses } from '../addresses'
import type { CheckScenario } from './check'
import { selinux, service, socket, systemd } from './recorded'

const file = '/home/deploy/.ssh/authorized_keys'

/** busybox in the place of every program that it has: Alpine's user land. */
const busybox = `
for program in $(busybox --list); do
  case $program in (sh|ash|busybox|mount|umount|ip|find|sort|setpriv) continue ;; esac
  place=$(command -v $program) || continue
  case $place in (/*) ln -sf /bin/busybox $place ;; esac
done
rm -f /usr/bin/getent /usr/bin/dpkg-query /usr/bin/apt-get`

/** Servers on which nothing may be accused. */
export const healthyScenarios: readonly CheckScenario[] = [
  { name: 'Debian 12 as it comes', verdicts: [] },
  {
    name: 'the group of the user only may write to the home, which Debian’s sshd allows',
    verdicts: [],
    fault: 'chmod 775 /home/deploy',
  },
  {
    name: 'a group may write above the home',
    verdicts: [],
    fault: `mkdir -m 775 /srv/www; chgrp maria /srv/www; mv /home/deploy /srv/www/
      usermod --home /srv/www/deploy deploy`,
  },
  {
    name: 'the home belongs to root, and the group of the user may enter (10.0)',
    system: 'trixie',
    verdicts: [],
    fault: 'chown root:deploy /home/deploy; chmod 750 /home/deploy',
  },
  {
    name: 'two servers, each with its own configuration',
    verdicts: [],
    onceUp: `printf '%s\\n' 'Port 2222' 'AllowUsers maria' > /etc/ssh/other; /usr/sbin/sshd -f /etc/ssh/other`,
  },
  {
    name: 'the asked port is redirected to that of SSH',
    verdicts: [],
    options: { port: '2222' },
    // Who may not see the rules sees a port that nobody has.
    userMaySee: ['server/port-differs'],
    onceUp: 'iptables -t nat -A PREROUTING -p tcp --dport 2222 -j REDIRECT --to-ports 22',
  },
  {
    name: 'AllowUsers with a list of hosts, and a ! in front of a name, which means nothing there',
    verdicts: [],
    config: ['AllowUsers !deploy deploy@!10.0.0.0/8,*'],
  },
  {
    name: '/etc/nologin is there, and PAM does not look at it',
    verdicts: [],
    fault: `sed -i '/pam_nologin/d' /etc/pam.d/sshd; echo maintenance > /etc/nologin`,
  },
  {
    name: 'pam_access accepts the user from this network',
    verdicts: [],
    fault: `echo 'account required pam_access.so' >> /etc/pam.d/sshd
      printf '%s\\n' '+:deploy:45.137.10.0/24' '-:ALL EXCEPT root:ALL' >> /etc/security/access.conf`,
  },
  {
    name: 'root may log in with forced commands only, and the line has one',
    verdicts: [],
    options: { user: 'root' },
    config: ['PermitRootLogin forced-commands-only'],
    userMaySee: ['server/root-login-off'],
    fault: `sed -i '$s/^/command="true" /' /root/.ssh/authorized_keys`,
  },
  { name: 'Debian 11 as it comes', system: 'bullseye', verdicts: [] },
  { name: 'Debian 13 as it comes', system: 'trixie', verdicts: [] },
  { name: 'busybox in the place of Debian’s programs', verdicts: [], onceUp: busybox },
  {
    name: 'busybox, and the key is not listed',
    verdicts: ['server/key-not-listed'],
    onceUp: `sed -i '$d' ${file}\n${busybox}`,
  },
  {
    name: 'busybox, and iptables drops',
    verdicts: ['server/firewall-drops'],
    onceUp: `iptables -P INPUT DROP\n${busybox}`,
  },
  {
    name: 'nothing is known of the client',
    verdicts: [],
    options: { user: null, from: null, 'key-fingerprint': null },
    says: ['--from', '--user', '--key-fingerprint'],
  },
  { name: 'the client comes over IPv6', verdicts: [], options: { from: addresses.client6 } },
  {
    name: 'ufw allows SSH, with all its rules',
    verdicts: [],
    onceUp: 'ufw allow OpenSSH >/dev/null; ufw --force enable >/dev/null',
  },
  {
    name: 'ufw limits SSH (8.4)',
    system: 'bullseye',
    verdicts: [],
    onceUp: 'ufw limit 22/tcp >/dev/null; ufw --force enable >/dev/null',
  },
  {
    name: 'a drop for everybody behind an accept for this network',
    system: 'trixie',
    verdicts: [],
    onceUp: `iptables -A INPUT -p tcp -s 45.137.10.0/24 -m multiport --dports 22,2222 -j ACCEPT
      iptables -A INPUT -p tcp --dport 22 -j DROP`,
  },
  {
    name: 'fail2ban has banned somebody else',
    verdicts: [],
    onceUp: `nft -f - <<'RULES'
table inet f2b-table {
  set addr-set-sshd { type ipv4_addr; elements = { 45.137.10.2, 198.51.100.4 }; }
  chain f2b-chain { type filter hook input priority -1; tcp dport { 22 } ip saddr @addr-set-sshd reject; }
}
RULES`,
  },
  {
    name: 'the socket of systemd (recorded) holds the port',
    verdicts: [],
    starts: false,
    fault: systemd(
      service('inactive', 'dead', 'disabled'),
      socket('active', '0.0.0.0:22', '[::]:22'),
    ),
  },
  {
    name: 'systemd (recorded) runs the service',
    verdicts: [],
    fault: systemd(service('active', 'running', 'enabled'), socket('inactive', '[::]:22')),
  },
  {
    name: 'the account has a locked password and sshd uses PAM, as cloud images have it',
    verdicts: [],
    fault: 'usermod --lock deploy',
  },
  {
    name: 'options, comments, empty lines and another key stand in authorized_keys',
    verdicts: [],
    fault: `sed -i '$s/^/from="45.137.10.*,!10.0.0.1",no-pty,command="echo \\\\"a, b\\\\" ssh-rsa",expiry-time="20990101" /' ${file}
      sed -i '1i # the keys\\n\\n' ${file}`,
  },
  {
    name: 'AllowUsers names the user for this network, and Match opens what is closed for others',
    verdicts: [],
    config: [
      'PubkeyAuthentication no',
      'AllowUsers deploy@45.137.10.0/24 maria',
      'Match User deploy',
      'PubkeyAuthentication yes',
    ],
  },
  {
    name: 'Match opens for root from this network what is closed for others (8.4)',
    system: 'bullseye',
    verdicts: [],
    options: { user: 'root' },
    config: [
      'PermitRootLogin no',
      'AllowUsers deploy',
      'Match Address 45.137.10.0/24',
      'PermitRootLogin prohibit-password',
      'AllowUsers root',
    ],
  },
  {
    name: 'a name and a log that try to move the terminal',
    verdicts: [],
    onceUp: `printf 'sshd[7]: Invalid user deploy\\033[2J\\233\\302\\233 from 45.137.10.1\\n' >> /var/log/auth.log`,
    says: ['Invalid user deploy?[2J'],
  },
  {
    name: 'an allow-list, and the address of the client is not known',
    login: null,
    verdicts: ['server/firewall-drops'],
    options: { from: null },
    onceUp:
      'iptables -A INPUT -p tcp --dport 22 -s 45.137.0.0/16 -j ACCEPT; iptables -P INPUT DROP',
    says: ['server/firewall-drops (likely)'],
  },
  {
    name: 'thousands of rules and of keys',
    verdicts: [],
    fault: `ssh-keygen -q -t ed25519 -N '' -f /tmp/k; for n in 1 2 3 4 5 6 7 8 9 10; do
        for m in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do cat /tmp/k.pub; done; done > /tmp/many
      cat /tmp/many ${file} > /tmp/all; cat /tmp/all > ${file}`,
    onceUp: `{ echo '*filter'; echo ':INPUT ACCEPT [0:0]'
        seq 1 250 | while read -r a; do for b in 1 2 3 4 5 6 7 8; do echo "-A INPUT -s 198.51.$a.$b/32 -j DROP"; done; done; echo COMMIT; } | iptables-restore`,
  },
  {
    name: 'AuthorizedKeysFile with tokens and several files',
    verdicts: [],
    config: ['AuthorizedKeysFile /etc/ssh/keys/%u %h/.ssh/authorized_keys'],
  },
  {
    name: 'root with a key, as cloud images refuse passwords',
    verdicts: [],
    options: { user: 'root' },
  },
  {
    name: 'hosts.allow allows the address before hosts.deny blocks all',
    verdicts: [],
    fault: 'echo "sshd: 45.137.10." > /etc/hosts.allow; echo "ALL: ALL" > /etc/hosts.deny',
  },
  {
    name: 'SELinux (recorded) is content',
    verdicts: [],
    fault: selinux('Enforcing', 'ssh_home_t'),
  },
  {
    name: 'SELinux (recorded) only warns',
    verdicts: [],
    fault: selinux('Permissive', 'default_t'),
  },
]
