import { addresses, serverName } from '../addresses'
import type { Scenario } from '../scenario'

const web = { behavior: 'http', port: 443 }
const both = { [serverName]: [addresses.server6, addresses.server4] }
const patient = () => ({ timeout: '15s' })

/** A scenario on the system that has the firewalls, whose rules are set once sshd listens. */
const walled = (
  name: string,
  cause: Scenario['cause'],
  onceUp: string,
  rest: Omit<Scenario, 'name' | 'cause' | 'onceUp'> = {},
): Scenario => ({
  name,
  cause,
  firewalled: true,
  onceUp,
  ...(cause.startsWith('tcp/') ? { connections: 0, failedLogins: 0 } : {}),
  ...rest,
})

/** ufw with its own defaults and these commands; Debian's package leaves it off. */
const ufw = (...commands: readonly string[]): string =>
  ['default deny incoming', ...commands, '--force enable']
    .map((command) => `ufw ${command} >/dev/null`)
    .join('\n')

/** firewalld with the package's own zones (public), and these options of firewall-cmd, one command each. */
const firewalld = (...commands: readonly string[]): string =>
  [
    'mkdir -p /run/dbus; dbus-daemon --system --fork',
    'firewalld --nopid >/dev/null 2>&1 </dev/null',
    'for try in $(seq 50); do firewall-cmd --state >/dev/null 2>&1 && break; sleep 0.2; done',
    ...commands.map((command) => `firewall-cmd ${command} >/dev/null`),
  ].join('\n')

/** fail2ban with its sshd jail in the strictest mode, and the ban that is given. */
const fail2ban = (banaction: string): string => `
  cat > /etc/fail2ban/jail.d/lab.conf <<'JAIL'
[DEFAULT]
banaction = ${banaction}
backend = polling
[sshd]
enabled = true
mode = aggressive
logpath = /var/log/auth.log
maxretry = 5
JAIL
  mkdir -p /run/fail2ban; fail2ban-server -b >/dev/null
  for try in $(seq 50); do fail2ban-client status sshd >/dev/null 2>&1 && break; sleep 0.2; done`

const logsToSyslog = { kind: 'openssh', version: '9.2', syslog: true } as const

/** Connects so many times and says nothing; then sshd has a second to write that into its log, which is counted from there. */
const knock = (times: number): string =>
  `for try in $(seq ${times}); do timeout 2 bash --norc -c '</dev/tcp/${addresses.server4}/22' || true; done; sleep 1`

/** Five logins with a key that the server does not know, then waits until the ban is there. */
const failsFiveTimes = `
  folder=$(mktemp -d)
  ssh-keygen -q -t ed25519 -N '' -f $folder/key
  for try in 1 2 3 4 5; do
    ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \\
      -o ConnectTimeout=3 -i $folder/key deploy@${addresses.server4} && exit 1
  done
  rm -r $folder
  for try in $(seq 20); do timeout 1 bash --norc -c '</dev/tcp/${addresses.server4}/22' || break; sleep 0.5; done`

/** Firewalls as their own programs set them, and bans by fail2ban itself. */
export const firewallScenarios: readonly Scenario[] = [
  walled('ufw allows 22', 'pass', ufw('allow 22/tcp')),
  walled('ufw allows its profile OpenSSH', 'pass', ufw('allow OpenSSH')),
  walled('ufw limits 22, and this is the first connection', 'pass', ufw('limit 22/tcp')),
  walled('ufw allows only the network of the client', 'pass', ufw('allow from 45.137.10.0/24')),
  walled('ufw is on and has no rule for SSH', 'tcp/silent', ufw(), { inputs: patient }),
  walled('ufw is on and allows only the web', 'tcp/filtered', ufw('allow 80,443/tcp'), {
    otherPrograms: [web],
    candidates: ['server/firewall-drops'],
    inputs: patient,
  }),
  walled('ufw denies 22 and allows the web', 'tcp/filtered', ufw('deny 22/tcp', 'allow 443/tcp'), {
    otherPrograms: [web],
    candidates: ['server/firewall-drops'],
    inputs: patient,
  }),
  walled('ufw allows 22, and sshd is on 2222', 'tcp/filtered', ufw('allow 22/tcp'), {
    server: { kind: 'openssh', version: '9.2', config: ['Port 2222'] },
    inputs: () => ({ port: '2222', timeout: '15s' }),
  }),
  walled('ufw rejects 22', 'tcp/not-listening', ufw('reject 22/tcp', 'allow 443/tcp'), {
    otherPrograms: [web],
    candidates: ['server/firewall-rejects'],
  }),
  walled('ufw rejects 22 over IPv6', 'tcp/not-listening', ufw('reject 22/tcp', 'allow 443/tcp'), {
    otherPrograms: [web],
    dns: { [serverName]: [addresses.server6] },
    candidates: ['server/firewall-rejects'],
  }),
  walled('ufw rejects what it does not allow', 'tcp/rejected', ufw('default reject incoming'), {
    candidates: ['server/firewall-rejects'],
  }),
  walled('ufw limits 22, and six connections came before', 'tcp/rejected', ufw('limit 22/tcp'), {
    inClient: knock(6),
    inputs: patient,
  }),
  walled(
    'ufw allows only another address',
    'tcp/filtered',
    ufw('allow from 198.51.100.7 to any port 22', 'allow 443/tcp'),
    { otherPrograms: [web], inputs: patient },
  ),
  walled(
    'ufw allows 22 only over IPv4, and the name has both families',
    'tcp/partial',
    ufw('allow proto tcp from 0.0.0.0/0 to any port 22'),
    { dns: both, result: 'warn', connections: 1, inputs: () => ({ timeout: '20s' }) },
  ),

  walled('firewalld as it comes: zone public, with ssh', 'pass', firewalld()),
  walled('firewalld with port 2222 added', 'pass', firewalld('--add-port=2222/tcp'), {
    server: { kind: 'openssh', version: '9.2', config: ['Port 2222'] },
    inputs: () => ({ port: '2222' }),
  }),
  walled('firewalld without ssh in its zone', 'tcp/rejected', firewalld('--remove-service=ssh'), {
    candidates: ['server/firewall-rejects'],
  }),
  walled(
    'firewalld without ssh in its zone, next to a web server',
    'tcp/rejected',
    firewalld('--remove-service=ssh', '--add-service=https'),
    { otherPrograms: [web], firstCandidate: 'server/firewall-rejects' },
  ),
  walled(
    'firewalld without ssh in its zone, over IPv6',
    'tcp/rejected',
    firewalld('--remove-service=ssh'),
    { dns: { [serverName]: [addresses.server6] } },
  ),
  walled('sshd moved to 2222, which firewalld does not know', 'tcp/rejected', firewalld(), {
    server: { kind: 'openssh', version: '9.2', config: ['Port 2222'] },
    inputs: () => ({ port: '2222' }),
    candidates: ['server/firewall-rejects'],
  }),
  walled('firewalld’s zone drop', 'tcp/silent', firewalld('--set-default-zone=drop'), {
    inputs: patient,
  }),
  walled(
    'firewalld’s zone drop, with the web let through',
    'tcp/filtered',
    firewalld('--set-default-zone=drop', '--add-service=https'),
    { otherPrograms: [web], inputs: patient },
  ),
  walled('firewalld’s zone block', 'tcp/rejected', firewalld('--set-default-zone=block')),
  walled(
    'firewalld rejects the client’s address (rich rule)',
    'tcp/rejected',
    firewalld(
      `--add-rich-rule='rule family=ipv4 source address=${addresses.client4} service name=ssh reject'`,
    ),
  ),
  walled('firewalld in panic mode', 'tcp/silent', firewalld('--panic-on'), { inputs: patient }),

  walled(
    'iptables drops by policy and accepts the web',
    'tcp/filtered',
    `iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
     iptables -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
     iptables -P INPUT DROP`,
    { otherPrograms: [web], inputs: patient },
  ),
  walled(
    'iptables-legacy rejects at the end of the chain, as old images do',
    'tcp/rejected',
    `iptables-legacy -A INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
     iptables-legacy -A INPUT -p tcp --dport 443 -j ACCEPT
     iptables-legacy -A INPUT -j REJECT --reject-with icmp-host-prohibited`,
    { otherPrograms: [web], candidates: ['server/firewall-rejects'] },
  ),
  walled(
    'iptables accepts 22 in a separate chain, and drops the rest',
    'pass',
    `iptables -N gate; iptables -A INPUT -j gate
     iptables -A gate -p tcp --dport 22 -j ACCEPT; iptables -A gate -j DROP`,
  ),
  walled(
    'iptables drops the fourth connection of a minute (recent)',
    'tcp/filtered',
    `iptables -A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --set --name ssh
     iptables -A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 60 --hitcount 4 --name ssh -j DROP`,
    { otherPrograms: [web], inClient: knock(3), inputs: patient },
  ),
  walled(
    'ip6tables drops 22, and the name has both families',
    'tcp/partial',
    'ip6tables -A INPUT -p tcp --dport 22 -j DROP',
    { dns: both, result: 'warn', connections: 1, inputs: () => ({ timeout: '20s' }) },
  ),
  walled(
    'ip6tables-legacy rejects all of IPv6, and the name has both families',
    'tcp/partial',
    // The kernel forgives the first ICMPv6 message, and believes the one after its second SYN.
    'ip6tables-legacy -A INPUT -p tcp -j REJECT',
    { dns: both, result: 'warn', connections: 1, inputs: () => ({ timeout: '20s' }) },
  ),

  walled('fail2ban bans after five failures (nftables)', 'tcp/rejected', fail2ban('nftables'), {
    server: logsToSyslog,
    otherPrograms: [web],
    inClient: failsFiveTimes,
    firstCandidate: 'server/banned',
    afterwards: "fail2ban-client status sshd | grep 'Currently banned:.*1$'",
  }),
  walled(
    'fail2ban bans after five failures (iptables-multiport)',
    'tcp/rejected',
    fail2ban('iptables-multiport'),
    {
      server: logsToSyslog,
      otherPrograms: [web],
      inClient: failsFiveTimes,
      firstCandidate: 'server/banned',
    },
  ),
  walled(
    'fail2ban bans after five failures, and drops (nftables, all ports)',
    'tcp/silent',
    fail2ban('nftables[type=allports, blocktype=drop]'),
    { server: logsToSyslog, otherPrograms: [web], inClient: failsFiveTimes, inputs: patient },
  ),
  walled('six runs in a row, and fail2ban counts no failure', 'pass', fail2ban('nftables'), {
    server: logsToSyslog,
    times: 6,
    connections: 6,
    afterwards: `sleep 2
      fail2ban-client status sshd > /tmp/status
      grep 'Total failed:.*[^0-9]0$' /tmp/status; grep 'Total banned:.*[^0-9]0$' /tmp/status`,
  }),
]
