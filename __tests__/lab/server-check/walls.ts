import { addresses } from '../addresses'
import type { CheckScenario } from './check'

const nft = (rules: string) => `nft -f - <<'RULES'\n${rules}\nRULES`

const inputChain = (policy: string, ...rules: readonly string[]) =>
  nft(`table inet filter {
  chain input {
    type filter hook input priority filter; policy ${policy};
    ${rules.join('\n    ')}
  }
}`)

const ufw = (...commands: readonly string[]) =>
  `sed -i s/IPV6=yes/IPV6=no/ /etc/default/ufw; ufw default deny incoming >/dev/null
${commands.map((command) => `ufw ${command} >/dev/null`).join('\n')}
ufw --force enable >/dev/null`

const fail2ban = (setup: string) => `
cat > /etc/fail2ban/jail.d/lab.conf <<'JAIL'
[DEFAULT]
banaction = nftables
[sshd]
enabled = true
backend = polling
logpath = /var/log/auth.log
${setup}
JAIL
mkdir -p /run/fail2ban
fail2ban-server -b >/dev/null
for try in 1 2 3 4 5 6 7 8 9 10; do fail2ban-client status sshd >/dev/null 2>&1 && break; sleep 0.2; done`

/** Firewalls, bans and TCP wrappers that keep a connection from arriving. */
export const wallScenarios: readonly CheckScenario[] = [
  {
    name: 'nftables drops all but the web',
    verdicts: ['server/firewall-drops'],
    onceUp: inputChain(
      'drop',
      'ct state established,related accept',
      'iif lo accept',
      'tcp dport { 80, 443 } accept',
    ),
    says: ['policy drop', 'nft insert rule inet filter input tcp dport 22 accept'],
  },
  {
    name: 'nftables drops the port in a chain that another jumps to (10.0)',
    system: 'trixie',
    verdicts: ['server/firewall-drops'],
    onceUp: nft(`table inet mine {
  chain gate { tcp dport vmap { 80 : accept, 22 : drop }; }
  chain input { type filter hook input priority 0; ct state vmap { established : accept, new : jump gate }; }
}`),
    says: ['chain gate'],
  },
  {
    name: 'an allow-list without this address drops the rest',
    verdicts: ['server/firewall-drops'],
    onceUp: nft(`table ip allow {
  set office { type ipv4_addr; flags interval; elements = { 198.51.100.0/24, 203.0.113.1-203.0.113.9 }; }
  chain input { type filter hook input priority 0; tcp dport 22 ip saddr != @office drop; }
}`),
  },
  {
    name: 'ufw is on and has no rule for SSH',
    verdicts: ['server/firewall-drops'],
    onceUp: ufw('allow 80/tcp'),
    says: ['ufw prepend allow 22/tcp'],
  },
  {
    name: 'ufw denies the port before it allows it (8.4)',
    system: 'bullseye',
    verdicts: ['server/firewall-drops'],
    onceUp: ufw('deny 22/tcp', 'allow from 45.137.10.0/24 to any port 22'),
    says: ['ufw-user-input'],
  },
  {
    name: 'ufw rejects the port',
    verdicts: ['server/firewall-rejects'],
    onceUp: ufw('reject 22/tcp'),
  },
  {
    name: 'iptables rejects at the end of the chain, as Oracle’s images do',
    verdicts: ['server/firewall-rejects'],
    onceUp: `iptables-restore <<'RULES'
*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p icmp -j ACCEPT
-A INPUT -i lo -j ACCEPT
-A INPUT -p tcp -m state --state NEW -m tcp --dport 443 -j ACCEPT
-A INPUT -j REJECT --reject-with icmp-host-prohibited
COMMIT
RULES`,
    says: ['iptables -I INPUT -p tcp --dport 22 -j ACCEPT'],
  },
  {
    name: 'IPv6 only is rejected, and the client comes over IPv6',
    verdicts: ['server/firewall-rejects'],
    onceUp: 'ip6tables -A INPUT -p tcp --dport 22 -j REJECT --reject-with tcp-reset',
    options: { from: addresses.client6 },
  },
  {
    name: 'firewalld’s tables (reproduced): the zone rejects what it does not list',
    verdicts: ['server/firewall-rejects'],
    onceUp: nft(`table inet firewalld {
  chain filter_INPUT {
    type filter hook input priority filter + 10; policy accept;
    ct state { established, related } accept
    iifname "lo" accept
    ct state invalid drop
    jump filter_INPUT_ZONES
    reject with icmpx admin-prohibited
  }
  chain filter_INPUT_ZONES { iifname "lab0" goto filter_IN_public; goto filter_IN_public; }
  chain filter_IN_public { jump filter_IN_public_allow; meta l4proto { icmp, ipv6-icmp } accept; }
  chain filter_IN_public_allow { tcp dport 443 accept; }
}
`),
  },
  {
    name: 'CSF’s chains (reproduced): the address is in DENYIN',
    verdicts: ['server/banned'],
    onceUp: `iptables -N DENYIN; iptables -N LOCALINPUT; iptables -A INPUT ! -i lo -j LOCALINPUT
      iptables -A LOCALINPUT ! -i lo -j DENYIN; iptables -A DENYIN -s ${addresses.client4} ! -i lo -j DROP`,
  },
  {
    name: 'fail2ban has banned the address (its own nftables action)',
    verdicts: ['server/banned'],
    onceUp: `${fail2ban('')}
      fail2ban-client set sshd banip ${addresses.client4} >/dev/null
      for try in 1 2 3 4 5 6 7 8 9 10; do nft list ruleset | grep -q ${addresses.client4} && break; sleep 0.2; done`,
    says: ['jail sshd', `unban ${addresses.client4}`],
  },
  {
    name: 'fail2ban has counted failures in the log and banned the address (iptables action)',
    verdicts: ['server/banned'],
    onceUp: `${fail2ban('banaction = iptables-multiport')}
      for port in 1 2 3 4 5 6; do
        echo "$(date '+%b %d %H:%M:%S') server sshd[4711]: Invalid user admin from ${addresses.client4} port 4000$port" >> /var/log/auth.log
      done
      for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do iptables-save | grep -q ${addresses.client4} && break; sleep 0.5; done`,
    says: ['f2b-sshd'],
  },
  {
    name: 'sshguard’s set (reproduced) holds the network of the address',
    verdicts: ['server/banned'],
    onceUp: nft(`table ip sshguard {
  set attackers { type ipv4_addr; flags interval; elements = { 45.137.10.0/29 }; }
  chain blacklist { type filter hook input priority -10; ip saddr @attackers drop; }
}`),
  },
  {
    name: 'sshd’s own penalty is in the log (10.0)',
    login: null,
    system: 'trixie',
    verdicts: ['server/banned'],
    onceUp: `echo 'drop connection #0 from [${addresses.client4}]:41234 on [${addresses.server4}]:22 penalty: failed authentication' >> /var/log/auth.log`,
  },
  {
    name: 'sshd itself blocks the address after failed logins (10.0)',
    system: 'trixie',
    verdicts: ['server/banned'],
    options: { from: addresses.server4 },
    login: null,
    config: ['PerSourcePenalties authfail:60s min:1s'],
    onceUp: `for try in 1 2 3 4; do
        ssh-keygen -q -t ed25519 -N '' -f /tmp/key$try
        ssh -o BatchMode=yes -o StrictHostKeyChecking=no -i /tmp/key$try deploy@${addresses.server4} true 2>/dev/null || true
      done`,
    says: ['PerSourcePenalties'],
  },
  {
    name: 'a route throws the answers away, as a ban by fail2ban’s route action does',
    verdicts: ['server/banned'],
    userSees: ['server/banned'],
    onceUp: `ip route add blackhole ${addresses.client4}/32`,
  },
  {
    name: 'the OUTPUT chain lets no answer out',
    verdicts: ['server/firewall-drops'],
    onceUp: 'iptables -A OUTPUT -o lo -j ACCEPT; iptables -P OUTPUT DROP',
    says: ['iptables -I OUTPUT -p tcp --sport 22 -j ACCEPT'],
  },
  {
    name: 'iptables of the older kind drops the port (8.4)',
    system: 'bullseye',
    verdicts: ['server/firewall-drops'],
    onceUp: 'iptables-legacy -A INPUT -p tcp --dport 22 -j DROP',
  },
  {
    name: 'the port is redirected to one that nobody has',
    verdicts: ['server/firewall-rejects'],
    onceUp: 'iptables -t nat -A PREROUTING -p tcp --dport 22 -j REDIRECT --to-ports 2022',
    says: ['nobody listens'],
  },
  {
    name: 'a line of hosts.allow denies',
    verdicts: ['server/hosts-deny'],
    userSees: ['server/hosts-deny'],
    fault: 'echo "sshd: 45.137.10.1 : deny" > /etc/hosts.allow',
  },
  {
    name: 'hosts.deny holds ALL',
    verdicts: ['server/hosts-deny'],
    userSees: ['server/hosts-deny'],
    fault: 'echo "ALL: ALL" > /etc/hosts.deny',
  },
  {
    name: 'hosts.deny holds the network, and hosts.allow another address (8.4)',
    system: 'bullseye',
    verdicts: ['server/hosts-deny'],
    userSees: ['server/hosts-deny'],
    fault:
      'echo "sshd: 45.137.10.0/255.255.255.0" > /etc/hosts.deny; echo "sshd: 198.51.100.7" > /etc/hosts.allow',
  },
]
