import { addresses } from '../addresses'
import type { CheckScenario } from './check'
import { selinux } from './recorded'

const file = '/home/deploy/.ssh/authorized_keys'

/** Faults that keep a login from succeeding. */
export const loginScenarios: readonly CheckScenario[] = [
  {
    name: 'the user does not exist',
    verdicts: ['server/user-missing'],
    userSees: ['server/user-missing'],
    options: { user: 'deployer' },
    says: ['deploy maria'],
  },
  {
    name: 'the user does not exist (10.0)',
    system: 'trixie',
    verdicts: ['server/user-missing'],
    userSees: ['server/user-missing'],
    options: { user: 'www.data' },
  },
  {
    name: 'AllowUsers names others',
    verdicts: ['server/user-not-allowed'],
    config: ['AllowUsers maria admin-*'],
  },
  {
    name: 'AllowUsers names the user from elsewhere',
    verdicts: ['server/user-not-allowed'],
    config: ['AllowUsers maria deploy@198.51.100.*'],
  },
  {
    name: 'DenyUsers in a Match block for this address (10.0)',
    system: 'trixie',
    verdicts: ['server/user-not-allowed'],
    config: ['Match Address 45.137.10.0/24', 'DenyUsers dep*'],
  },
  {
    name: 'AllowGroups names a group that the user is not in (8.4)',
    system: 'bullseye',
    verdicts: ['server/user-not-allowed'],
    config: ['AllowGroups ssh-users'],
  },
  {
    name: 'DenyGroups names the group of the user',
    verdicts: ['server/user-not-allowed'],
    config: ['DenyGroups deploy'],
  },
  {
    name: 'DenyUsers closes the very port in a Match block',
    verdicts: ['server/user-not-allowed'],
    config: ['Match LocalPort 22', 'DenyUsers deploy'],
  },
  {
    name: 'AllowUsers was changed, and sshd not restarted',
    verdicts: ['server/user-not-allowed'],
    // The running sshd still lets the user in.
    login: true,
    onceUp: 'sleep 0.1; echo AllowUsers maria > /etc/ssh/sshd_config.d/00-lab.conf',
    says: ['server/user-not-allowed (possible)', 'not restarted since'],
  },
  {
    name: 'DenyUsers with a ! in front of the name, which means nothing there',
    verdicts: ['server/user-not-allowed'],
    config: ['DenyUsers !deploy *'],
  },
  {
    name: 'sshd was started with AllowUsers as an option',
    verdicts: ['server/user-not-allowed'],
    config: ['Port 2222'],
    onceUp: `/usr/sbin/sshd -p 22 -o 'AllowUsers maria root'`,
  },
  {
    name: 'pam_access keeps the user out (10.0)',
    system: 'trixie',
    verdicts: ['server/user-not-allowed'],
    userSees: ['server/user-not-allowed'],
    fault: `echo 'account required pam_access.so' >> /etc/pam.d/sshd
      printf '%s\\n' '+:root:ALL' '+:(deploy):10.0.0.0/8' '-:ALL:ALL' >> /etc/security/access.conf`,
    says: ['access.conf'],
  },
  {
    name: 'the number of the user is given for the name',
    verdicts: ['server/user-missing'],
    userSees: ['server/user-missing'],
    options: { user: '1000' },
  },
  {
    name: 'the password is too old, and the days of grace are over',
    verdicts: ['server/account-locked'],
    fault: 'chage --lastday 2020-01-01 --maxdays 30 --inactive 10 deploy',
  },
  {
    name: 'PermitRootLogin no',
    verdicts: ['server/root-login-off'],
    options: { user: 'root' },
    config: ['PermitRootLogin no'],
  },
  {
    name: 'PermitRootLogin forced-commands-only (10.0)',
    system: 'trixie',
    verdicts: ['server/root-login-off'],
    options: { user: 'root' },
    config: ['PermitRootLogin forced-commands-only'],
  },
  {
    name: 'the account is locked, without PAM',
    verdicts: ['server/account-locked'],
    config: ['UsePAM no'],
    fault: 'usermod --password x deploy; usermod --lock deploy',
  },
  {
    name: 'the account has expired',
    verdicts: ['server/account-locked'],
    fault: 'chage --expiredate 2020-01-01 deploy',
    says: ['end date'],
  },
  {
    name: '/etc/nologin is there',
    verdicts: ['server/account-locked'],
    userSees: ['server/account-locked'],
    fault: 'echo maintenance > /etc/nologin',
    says: ['cat /etc/nologin'],
  },
  {
    name: 'the shell is not there',
    verdicts: ['server/shell-missing'],
    userSees: ['server/shell-missing'],
    fault: 'usermod --shell /usr/bin/no-such-shell deploy 2>/dev/null',
    says: ['/usr/bin/no-such-shell', 'chsh'],
  },
  {
    name: 'the shell cannot be executed (8.4)',
    system: 'bullseye',
    verdicts: ['server/shell-missing'],
    userSees: ['server/shell-missing'],
    fault:
      'cp /bin/bash /opt/shell; chmod 644 /opt/shell; usermod --shell /opt/shell deploy 2>/dev/null',
  },
  {
    name: 'a group with a second member may write to the home',
    verdicts: ['server/home-permissions'],
    fault: 'chmod 775 /home/deploy; usermod --append --groups deploy maria',
    says: ['/home/deploy can be written by others'],
  },
  {
    name: 'the folder above the home is closed to the user',
    verdicts: ['server/home-permissions'],
    fault: 'chmod 700 /home',
    says: ['/home is closed to the user'],
  },
  {
    name: '.ssh is a link to a folder that others may write',
    verdicts: ['server/home-permissions'],
    fault: 'mkdir -m 777 /data; mv /home/deploy/.ssh /data/ssh; ln -s /data/ssh /home/deploy/.ssh',
  },
  {
    name: 'authorized_keys is open to all (10.0)',
    system: 'trixie',
    verdicts: ['server/home-permissions'],
    fault: `chmod 666 ${file}`,
  },
  {
    name: '.ssh belongs to somebody else',
    verdicts: ['server/home-permissions'],
    fault: 'chown maria /home/deploy/.ssh',
  },
  {
    name: '.ssh belongs to root and is closed to the user (8.4)',
    system: 'bullseye',
    verdicts: ['server/home-permissions'],
    fault: 'chown -R root:root /home/deploy/.ssh',
    says: ['is closed to the user'],
  },
  {
    name: 'the folder above a file outside the home can be written by others',
    verdicts: ['server/home-permissions'],
    config: ['AuthorizedKeysFile /srv/keys/%u'],
    fault: `mkdir /srv/keys; chmod 777 /srv/keys; cp ${file} /srv/keys/deploy; chmod 644 /srv/keys/deploy`,
  },
  {
    name: 'there is no authorized_keys',
    verdicts: ['server/authorized-keys-missing'],
    fault: `rm ${file}`,
    says: [`tee -a '${file}'`],
  },
  {
    name: 'AuthorizedKeysFile names another place',
    verdicts: ['server/authorized-keys-missing'],
    config: ['AuthorizedKeysFile /etc/ssh/keys/%u'],
    says: ['/etc/ssh/keys/deploy', 'sshd does not look at it'],
  },
  {
    name: 'the label of .ssh is wrong (SELinux, recorded)',
    login: null,
    verdicts: ['server/selinux-context'],
    fault: selinux('Enforcing', 'default_t'),
    says: ['restorecon -Rv'],
  },
  {
    name: 'a disk is full',
    login: null,
    verdicts: ['server/disk-full'],
    userSees: ['server/disk-full'],
    fault:
      'mount -t tmpfs -o size=64k tmpfs /tmp; head -c 100000 /dev/zero > /tmp/fill 2>/dev/null || true',
    says: ['/tmp has no space left'],
  },
  {
    name: 'a disk has no inodes left (10.0)',
    login: null,
    system: 'trixie',
    verdicts: ['server/disk-full'],
    userSees: ['server/disk-full'],
    fault:
      'mount -t tmpfs -o nr_inodes=3 tmpfs /var/log; touch /var/log/a /var/log/b /var/log/c 2>/dev/null || true; rm -f /var/log/a; : > /var/log/auth.log',
    says: ['/var/log has no inodes left'],
  },
  {
    name: 'two faults: sshd is stopped, and the key is not listed',
    verdicts: ['server/service-stopped', 'server/key-not-listed'],
    userSees: ['server/service-stopped'],
    starts: false,
    fault: `sed -i '$d' ${file}`,
  },
  {
    name: 'two faults: the firewall drops, and the account has expired (10.0)',
    system: 'trixie',
    verdicts: ['server/firewall-drops', 'server/account-locked'],
    fault: 'chage --expiredate 2020-01-01 deploy',
    onceUp: `iptables -A INPUT -p tcp --dport 22 ! -s 198.51.100.0/24 -j DROP`,
  },
  {
    name: 'two faults: the configuration is broken, and the user does not exist',
    verdicts: ['server/config-invalid', 'server/user-missing'],
    userSees: ['server/config-invalid', 'server/user-missing'],
    starts: false,
    config: ['Bogus yes'],
    options: { user: 'nobody-here' },
  },
  {
    name: 'two faults: AllowUsers leaves the user out, and .ssh is open (8.4)',
    system: 'bullseye',
    verdicts: ['server/user-not-allowed', 'server/home-permissions'],
    config: ['AllowUsers maria'],
    fault: 'chmod 777 /home/deploy/.ssh',
  },
  {
    name: 'two faults: another port, and a firewall that drops that one too',
    verdicts: ['server/port-differs', 'server/firewall-drops'],
    config: ['Port 2222'],
    onceUp: 'iptables -A INPUT -p tcp --dport 2222 -j DROP',
  },
  {
    name: 'a firewall for the wrong port does not matter',
    verdicts: ['server/port-differs'],
    userSees: ['server/port-differs'],
    config: ['Port 2222'],
    onceUp: 'iptables -A INPUT -p tcp --dport 22 -j DROP',
    options: { from: addresses.client4 },
  },
]
