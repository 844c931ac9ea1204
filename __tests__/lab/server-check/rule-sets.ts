/** One rule set; whether a connection of 45.137.10.1 to port 22 passes it is asked of the kernel, not declared. */
export interface RuleSet {
  readonly name: string
  /** Shell lines, after everything was flushed. */
  readonly set: string
}

const chain = (name: string, policy: string, rules: string, more = ''): RuleSet => ({
  name,
  set: `nft -f - <<'RULES'
table inet lab {
  ${more}
  chain input {
    type filter hook input priority filter; policy ${policy};
    ${rules}
  }
}
RULES`,
})

const nft = (name: string, tables: string): RuleSet => ({
  name,
  set: `nft -f - <<'RULES'\n${tables}\nRULES`,
})

const iptables = (name: string, ...rules: readonly string[]): RuleSet => ({
  name: `iptables: ${name}`,
  set: rules.map((rule) => `iptables ${rule}`).join('\n'),
})

/** Rule sets as administrators write them, and some that look like another verdict than they give. */
export const ruleSets: readonly RuleSet[] = [
  chain('no rule', 'accept', ''),
  chain('policy drop and no rule', 'drop', ''),
  chain('a range that holds the port', 'drop', 'tcp dport 20-25 accept'),
  chain('a range beside the port', 'drop', 'tcp dport 23-25 accept'),
  chain('another port is dropped', 'accept', 'tcp dport 2222 drop'),
  chain('all but some ports are dropped', 'accept', 'tcp dport != { 22, 80 } drop'),
  chain('all but the web is rejected', 'accept', 'tcp dport != { 80, 443 } reject with tcp reset'),
  chain('UDP alone is dropped', 'accept', 'udp dport 22 drop'),
  chain('established alone', 'drop', 'ct state established,related accept'),
  chain('new connections to the port', 'drop', 'ct state new tcp dport 22 accept'),
  chain('invalid ones are dropped', 'accept', 'ct state invalid drop'),
  chain('a set of states', 'accept', 'ct state { new, untracked } tcp dport 22 drop'),
  chain('a map of states', 'accept', 'ct state vmap { established : accept, new : drop }'),
  chain('loopback alone', 'drop', 'iifname "lo" accept'),
  chain('the interface by name', 'drop', 'iifname "lab*" tcp dport 22 accept'),
  chain('not the interface', 'accept', 'iifname != "lab0" drop'),
  chain('the network', 'drop', 'ip saddr 45.137.8.0/21 accept'),
  chain('another network', 'drop', 'ip saddr 45.137.0.0/21 accept'),
  chain('all but the network', 'accept', 'ip saddr != 45.137.10.0/28 drop'),
  chain('a range of addresses', 'accept', 'ip saddr 45.137.10.0-45.137.10.3 drop'),
  chain('IPv6 alone', 'drop', 'ip6 saddr ::/0 accept'),
  chain('IPv4 by family', 'drop', 'meta nfproto ipv4 accept'),
  chain('protocols in a set', 'accept', 'meta l4proto { tcp, udp } th dport 22 reject'),
  chain(
    'a named set',
    'accept',
    'ip saddr @bad drop',
    'set bad { type ipv4_addr; flags interval; elements = { 45.137.10.0/30, 198.51.100.1 }; }',
  ),
  chain(
    'a named set without it',
    'accept',
    'ip saddr @bad drop',
    'set bad { type ipv4_addr; elements = { 45.137.10.2, 45.137.10.11 }; }',
  ),
  chain(
    'a set of ports',
    'drop',
    'tcp dport @open accept',
    'set open { type inet_service; elements = { 22, 443 }; }',
  ),
  chain(
    'a named map',
    'accept',
    'tcp dport vmap @gate',
    'map gate { type inet_service : verdict; elements = { 22 : drop, 80 : accept }; }',
  ),
  chain('a map, with the port among others', 'accept', 'tcp dport vmap { 22 : drop, 80 : accept }'),
  chain('a map, with a policy behind it', 'drop', 'tcp dport vmap { 20 : drop, 22 : accept }'),
  chain(
    'a jump that returns',
    'accept',
    'jump side\n    tcp dport 22 reject',
    'chain side { tcp dport 22 return; drop; }',
  ),
  chain(
    'a goto that comes to its end',
    'drop',
    'goto side\n    accept',
    'chain side { tcp dport 80 accept; }',
  ),
  chain(
    'a limit that is not reached',
    'drop',
    'tcp dport 22 limit rate 100/second burst 20 packets accept',
  ),
  chain('over a limit', 'accept', 'tcp dport 22 limit rate over 100/second drop'),
  chain(
    'a new connection without SYN',
    'accept',
    'tcp flags & (fin|syn|rst|ack) != syn ct state new drop',
  ),
  chain('SYN', 'accept', 'tcp flags & (fin|syn|rst|ack) == syn tcp dport 22 counter drop'),
  chain(
    'bad flags',
    'accept',
    'tcp flags & (syn|rst) == syn|rst drop\n    tcp flags & (fin|psh|urg) == fin|psh|urg drop',
  ),
  chain('what is for this machine', 'drop', 'fib daddr type local tcp dport 22 accept'),
  chain('what is not for this machine', 'accept', 'fib daddr type { broadcast, multicast } drop'),
  chain(
    'counters, logs and comments',
    'accept',
    'tcp dport 22 counter log prefix "tcp dport 22 accept" level debug drop comment "allow ssh, accept"',
  ),
  chain(
    'a long set, which is printed on several lines',
    'accept',
    `ip saddr { ${Array.from({ length: 40 }, (_, index) => `45.137.10.${index + 1}`).join(', ')} } reject`,
  ),
  {
    name: 'two chains on the same hook: accept in the first does not help',
    set: `nft -f - <<'RULES'
table inet one {
  chain input { type filter hook input priority -10; tcp dport 22 accept; }
}
table ip two {
  chain input { type filter hook input priority 10; tcp dport 22 drop; }
}
RULES`,
  },
  {
    name: 'a chain before routing',
    set: `nft -f - <<'RULES'
table ip raw4 {
  chain early { type filter hook prerouting priority raw; tcp dport 22 drop; }
}
RULES`,
  },
  {
    name: 'a dormant table',
    set: `nft -f - <<'RULES'
table inet asleep {
  flags dormant;
  chain input { type filter hook input priority 0; policy drop; }
}
RULES`,
  },
  chain(
    'source and port together in a set',
    'drop',
    'ip saddr . tcp dport @open accept',
    'set open { type ipv4_addr . inet_service; elements = { 45.137.10.1 . 22, 10.0.0.1 . 80 }; }',
  ),
  chain(
    'source and port together, with networks and ranges',
    'accept',
    'ip saddr . tcp dport @shut drop',
    'set shut { type ipv4_addr . inet_service; flags interval; elements = { 45.137.10.0/24 . 20-25 }; }',
  ),
  chain(
    'a map of networks to chains',
    'accept',
    'ip saddr vmap @who\n    tcp dport 22 reject',
    'chain office { tcp dport 22 accept; }\n  map who { type ipv4_addr : verdict; flags interval; elements = { 45.137.10.0/24 : jump office }; }',
  ),
  chain('ports below one', 'accept', 'tcp dport < 1024 drop'),
  chain('the mask of an address', 'accept', 'ip saddr & 255.255.0.0 == 45.137.0.0 drop'),
  chain(
    'a mark is set, and then decides',
    'drop',
    'ip saddr 45.137.10.0/24 meta mark set 7\n    meta mark 7 tcp dport 22 accept',
  ),
  chain('a mark that nobody sets', 'accept', 'meta mark 0x1 drop'),
  chain('a family of another kind has no protocol here', 'drop', 'ip6 nexthdr tcp accept'),
  chain(
    'interfaces in a set',
    'drop',
    'iifname @wan tcp dport 22 accept',
    'set wan { type ifname; elements = { "eth0", "lab0" }; }',
  ),
  chain(
    'comments of elements that look like a map',
    'accept',
    'ip saddr @bad drop',
    'set bad { type ipv4_addr; elements = { 10.1.1.1 comment "x, y", 45.137.10.1 comment "a : b" }; }',
  ),
  nft(
    'the answer does not get out',
    `table inet out {
  chain output { type filter hook output priority 0; policy drop; tcp dport { 80, 443 } accept; }
}`,
  ),
  nft(
    'the answer gets out as established',
    `table inet out {
  chain output { type filter hook output priority 0; policy drop; ct state established,related accept; }
}`,
  ),
  nft(
    'the answer is rejected, which the client does not hear',
    `table inet out {
  chain output { type filter hook output priority 0; ip daddr 45.137.10.0/24 reject; }
}`,
  ),
  nft(
    'not tracked, and new ones alone are let in',
    `table inet early {
  chain pre { type filter hook prerouting priority raw; tcp dport 22 notrack; }
  chain in { type filter hook input priority 0; policy drop; ct state new accept; }
}`,
  ),
  nft(
    'a chain of the network card',
    `table netdev early {
  chain in { type filter hook ingress device "lab0" priority 0; policy accept; tcp dport 22 drop; }
}`,
  ),
  nft(
    'a redirect comes after mangle, whichever is listed first',
    `table ip n {
  chain pre { type nat hook prerouting priority dstnat; tcp dport 22 redirect to :2022; }
}
table ip m {
  chain in { type filter hook input priority 0; tcp dport 2022 drop; }
}`,
  ),
  {
    name: 'ipset: addresses with ports, and the port is another one',
    set: `ipset create pairs hash:ip,port; ipset add pairs 45.137.10.1,tcp:80
iptables -A INPUT -m set --match-set pairs src,dst -j DROP`,
  },
  {
    name: 'ipset: a network, and one in it that does not count',
    set: `ipset create nets hash:net; ipset add nets 45.137.0.0/16; ipset add nets 45.137.10.0/24 nomatch
iptables -A INPUT -m set --match-set nets src -j DROP`,
  },
  iptables('answers alone', '-P OUTPUT DROP', '-A OUTPUT -p tcp --sport 22 -j ACCEPT'),
  iptables(
    'connections of this machine alone',
    '-P OUTPUT DROP',
    '-A OUTPUT -p tcp --dport 22 -j ACCEPT',
  ),
  iptables('SYN and ACK of SYN and ACK', '-A INPUT -p tcp --tcp-flags SYN,ACK SYN -j DROP'),
  iptables(
    'marked before',
    '-t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 9',
    '-A INPUT -m mark --mark 9 -j DROP',
  ),
  iptables('policy', '-P INPUT DROP'),
  iptables(
    'several ports',
    '-A INPUT -p tcp -m multiport --dports 80,443,20:23 -j ACCEPT',
    '-A INPUT -j DROP',
  ),
  iptables('not this source', '-A INPUT ! -s 45.137.10.1 -p tcp --dport 22 -j DROP'),
  iptables(
    'this source',
    '-A INPUT -s 45.137.10.1/32 -p tcp --dport 22 -j REJECT --reject-with icmp-port-unreachable',
  ),
  iptables(
    'a chain of its own',
    '-N gate',
    '-A gate -p tcp --dport 22 -j RETURN',
    '-A gate -j DROP',
    '-A INPUT -j gate',
    '-A INPUT -p tcp -j REJECT --reject-with tcp-reset',
  ),
  iptables(
    'recent, as ufw limit has it',
    '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --set',
    '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 -j DROP',
  ),
  iptables(
    'too many connections',
    '-A INPUT -p tcp --syn --dport 22 -m connlimit --connlimit-above 3 -j REJECT',
  ),
  iptables('new without SYN', '-A INPUT -p tcp ! --syn -m state --state NEW -j DROP'),
  iptables(
    'a comment that lies',
    `-A INPUT -p tcp --dport 22 -m comment --comment 'allow -j ACCEPT ssh' -j DROP`,
  ),
  iptables(
    'addresses of a range',
    '-A INPUT -m iprange --src-range 45.137.10.1-45.137.10.9 -j DROP',
  ),
  iptables(
    'a redirect to a closed port',
    '-t nat -A PREROUTING -p tcp --dport 22 -j REDIRECT --to-ports 2022',
    '-A INPUT -p tcp --dport 2022 -j DROP',
  ),
  iptables('mangle drops', '-t mangle -A PREROUTING -p tcp --dport 22 -j DROP'),
  iptables(
    'for this machine',
    '-A INPUT -p tcp --dport 22 -m addrtype --dst-type LOCAL -j ACCEPT',
    '-A INPUT -j DROP',
  ),
  iptables('interface with a plus', '-A INPUT -i lab+ -p tcp --dport 22 -j DROP'),
  iptables('the other address of this machine', '-A INPUT -d 198.51.100.9 -j DROP'),
  {
    name: 'iptables of the older kind does not hide nftables',
    set: `iptables -A INPUT -p tcp --dport 22 -j ACCEPT
nft add table inet lab
nft 'add chain inet lab input { type filter hook input priority 5; policy accept; }'
nft add rule inet lab input tcp dport 22 reject`,
  },
  {
    name: 'ufw with its own rules, and nothing allowed',
    set: 'ufw --force reset >/dev/null; ufw --force enable >/dev/null',
  },
  {
    name: 'ufw with its own rules, and the network allowed',
    set: 'ufw --force reset >/dev/null; ufw allow from 45.137.10.0/24 to any port 22 proto tcp >/dev/null; ufw --force enable >/dev/null',
  },
]
