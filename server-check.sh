#!/bin/sh
# server-check.sh: why can nobody log in to this machine over SSH?
#
# Run it ON THE SERVER, by another way in (the provider's console, another account):
#     sh server-check.sh --port 22 --user deploy --from 203.0.113.7 --key-fingerprint SHA256:...
# Answers come in this order: the verdict, the evidence, the fix for this system, what could not be seen.
#
# What it does: it runs commands that only read (sshd -t, sshd -T, ssh-keygen -l, nft list, iptables-save, ls, df,
# systemctl show, journalctl, fail2ban-client banned) and reads /proc, /etc and the user's authorized_keys.
# What it does not do: it changes nothing, writes no file, opens no connection to the network, downloads and sends nothing.
# It reads no private key (`sshd -t` does, as sshd at each start), and prints no key and no password hash. As root it
# looks at three things of the user's line in /etc/shadow: whether the password begins with "!", and two dates.
# Fixes are printed, never run.
# Root sees most. An ordinary user may run it as well, and is told what could not be seen.
#
# Ids and titles are those of SSH Preflight's catalog. Plain POSIX sh and awk: dash, busybox, bash, ksh. It is one file
# because it must be one paste, and long because it walks the firewall's rules in order: that is the awk program below.
# Needs Linux for most of it. Exit status: 0 nothing found, 1 something found, 2 wrong option.
# (ksh93 itself keeps what commands print in files in /dev/shm or /tmp while it runs. The other shells write nothing.)

set -uf
LC_ALL=C PYTHONDONTWRITEBYTECODE=1
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export LC_ALL PYTHONDONTWRITEBYTECODE PATH
cd / || exit 2
TAB=$(printf '\t') NL='
'
# Each in turn, first things first: what keeps a connection from arriving, then what keeps a login from succeeding.
ORDER='not-installed config-invalid host-keys-missing service-stopped socket-activated port-differs loopback-only banned
firewall-drops firewall-rejects hosts-deny user-missing account-locked shell-missing user-not-allowed root-login-off
home-permissions selinux-context authorized-keys-missing authorized-keys-malformed key-not-listed disk-full'

title() {
  case $1 in
    (not-installed) say 'SSH server not installed' ;;
    (config-invalid) say 'SSH configuration has an error' ;;
    (host-keys-missing) say 'Host keys missing or unreadable' ;;
    (service-stopped) say 'SSH service stopped' ;;
    (socket-activated) say 'The socket of systemd decides the port' ;;
    (port-differs) say 'SSH listens on another port' ;;
    (loopback-only) say 'SSH listens on the machine itself alone' ;;
    (banned) say 'The address of this runner is banned' ;;
    (firewall-drops) say 'A firewall drops the connection' ;;
    (firewall-rejects) say 'A firewall rejects the connection' ;;
    (hosts-deny) say 'hosts.deny shuts the runner out' ;;
    (user-missing) say 'The user does not exist there' ;;
    (account-locked) say 'The account is locked or expired' ;;
    (shell-missing) say 'The login shell does not exist' ;;
    (user-not-allowed) say 'sshd does not let this user in' ;;
    (root-login-off) say 'Logins of root are switched off' ;;
    (home-permissions) say 'Home or .ssh can be written by others' ;;
    (selinux-context) say 'SELinux keeps sshd from authorized_keys' ;;
    (authorized-keys-missing) say 'No authorized_keys where sshd looks' ;;
    (authorized-keys-malformed) say 'A line of authorized_keys is broken' ;;
    (key-not-listed) say 'The key is not in authorized_keys' ;;
    (disk-full) say 'A disk of the server is full' ;;
  esac
}

# ---------------------------------------------------------------- small tools

say() { printf '%s\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }
root() { [ "$uid" = 0 ]; }
# Nothing may hang: a dead network disk or a daemon that does not answer costs two seconds at most.
if timeout 1 true 2>/dev/null; then quick() { timeout 2 "$@"; }; else quick() { "$@"; }; fi
# Printable ASCII on one line, cut: what comes from logs and file names must not move the terminal.
clean() {
  cleaned=$1
  case $1 in (*[!\ -~]*|?????????????????????????????????????????????????????????????????????????????????????????????????????*)
    cleaned=$(printf '%s' "$1" | tr '\n' ' ' | tr -c '\040-\176' '?' | cut -c 1-400) ;;
  esac
}
found_by_settings() { # what a Match block that could not be read may overrule is no verdict
  if [ "$match_unread" = no ]; then found "$@"; else note '!!' settings "$3 (a Match block may say otherwise)"; fi
}
found() { clean "$3"; FOUND=$FOUND$1$TAB$2$TAB$cleaned$NL; }    # id, proved/likely/possible, why
note() { clean "$3"; EVIDENCE=$EVIDENCE$1$TAB$2$TAB$cleaned$NL; } # ok, !! or --; area; text
unseen() { clean "$1"; UNSEEN=$UNSEEN$cleaned$NL; }
has_found() { case $NL$FOUND in (*"$NL$1$TAB"*) return 0 ;; esac; return 1; }
bad_option() { clean "$1"; say "server-check.sh: $cleaned" >&2; say 'Try: sh server-check.sh --help' >&2; exit 2; }
setting() { say "$settings" | awk -v k="$1" '$1 == k { sub(/^[^ ]+ */, ""); print }'; }  # lines of `sshd -T`
one() { one_value=$(setting "$1" | head -n 1); say "${one_value:-$2}"; }

one_line() { say "$1" | awk 'NF { printf "%s%s", (n++ ? ", " : ""), $0 }'; }

usage() {
  say 'Usage: sh server-check.sh [options]     (with sudo it sees more; it only reads)
  --port N               port that the client connects to (22)
  --user NAME            account that the client logs in to
  --from ADDRESS         address that the client comes from (IPv4 or IPv6)
  --key-fingerprint F    SHA256:... of the key that the client offers (ssh-keygen -lf KEY.pub)
  --json                 one JSON object instead of text
  --help'
}

read_options() {
  port=22 user='' from='' fingerprint='' json=no
  while [ $# -gt 0 ]; do
    case $1 in
      (--help|-h) usage; exit 0 ;;
      (--json) json=yes; shift; continue ;;
      (--port=*|--user=*|--from=*|--key-fingerprint=*) option=${1%%=*} value=${1#*=}; shift ;;
      (--port|--user|--from|--key-fingerprint)
        [ $# -gt 1 ] || bad_option "$1 needs a value"
        option=$1 value=$2; shift 2 ;;
      (*) bad_option "unknown option: $1" ;;
    esac
    case $option in
      (--port) port=$value ;;
      (--user) user=$value ;;
      (--from) from=$value ;;
      (--key-fingerprint) fingerprint=$value ;;
    esac
    [ -n "$value" ] || bad_option "$option needs a value"
  done
  case $port in (*[!0-9]*|0*|??????*) bad_option "--port is a number from 1 to 65535, not: $port" ;; esac
  [ "$port" -le 65535 ] || bad_option "--port is a number from 1 to 65535, not: $port"
  case $user in (-*|*[!A-Za-z0-9._@+\\\$-]*) bad_option "--user is not a login name: $user" ;; esac
  case $fingerprint in
    ('') ;;
    (SHA256:*) fingerprint=${fingerprint%=}; [ ${#fingerprint} = 50 ] || bad_option '--key-fingerprint has SHA256: and 43 characters' ;;
    (*) bad_option '--key-fingerprint begins with SHA256: (ssh-keygen -lf KEY.pub prints it)' ;;
  esac
  case $fingerprint in (*[!A-Za-z0-9:+/]*) bad_option '--key-fingerprint has a character that base64 has not' ;; esac
  [ -z "$from" ] || [ "$(awk "$NET"'BEGIN { print ok(ARGV[1]) }' "$from")" = 1 ] ||
    bad_option "--from is an IPv4 or IPv6 address, not: $from"
}

# ---------------------------------------------------------------- addresses, in awk

# Addresses as fixed-width hex digits: one comparison then serves IPv4 and IPv6, networks and ranges.
# shellcheck disable=SC2016 # $1 is awk's
NET='
function groups(a,   p, n, k, h) {
  if (a == "") return ""
  n = split(a, p, ":")
  for (k = 1; k <= n; k++) h = h substr("0000" p[k], length(p[k]) + 1)
  return h
}
function hex(a,   p, k, l, r) {
  a = tolower(a)
  if (a ~ /^::ffff:[0-9.]+$/) sub(/.*:/, "", a)
  if (a !~ /:/) return split(a, p, ".") == 4 ? sprintf("%02x%02x%02x%02x", p[1], p[2], p[3], p[4]) : ""
  k = index(a, "::")
  if (!k) return groups(a)
  l = groups(substr(a, 1, k - 1)); r = groups(substr(a, k + 2))
  while (length(l r) < 32) l = l "0"
  return l r
}
function ok(a,   p, k) {
  if (a ~ /:/) return a ~ /^[0-9a-fA-F:]+$/ && a !~ /:::|::.*::|[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]/ && length(hex(a)) == 32
  if (a !~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) return 0
  split(a, p, ".")
  for (k = 1; k <= 4; k++) if (p[k] > 255) return 0
  return 1
}
function digit(h, k) { return index("0123456789abcdef", substr(h, k, 1)) - 1 }
function bits(mask,   p, k, b, n) {          # 255.255.240.0 is 20
  split(mask, p, ".")
  for (k = 1; k <= 4; k++) for (b = 128; b >= 1 && p[k] >= b; b /= 2) { p[k] -= b; n++ }
  return n + 0
}
function inside(a, net,   p, n, h, r) {       # a: hex; net: address, address/prefix, address/mask, address-address
  if (net ~ /-/) { split(net, p, "-"); h = hex(p[1]); return length(h) == length(a) && a >= h && a <= hex(p[2]) }
  n = split(net, p, "/"); h = hex(p[1])
  if (h == "" || length(h) != length(a)) return 0
  n = n < 2 ? 4 * length(a) : p[2] ~ /\./ ? bits(p[2]) : p[2] + 0
  r = n % 4; n = int(n / 4)
  if (substr(a, 1, n) != substr(h, 1, n)) return 0
  p[1] = 8; p[2] = 4; p[3] = 2                # what the last bits of a digit are worth: no ^ in small awks
  return r == 0 || int(digit(a, n + 1) / p[r]) == int(digit(h, n + 1) / p[r])
}
function glob(text, pattern) {                # * and ? as sshd has them
  gsub(/[][\\.^$(){}+|]/, "\\\\&", pattern)
  gsub(/\*/, ".*", pattern); gsub(/\?/, ".", pattern)
  return text ~ ("^" pattern "$")
}
function is_private(a) {
  return inside(a, "10.0.0.0/8") || inside(a, "172.16.0.0/12") || inside(a, "192.168.0.0/16") || inside(a, "100.64.0.0/10") || inside(a, "169.254.0.0/16") || inside(a, "fc00::/7") || inside(a, "fe80::/10")
}
function is_loopback(a) { return inside(a, "127.0.0.0/8") || inside(a, "::1") }
'

# ---------------------------------------------------------------- the firewall's rules, in awk

# Walks the rules in order for one new TCP connection, as the kernel does. Input: iptables-save, ip6tables-save, ipset save
# and nft list ruleset, each behind a line "#source ...". Rules of iptables are first put into nftables' words.
# A condition that it does not know makes the rule "not judged": it is passed over, and the answer is no longer certain.
# Output, tab separated: verdict (accept, drop, reject, elsewhere), sure or unsure, table, chain, the rule, port after redirects.
# shellcheck disable=SC2016 # $ is awk's
WALK=$NET'
function one(kind, v) {                       # does this one value fit the connection? 1, 0, or -1 for unknown
  if (kind == "port") { n_ = split(v, r_, "-"); return n_ == 2 ? PORT >= r_[1] + 0 && PORT <= r_[2] + 0 : v == PORT || (v == "ssh" && PORT == 22) }
  if (kind == "saddr") {
    if (v ~ /^(0\.0\.0\.0|::)\/0$/) return 1
    if (FROM == "") return v ~ /^(127|10|192\.168|169\.254|22[4-9]|2[3-5][0-9])\./ ? 0 : -1
    return inside(FROM, v)
  }
  if (kind == "daddr") {
    n_ = split(LOCAL, r_, " ")
    for (k_ = 1; k_ <= n_; k_++) if (inside(hex(r_[k_]), v)) return n_ == 1 ? 1 : -1
    return n_ ? 0 : -1
  }
  if (kind == "iface") {
    if (v == "lo") return 0
    if (IFACE == "") return -1
    return substr(v, length(v)) == "*" ? index(IFACE, substr(v, 1, length(v) - 1)) == 1 : v == IFACE
  }
  if (kind == "state") return v == "new" || v == "0x8"
  if (kind == "proto") return v == "tcp" || v == "6" || v == "all"
  if (kind == "family") return v == (FAMILY == 4 ? "ipv4" : "ipv6") || v == (FAMILY == 4 ? "ip" : "ip6")
  if (kind == "where") return v == "local" || v == "LOCAL"
  if (kind == "cast") return v == "host" || v == "unicast"
  return -1
}
function either(a, b) { return a == 1 || b == 1 ? 1 : a < 0 || b < 0 ? -1 : 0 }
function in_set(kind, tab, set,   k, hit) {
  if (!((tab, set) in SET)) return -1
  if (kind == "saddr") {
    if (FROM == "") return SIZE[tab, set] ? -1 : 0
    if ((tab, set, FROM) in EXACT) return 1
    for (k = 1; k <= NETS[tab, set]; k++) if (inside(FROM, NETOF[tab, set, k])) return 1
    return 0
  }
  for (k = 1; k <= SIZE[tab, set]; k++) hit = either(hit, one(kind, ELEMENT[tab, set, k]))
  return hit + 0
}
function test(kind, tab,   neg, hit, k, acts) {  # reads the operand at T[I]; a miss clears MATCH, an unknown sets MAYBE
  if (T[I] == "vmap") return vmap(kind, tab)
  if (T[I] == "!=") { neg = 1; I++ } else if (T[I] == "==") I++
  if (T[I] == "{") {
    for (I++; I <= N && T[I] != "}"; I++) if (T[I] != ",") hit = either(hit, one(kind, T[I]))
    I++
  } else if (T[I] ~ /^@/) hit = in_set(kind, tab, substr(T[I++], 2))
  else for (hit = one(kind, T[I++]); T[I] == ","; I += 2) hit = either(hit, one(kind, T[I + 1]))
  if (hit < 0) MAYBE = 1; else if ((hit ? 1 : 0) == neg + 0) MATCH = 0
}
function vmap(kind, tab,   hit, key, act, k, n, items, p) {
  if (T[++I] ~ /^@/) { items = MAPTEXT[tab, substr(T[I++], 2)] }
  else { for (I++; I <= N && T[I] != "}"; I++) items = items " " T[I]; I++ }
  n = split(items, p, ",")
  for (k = 1; k <= n; k++) {
    key = act = p[k]; sub(/ : .*/, "", key); sub(/.* : /, "", act); sub(/ +$/, "", act); sub(/^ +/, "", key); sub(/ .*/, "", key)
    hit = one(kind, key)
    if (hit == 1) { ACTION = act; return }
    if (hit < 0) MAYBE = 1
  }
  MATCH = 0
}
function is_flags(w) { gsub(/fin|syn|rst|psh|ack|urg|ecn|cwr|0x[0-9a-f]+|[&|()=!\/,]/, "", w); return w == "" }
function judge(tab, text,   w, flags) {      # what one rule does with the connection: accept, drop, jump X ... or nothing
  N = split(text, T, " "); I = 1; MATCH = 1; MAYBE = 0; ACTION = ""
  while (I <= N && MATCH && ACTION == "") {
    w = T[I++]
    if (w == "meta" && T[I] ~ /^(iif|iifname|oif|oifname|l4proto|nfproto|protocol|pkttype)$/) w = T[I++]
    if ((w == "tcp" || w == "th") && T[I] == "dport") { I++; if (T[I] == ".") MAYBE = I = N + 1; else test("port", tab) }
    else if (w == "tcp" && T[I] == "sport") { I++; if (T[I] ~ /^(1024|32768)-/) I++; else { MAYBE = 1; I = N + 1 } }
    else if (w == "tcp" && T[I] == "flags") {   # a new connection carries SYN and nothing else
      for (flags = ""; ++I <= N && is_flags(T[I]);) flags = flags T[I]
      w = flags ~ /!/; sub(/.*[!=]=/, "", flags); sub(/\/.*/, "", flags); sub(/^!/, "", flags)
      if ((flags == "syn") == w) MATCH = 0
    }
    else if (w ~ /^ip6?$/ && T[I] ~ /^[sd]addr$/) {
      if (w != (FAMILY == 4 ? "ip" : "ip6")) MATCH = 0
      else if (T[I + 1] == ".") { MAYBE = 1; I = N + 1 }
      else { w = T[I++]; test(w, tab) }
    }
    else if (w ~ /^(iif|iifname)$/) test("iface", tab)
    else if (w ~ /^(oif|oifname)$/) MATCH = 0
    else if (w == "ct" && T[I] == "state") { I++; test("state", tab) }
    else if (w == "ct" && T[I] == "count") { MATCH = 0 }
    else if (w == "l4proto") test("proto", tab)
    else if (w ~ /^ip6?$/ && T[I] ~ /^(protocol|nexthdr)$/) { I++; test("proto", tab) }
    else if (w == "nfproto" || w == "protocol") test("family", tab)
    else if (w == "pkttype") test("cast", tab)
    else if (w == "fib") {
      if (T[I] == "daddr" && text ~ / type /) { while (T[I++] != "type"); test("where", tab) } else MATCH = 0
    }
    else if (w == "counter") { if (T[I] == "packets") I += 4 }
    else if (w == "log") while (T[I] ~ /^(level|group|flags|snaplen|queue-threshold)$/) I += 2
    else if (w == "limit") { if (T[I + 1] == "over") MATCH = 0; else { I += 2; if (T[I] ~ /bytes/) I++; if (T[I] == "burst") I += 3 } }
    else if (w ~ /^(add|update)$/) { if (text ~ / over /) MATCH = 0; while (I <= N && T[I++] != "}"); }
    else if (w ~ /^(udp|udplite|icmp|icmpv6|sctp|dccp|igmp|esp|ah|arp|false)$/) MATCH = 0
    else if (w ~ /^(accept|drop|return|queue|reject)$/) ACTION = w
    else if (w ~ /^(jump|goto)$/) ACTION = w " " T[I++]
    else if (w == "redirect" || w == "dnat") { ACTION = w; for (; I <= N; I++) if (T[I] != "to") ACTION = ACTION " " T[I] }
    else if (w !~ /^(true|continue|notrack)$/) { MAYBE = 1; while (I <= N && T[I] !~ /^(accept|drop|reject|jump|goto|return)$/) I++ }
  }
  if (!MATCH || ACTION == "") return ""
  if (MAYBE) { UNSURE = 1; if (SKIPPED == "") SKIPPED = text; return "" }
  return ACTION
}
function walk(tab, chain, depth,   k, act, p, out) {
  for (k = 1; depth < 20 && k <= COUNT[tab, chain]; k++) {
    act = judge(tab, RULE[tab, chain, k])
    if (act == "" || act == "queue") continue
    if (act == "return") return ""
    split(act, p, " ")
    if (p[1] == "jump" || p[1] == "goto") {
      out = walk(tab, p[2], depth + 1)
      if (out != "") return out
      if (p[1] == "goto") return ""
    } else { CHAIN = chain; TEXT = ORIGINAL[tab, chain, k]; return act }
  }
  return ""
}
function from_iptables(   k, w, neg, out, recent, x) {   # one -A line, already in T[1..N]; gives nftables words
  out = ""; recent = ""
  for (k = 3; k <= N; k++) {
    neg = ""
    if (T[k] == "!") { neg = " !="; k++ }
    w = T[k]; x = T[k + 1]
    if (w == "-j" || w == "-g") {
      if (recent != "") out = out " " recent
      if (x ~ /^(ACCEPT|DROP|RETURN|REJECT)$/) return out " " tolower(x)
      if (x == "TARPIT" || x == "STEAL") return out " drop"
      if (x == "NFQUEUE") return out " queue"
      if (x == "REDIRECT") return out " redirect to :" T[k + 3]
      if (x == "DNAT") return out " dnat to " T[k + 3]
      return (TABLE, x) in DECLARED ? out (w == "-j" ? " jump " : " goto ") x : out
    }
    if (w == "--syn") { out = out (neg ? " false" : " true"); continue }
    if (w == "--set" || w == "--rsource" || w == "--rdest" || w == "--reap" || w == "--rttl") continue
    if (w == "--update" || w == "--rcheck") { recent = "unknown"; continue }
    if (w == "--tcp-flags") { out = out ((T[k + 2] == "SYN") == (neg == "") ? " true" : " false"); k += 2; continue }
    if (w == "--match-set") { out = out (T[k + 2] ~ /^src/ ? " " IP " saddr" neg " @" x : " unknown"); k += 2; continue }
    k++
    if (w == "-m" || w ~ /^--(limit|limit-burst|name|mask|seconds|hashlimit-(burst|mode|name|srcmask|htable.*)|connlimit-mask)$/) continue
    if (w == "--hitcount") recent = "false"                # a rate: a first connection does not reach it
    else if (w == "-p") out = out " meta l4proto" neg " " x
    else if (w == "-s" || w == "--src-range") out = out " " IP " saddr" neg " " x
    else if (w == "-d") out = out " " IP " daddr" neg " " x
    else if (w == "-i") { sub(/\+$/, "*", x); out = out " iifname" neg " " x }
    else if (w == "-o") out = out " false"
    else if (w ~ /^--(dport|dports|ports)$/) { gsub(/:/, "-", x); gsub(/,/, " , ", x); out = out " tcp dport" neg " { " x " }" }
    else if (w ~ /^--sports?$/) { gsub(/:/, "-", x); out = out " tcp sport" neg " " x }
    else if (w ~ /^--(ctstate|state)$/) { gsub(/,/, " , ", x); out = out " ct state" neg " { " tolower(x) " }" }
    else if (w == "--dst-type") out = out " fib daddr type" neg " " x
    else if (w == "--pkt-type") out = out " meta pkttype" neg " " x
    else if (w ~ /^--(icmp|icmpv6)-type$/ || w ~ /-above$/) out = out " false"
    else if (w !~ /-upto$/) out = out " unknown"
  }
  return out
}
function add_rule(tab, chain, text, original) {
  RULE[tab, chain, ++COUNT[tab, chain]] = text; ORIGINAL[tab, chain, COUNT[tab, chain]] = original
}
function add_base(tab, chain, hook) { BASE[++BASES] = tab SUBSEP chain; HOOK[BASES] = hook; POLICY[tab, chain] = "accept" }
function add_element(tab, set, e) {
  ELEMENT[tab, set, ++SIZE[tab, set]] = e
  if (e ~ /[\/-]/) NETOF[tab, set, ++NETS[tab, set]] = e; else if (e ~ /[.:]/) EXACT[tab, set, hex(e)] = 1
}
function add_elements(tab, set, text,   p, n, k) {
  MAPTEXT[tab, set] = text; n = split(text, p, ",")
  for (k = 1; k <= n; k++) { sub(/^ +/, "", p[k]); if (p[k] ~ / \. /) delete SET[tab, set]; sub(/ .*/, "", p[k]); if (p[k] != "") add_element(tab, set, p[k]) }
}
$1 == "#source" { SOURCE = $2; IP = $3; OLDER = $4; TABLE = ""; CHAINNAME = ""; BLOCK = ""; next }
SOURCE == "ipset" && $1 == "create" { SETNAMES[$2] = 1; next }
SOURCE == "ipset" && $1 == "add" { SETLIST[$2] = SETLIST[$2] "," $3; next }
SOURCE == "iptables" && /^\*/ { TABLE = IP " " substr($1, 2) (OLDER ? " (legacy)" : ""); SEEN[TABLE] = 1; next }
SOURCE == "iptables" && /^:/ {
  CHAINNAME = substr($1, 2); DECLARED[TABLE, CHAINNAME] = 1
  if (CHAINNAME ~ /^(PREROUTING|INPUT)$/) { add_base(TABLE, CHAINNAME, CHAINNAME == "INPUT" ? "input" : "prerouting"); POLICY[TABLE, CHAINNAME] = tolower($2) }
  next
}
SOURCE == "iptables" && $1 == "-A" {
  ORIG = $0; gsub(/--(comment|log-prefix|nflog-prefix|reject-with) ("[^"]*"|[^ ]+)/, ""); gsub(/-m comment/, ""); gsub(/"/, "")
  N = split($0, T, " "); CHAINNAME = T[2]; add_rule(TABLE, CHAINNAME, from_iptables(), ORIG); next
}
SOURCE == "nft" {
  LINE = LINE $0
  if (LINE ~ /,$/) next                                  # long sets are wrapped
  $0 = LINE; LINE = ""; gsub(/^[ \t]+|[ \t]+$/, ""); gsub(/[ \t]+/, " ")
  if ($0 == "" || /^#/) next
  if ($1 == "table") { TABLE = $2 " " $3; BLOCK = ""; next }
  if ($0 == "}") { BLOCK = ""; next }
  if (BLOCK == "" && $1 == "flags" && /dormant/) { DORMANT[TABLE] = 1; next }
  if (BLOCK == "" && /\{$/) { BLOCK = $1; CHAINNAME = $2; if ($1 ~ /^(set|map)$/) SET[TABLE, $2] = 1; next }
  if (BLOCK ~ /^(set|map)$/) { if ($1 == "elements") { sub(/^[^{]*\{/, ""); sub(/\}[^}]*$/, ""); add_elements(TABLE, CHAINNAME, $0) } next }
  if (BLOCK != "chain" || TABLE in SEEN) next            # iptables has already told of those tables
  if ($1 == "type" && / hook /) {
    if ($4 ~ /^(input|prerouting)$/ && TABLE !~ /^(arp|bridge|netdev) /) {
      add_base(TABLE, CHAINNAME, $4); if (/policy drop/) POLICY[TABLE, CHAINNAME] = "drop"
    }
    next
  }
  ORIG = $0; gsub(/(comment|prefix) "[^"]*"/, ""); gsub(/"/, ""); gsub(/[{},]/, " & "); add_rule(TABLE, CHAINNAME, $0, ORIG)
}
END {
  for (b = 1; b <= BASES; b++) for (s in SETNAMES) { split(BASE[b], p, SUBSEP); if (!((p[1], s) in SET)) { SET[p[1], s] = 1; add_elements(p[1], s, SETLIST[s]) } }
  FAMILY = length(FROM) == 32 ? 6 : 4
  for (h = 1; h <= 2; h++) for (b = 1; b <= BASES; b++) {
    if (HOOK[b] != (h == 1 ? "prerouting" : "input")) continue
    split(BASE[b], p, SUBSEP); split(p[1], f, " ")
    if ((p[1] in DORMANT) || f[1] == (FAMILY == 4 ? "ip6" : "ip")) continue
    CHAIN = p[2]; TEXT = "policy " POLICY[p[1], p[2]]
    act = walk(p[1], p[2], 0); if (act == "") act = POLICY[p[1], p[2]]
    split(act, a, " ")
    if (a[1] == "redirect") { sub(/.*:/, "", a[2]); PORT = a[2] + 0; REDIRECTED = p[1] " " CHAIN ": " TEXT }
    else if (a[1] == "dnat") { verdict = "elsewhere"; break }
    else if (act == "drop" || act == "reject") { verdict = act; break }
    ACCEPTED = p[1] "\t" CHAIN "\t" TEXT
    if (verdict != "") break
  }
  if (verdict == "") { verdict = "accept"; split(ACCEPTED "\t\t", q, "\t"); p[1] = q[1]; CHAIN = q[2]; TEXT = q[3] }
  print verdict "\t" (UNSURE ? "unsure" : "sure") "\t" p[1] "\t" CHAIN "\t" TEXT "\t" PORT "\t" SKIPPED "\t" p[2]
}'

# ---------------------------------------------------------------- the system

look_at_system() {
  uid=$(id -u); FOUND='' EVIDENCE='' UNSEEN=''
  sudo=$(root || say 'sudo ')
  system=$(awk -F= '$1 == "PRETTY_NAME" { gsub(/"/, "", $2); print $2; exit }' /etc/os-release 2>/dev/null)
  clean "${system:-$(uname -sr)}"; system=$cleaned
  manager=none
  for each in apt-get dnf yum zypper apk pacman opkg pkg; do
    if has $each; then manager=$each; break; fi
  done
  init=none
  if [ -d /run/systemd/system ]; then init=systemd
  elif [ -d /run/openrc ]; then init=openrc
  elif [ -d /run/runit ]; then init=runit
  elif [ -x /etc/init.d/ssh ] || [ -x /etc/init.d/sshd ] || [ -x /etc/init.d/dropbear ]; then init=sysvinit
  fi
  note -- system "$system, started by $init, packages by $manager; looking as $(id -un 2>/dev/null || say "$uid")"
  root || unseen 'Run as an ordinary user: firewall rules, bans, the files of others and some logs stay closed. With sudo it sees them.'
}

package_state() { # what the package manager says of the SSH server
  case $manager in
    (apt-get) dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' openssh-server 2>/dev/null ;;
    (dnf|yum|zypper) rpm -q openssh-server 2>/dev/null ;;
    (apk) apk info -e openssh-server openssh dropbear 2>/dev/null ;;
    (pacman) pacman -Q openssh 2>/dev/null ;;
    (opkg) opkg status dropbear openssh-server 2>/dev/null | awk '$1 == "Package:"' ;;
  esac | head -n 1
}

look_at_program() {
  sshd='' server=none version=''
  for each in /usr/sbin/sshd /usr/local/sbin/sshd /sbin/sshd /usr/bin/sshd; do
    if [ -f $each ] && [ -x $each ]; then sshd=$each server=openssh; break; fi
  done
  # Dropbear counts where it is set up as a service: its programs alone may be there to unlock a disk at boot.
  if [ $server = none ] && has dropbear && { [ -x /etc/init.d/dropbear ] || [ -f /lib/systemd/system/dropbear.service ] || pidof dropbear >/dev/null; }; then server=dropbear; fi
  package=$(package_state)
  if [ $server = openssh ]; then
    version=$(quick "$sshd" -V 2>&1 | awk 'match($0, /OpenSSH_[^ ,]+/) { print substr($0, RSTART, RLENGTH); exit }')
    note ok program "$sshd ${version:-OpenSSH}${package:+, package: $package}"
  elif [ $server = dropbear ]; then
    note ok program "Dropbear at $(command -v dropbear)"
    unseen 'Dropbear has no test of its configuration: its settings were not judged.'
  else
    note '!!' program "no sshd and no dropbear in the usual folders${package:+; the package manager says: $package}"
    found not-installed proved "No sshd in /usr/sbin, /usr/local/sbin, /sbin or /usr/bin, and no Dropbear that is set up${package:+, though the package manager lists $package}."
  fi
}

# ---------------------------------------------------------------- is it running, and where does it listen

look_at_processes() { # the listeners alone: one process more serves each open session
  daemons='' daemon_line='' our_network=$(readlink /proc/self/ns/net)
  set +f
  for each in /proc/[0-9]*; do
    set -f; name=''
    read -r name 2>/dev/null <"$each/comm" || continue
    case $name in
      (sshd|dropbear)
        # Those in containers have a network of their own (only root sees which).
        network=$(readlink "$each/ns/net" 2>/dev/null); [ "${network:-$our_network}" = "$our_network" ] || continue
        line=$(tr '\000' ' ' 2>/dev/null <"$each/cmdline")
        case $line in (*'[listener]'*|/*|sshd\ -*|dropbear*) daemons="$daemons ${each#/proc/}" daemon_line=$line ;; esac ;;
    esac
  done
  set -f
  config_file=$(say "$daemon_line" | awk '{ for (k = 1; k < NF; k++) if ($k == "-f") print $(k + 1) }' | head -n 1)
}

look_at_service() {
  unit=sshd socket='' socket_listen='' service_state='' masked=no
  [ ! -f /lib/systemd/system/ssh.service ] && [ ! -x /etc/init.d/ssh ] || unit=ssh
  if [ $init = systemd ]; then
    # One block of properties for each unit, an empty line between: here `unit property value` on each line.
    units=$(quick systemctl show ssh.service ssh.socket sshd.service sshd.socket -p Id -p LoadState -p ActiveState -p SubState -p UnitFileState -p Result -p Listen 2>/dev/null |
      awk 'function out(  k) { for (k = 1; k <= n; k++) print id, b[k]; n = 0; id = "" }
        $0 == "" { out(); next } /^Id=/ { id = substr($0, 4); next } { sub(/=/, " "); b[++n] = $0 } END { out() }')
    show() { say "$units" | awk -v u="$1" -v k="$2" '$1 == u && $2 == k { print $3 }'; }
    for each in ssh sshd; do
      load=$(show $each.service LoadState)
      case $load in
        (loaded|masked)
          unit=$each
          service_state="$each.service is $(show $each.service ActiveState) ($(show $each.service SubState)), $(show $each.service UnitFileState), result: $(show $each.service Result)"
          [ "$load" = loaded ] || masked=yes ;;
      esac
      case $(show $each.socket ActiveState) in
        (active) unit=$each socket=$each.socket; socket_listen=$(show "$socket" Listen | tr '\n' ' '); break ;;
        (failed) service_state="$service_state; $each.socket has failed: $(show $each.socket Result)" ;;
      esac
    done
    note -- service "${service_state:-systemd knows no ssh.service and no sshd.service}${socket:+; $socket is active and listens on $socket_listen}"
  fi
  if [ -n "$daemons" ]; then note ok process "the SSH server runs as process$daemons: $daemon_line"
  elif [ -n "$socket" ]; then note ok process "no sshd waits by itself: $socket starts one for each need"
  else note '!!' process 'no sshd and no dropbear is running'; fi
}

look_at_listeners() { # lines: address, port, inode. Everybody may read these two files.
  listening=$(awk "$NET"'
    function byte(h, k) { return 16 * digit(h, k) + digit(h, k + 1) }
    $4 == "0A" {
      split(tolower($2), p, ":"); a = ""
      if (length(p[1]) == 8) for (k = 7; k >= 1; k -= 2) a = a (k < 7 ? "." : "") byte(p[1], k)
      else {
        for (w = 1; w <= 32; w += 8) a = a (w > 1 ? ":" : "") substr(p[1], w + 6, 2) substr(p[1], w + 4, 2) ":" substr(p[1], w + 2, 2) substr(p[1], w, 2)
        if (a ~ /^[0:]+$/) a = "::"; else if (a ~ /^[0:]+1$/) a = "::1"
      }
      print a, byte(p[2], 1) * 256 + byte(p[2], 3), $10
    }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  [ -r /proc/net/tcp ] || unseen 'The listeners: /proc/net/tcp cannot be read here.'
  # Which of them belong to the SSH server: root can see whose sockets they are.
  inodes=''
  root && for each in $daemons ${socket:+1}; do
    inodes="$inodes $(quick ls -l "/proc/$each/fd" 2>/dev/null | awk 'match($0, /socket:\[[0-9]+/) { print substr($0, RSTART + 8, RLENGTH - 8) }' | tr '\n' ' ')"
  done
  mine=$(say "$listening" | awk -v l="$inodes" 'BEGIN { n = split(l, p, " "); for (k = 1; k <= n; k++) own[p[k]] = 1 } NF && $3 in own { print $1, $2 }' | sort -u)
  [ -z "$socket" ] || mine=$(say "$socket_listen" | awk '{ for (k = 1; k <= NF; k++) { a = p = $k; sub(/.*:/, "", p); if (a !~ /:/) a = "::"; else sub(/:[0-9]+$/, "", a); gsub(/[][]/, "", a); print a, p } }')
  # Without root: the ports that sshd is told to use and that somebody listens on.
  owner=seen
  if [ -z "$mine" ] && ! root && [ -n "$daemons" ]; then
    owner=guessed
    mine=$(say "$listening" | awk -v l="$(setting port | tr '\n' ' ')" 'BEGIN { n = split(l, p, " "); for (k = 1; k <= n; k++) own[p[k]] = 1 } $2 in own { print $1, $2 }' | sort -u)
    unseen 'Whose sockets the listeners are: only root sees that.'
  fi
  on_port=$(say "$mine" | awk -v p="$port" '$2 == p { print $1 }')
  ports=$(say "$mine" | awk 'NF && !s[$2]++ { print $2 }' | tr '\n' ' '); ports=${ports% }
  [ -z "$mine" ] || note ok listeners "the SSH server listens on $(say "$mine" | awk '{ printf "%s%s port %s", (NR > 1 ? ", " : ""), $1, $2 }')"
  others=$(say "$listening" | awk -v p="$port" '$2 == p { print $1 }' | tr '\n' ' ')
  [ -n "$on_port" ] || note '!!' listeners "port $port: ${others:+another program listens on }${others:-nobody listens}"
}

look_at_running() {
  config_port=$(setting port | tr '\n' ' '); config_port=${config_port% }
  if [ -z "$daemons$socket" ]; then
    [ $server = none ] || has_found config-invalid || has_found host-keys-missing ||
      found service-stopped proved "No process of the SSH server runs${service_state:+: $service_state}."
    return 0
  fi
  certainty=proved; [ $owner = seen ] || certainty=likely
  if [ -z "$on_port" ] && [ -n "$ports" ]; then
    case " $config_port " in
      (*" $port "*)
        if [ -n "$socket" ]; then
          found socket-activated $certainty "sshd_config says port $config_port, but $socket of systemd holds port $ports: port $port has nobody."
        else found port-differs $certainty "The SSH server listens on port $ports. Its configuration says $config_port by now: it was not restarted since."; fi ;;
      (*) found port-differs $certainty "The SSH server listens on port $ports, and the client uses port $port." ;;
    esac
  elif [ -n "$on_port" ]; then
    bound=$(say "$on_port" | tr '\n' ' '); bound=${bound% }
    kind=$(say "$on_port" | awk "$NET"'{ h = hex($1); if (is_loopback(h)) l = 1; else if ($1 ~ /^(0.0.0.0|::)$/ || !is_private(h)) o = 1; else p = 1 } END { print o ? "open" : p ? "private" : "loopback" }')
    public=$(say "$addresses" | awk "$NET"'{ for (k = 1; k <= NF; k++) if (!is_private(hex($k))) { print $k; exit } }')
    [ "$kind" != loopback ] ||
      found loopback-only $certainty "Port $port is bound to $bound alone, which only programs on this machine reach."
    [ "$kind" != private ] || [ -z "$public" ] ||
      found loopback-only likely "Port $port is bound to the private address $bound alone, while this machine also has $public."
  elif [ $owner = guessed ] || ! root; then
    unseen "Where the running SSH server listens. Nobody listens on port ${config_port:-22}, which the configuration names."
  else found service-stopped likely 'A process of the SSH server runs, but none listens.'; fi
}

# ---------------------------------------------------------------- configuration

read_files() { # the global part of sshd_config and of the files beside it, as `sshd -T` would print it; Match blocks are left out
  set +f
  awk 'FNR == 1 { off = 0 } tolower($1) == "match" { off = 1 } off || /^[ \t]*(#|$)/ { next }
    { k = tolower($1); sub(/^[ \t]*[^ \t=]+[ \t=]+/, ""); gsub(/"/, "") }
    k ~ /^(port|listenaddress|hostkey|allowusers|denyusers|allowgroups|denygroups)$/ || !seen[k]++ { print k, $0 }' \
    /etc/ssh/sshd_config.d/*.conf "${config_file:-/etc/ssh/sshd_config}" 2>/dev/null
  set -f
}

look_at_settings() { # what holds for this very user and address: Match blocks need all three
  settings='' settings_from='' match_unread=no
  [ $server = openssh ] || return 0
  spec="user=${user:-nobody},host=${from:-runner.invalid},addr=${from:-203.0.113.1}"
  for each in -T -G; do
    settings=$(quick "$sshd" ${config_file:+-f "$config_file"} $each -C "$spec" 2>/dev/null | awk '{ $1 = tolower($1); print }') || settings=''
    case $NL$settings in (*"${NL}port "*) settings_from="sshd $each -C $spec"; break ;; esac
  done
  if [ -z "$settings_from" ]; then
    settings=$(read_files) settings_from='the files alone'
    set +f; grep -qsi '^[[:space:]]*match[[:space:]]' "${config_file:-/etc/ssh/sshd_config}" /etc/ssh/sshd_config.d/*.conf && match_unread=yes; set -f
    unseen 'The settings for this user and address: sshd -T did not answer, so sshd_config was read without its Match blocks.'
  fi
  case $NL$settings in (*"${NL}port "*) ;; (*) settings="port 22$NL$settings" ;; esac
  note -- settings "$settings_from: port $(setting port | tr '\n' ' ')permitrootlogin $(one permitrootlogin prohibit-password), pubkeyauthentication $(one pubkeyauthentication yes), authenticationmethods $(one authenticationmethods any), authorizedkeysfile $(one authorizedkeysfile '.ssh/authorized_keys .ssh/authorized_keys2')"
  [ "$(one pubkeyauthentication yes)" = yes ] || note '!!' settings 'pubkeyauthentication no: every key is refused (auth/publickey-disabled)'
  case $(one authenticationmethods any) in (any|publickey) ;; (*) note '!!' settings "authenticationmethods $(one authenticationmethods any): a key alone may not be enough (auth/second-factor)" ;; esac
}

look_at_config() { # what sshd itself says of its configuration and host keys
  [ $server = openssh ] || return 0
  test_text=$(quick "$sshd" ${config_file:+-f "$config_file"} -t 2>&1); test_code=$?
  [ $test_code = 124 ] && { unseen 'sshd -t gave no answer within two seconds.'; return 0; }
  config_text=$(say "$test_text" | grep -iE 'line [0-9]+|bad configuration|configuration option|unsupported|directive|terminating|No such file or directory.*sshd_config|sshd_config.*(No such|denied)' | grep -viE 'deprecated|host ?key|load' | head -n 2 | tr '\n' ' ')
  case $test_text in
    (*sshd_config*'ermission denied'*) unseen "The configuration: only root may read it."; config_text='' ;;
  esac
  if [ $test_code != 0 ] && [ -n "$config_text" ]; then
    note '!!' config "sshd -t: $config_text"
    # One that runs goes on with what it read at its start: the fault waits for the next restart.
    if [ -n "$daemons" ]; then found config-invalid possible "sshd -t: $config_text - the running sshd started before that, and will not start again."
    else found config-invalid proved "sshd -t: $config_text"; fi
  elif [ $test_code = 0 ]; then note ok config 'sshd -t finds no fault'
  fi
  case $test_text in
    (*'rivilege separation directory'*)
      note '!!' config 'the folder /run/sshd is missing; it is made when the service starts'
      [ -z "$daemons" ] || found config-invalid likely 'sshd runs without its folder /run/sshd, and closes each connection for that.' ;;
  esac
}

look_at_host_keys() { # names and modes alone; the keys are not read
  [ $server = openssh ] || return 0
  usable='' faults=''
  list=$(setting hostkey); list=${list:-/etc/ssh/ssh_host_rsa_key$NL/etc/ssh/ssh_host_ecdsa_key$NL/etc/ssh/ssh_host_ed25519_key}
  IFS=$NL
  for each in $list; do
    if [ ! -e "$each" ]; then faults="$faults$each is missing; "
    elif [ ! -s "$each" ]; then faults="$faults$each is empty; "
    else
      # shellcheck disable=SC2012 # ls -n prints mode and owner everywhere, and the names are sshd's own
      state=$(ls -lnL "$each" 2>/dev/null | awk '{ print substr($1, 1, 10), $3 }')
      case $state in
        (-???------' '*|-???r-----' '*) usable="$usable $each" ;;   # 0640: root and ssh_keys on Red Hat
        (*' 0') faults="$faults$each may be read by others (${state% *}); " ;;
        (*) usable="$usable $each" ;;
      esac
    fi
  done
  unset IFS
  case $test_text in
    (*'no hostkeys available'*) if root && [ -n "$usable" ]; then faults="${faults}sshd -t can load none of:$usable; " usable=''; fi ;;
  esac
  if [ -z "$usable" ]; then
    note '!!' 'host keys' "$faults"
    found host-keys-missing proved "sshd has no host key that it may use: $faults"
  else note ok 'host keys' "$(say "$usable" | awk '{ print NF }') usable${faults:+; $faults}"; fi
}

# ---------------------------------------------------------------- firewall and bans

read_rules() {
  if has ipset; then say '#source ipset'; quick ipset save 2>/dev/null; fi
  for each in iptables ip6tables; do
    case $each in (ip6*) say '#source iptables ip6' ;; (*) say '#source iptables ip' ;; esac
    if has $each-nft-save; then quick $each-nft-save 2>/dev/null || say "#failed $each-nft-save"
    elif has $each-save; then quick $each-save 2>/dev/null || say "#failed $each-save"; fi
    # The older half of iptables is asked only where it is in use: asking would load its modules.
    if has $each-legacy-save && [ -s "/proc/net/${each%tables}_tables_names" ]; then
      case $each in (ip6*) say '#source iptables ip6 legacy' ;; (*) say '#source iptables ip legacy' ;; esac
      quick $each-legacy-save 2>/dev/null
    fi
  done
  if has nft; then say '#source nft'; quick nft list ruleset 2>/dev/null || say '#failed nft list ruleset'; fi
}

look_at_firewall() {
  front=''
  grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf && front=ufw
  { [ -d /etc/csf ] && has csf; } && front=csf
  { [ -d /run/firewalld ] || pidof firewalld >/dev/null 2>&1; } && front=firewalld
  if ! root; then unseen "The rules of the firewall: only root may list them.${front:+ $front is switched on here.}"; return 0; fi
  has nft || has iptables-save || { note -- firewall 'neither nft nor iptables is installed'; unseen 'Firewall rules that were set without nft and iptables.'; return 0; }
  rule_text=$(read_rules)
  device=$(quick ip route get "${from:-203.0.113.1}" 2>/dev/null | awk '{ for (k = 1; k < NF; k++) if ($k == "dev") { print $(k + 1); exit } }')
  # Where SSH really is, when the client knocks at the wrong port: the rules for the wrong one do not matter.
  wall_port=$port; if has_found port-differs; then wall_port=${ports%% *}; fi
  walked=$(say "$rule_text" | awk -v PORT="$wall_port" -v FROMTEXT="$from" -v IFACE="$device" -v LOCAL="$same_family" "BEGIN { FROM = hex(FROMTEXT) } $WALK")
  field() { say "$walked" | cut -f "$1"; }
  verdict=$(field 1) table=$(field 3) chain=$(field 4) rule=$(field 5) base=$(field 8)
  place="table $table, chain $chain: $rule"; [ -n "$table" ] || place='no rules'
  failed=$(say "$rule_text" | awk '$1 == "#failed" { sub(/^#failed /, ""); printf "%s%s", (n++ ? ", " : ""), $0 }')
  [ -z "$failed" ] || unseen "Some rules of the firewall: $failed gave no answer."
  certainty=proved; [ "$(field 2)" = sure ] || certainty=likely
  [ "$certainty" = proved ] || note -- firewall "passed over without judging: $(field 7)"
  [ "$(field 6)" = "$wall_port" ] || note -- firewall "port $wall_port is redirected to port $(field 6)"
  case $verdict in
    (accept) mark=ok; [ -z "$failed" ] || mark=--; note $mark firewall "port $wall_port${from:+ from $from} is let in ($place)${front:+; $front is on}"; return 0 ;;
    (elsewhere) note '!!' firewall "port $wall_port is forwarded to another machine or container: $place"; return 0 ;;
    (drop|reject) note '!!' firewall "port $wall_port${from:+ from $from}: $verdict, in $place" ;;
    (*) unseen 'The firewall: its rules could not be walked.'; return 0 ;;
  esac
  case "$table $chain $rule" in
    (*f2b-*|*fail2ban*|*sshguard*|*crowdsec*|*CROWDSEC*|*DENYIN*|*blocklist*|*denyhosts*)
      [ -z "$from" ] || { found banned $certainty "The firewall has $from on a list of bans: $place"; return 0; } ;;
  esac
  found "firewall-${verdict}s" $certainty "Port $wall_port${from:+ from $from}: $place"
}

look_at_bans() {
  if has fail2ban-client; then
    bans=$(quick fail2ban-client banned 2>/dev/null)
    case $bans in
      (\[*)
        in_jail=$(say "$bans" | awk -v a="$from" '{ n = split($0, p, /[{}]/); for (k = 1; k <= n; k++) if (a != "" && index(p[k], "\047" a "\047")) { split(p[k], q, "\047"); print q[2]; exit } }')
        if [ -n "$in_jail" ]; then
          note '!!' bans "fail2ban: $from is banned in the jail $in_jail"
          case $in_jail in (*ssh*|recidive*|*all*) has_found banned || found banned likely "fail2ban lists $from in its jail $in_jail." ;; esac
        else note ok bans "fail2ban: ${from:-the address} is in no jail${bans:+ ($(say "$bans" | awk '{ print gsub(/\047[0-9a-f]*[.:][0-9a-f.:]+\047/, "") }') banned in all)}"; fi ;;
      (*) if root; then note -- bans 'fail2ban is installed, and gives no answer (not running?)'; else unseen 'Bans of fail2ban: only root may list them.'; fi ;;
    esac
  fi
  [ -n "$from" ] || unseen 'Bans and rules for one address: give --from, the address that the client comes from.'
  # OpenSSH 9.8 and later shut addresses out by themselves, for ten minutes at most (PerSourcePenalties).
  penalty=$(say "$log_lines" | awk -v a="$from" 'a != "" && /penalty/ && index($0, "[" a "]")' | tail -n 1)
  [ -z "$penalty" ] || has_found banned || found banned $log_age "A penalty of sshd itself (PerSourcePenalties), in the log: $penalty"
}

look_at_wrappers() { # /etc/hosts.allow, then /etc/hosts.deny: the first line that fits decides (hosts_access(5))
  [ -r /etc/hosts.deny ] && [ $server = openssh ] || return 0
  linked=no
  for each in "$sshd" /usr/lib/openssh/sshd-session /usr/libexec/openssh/sshd-session; do
    grep -qs 'libwrap\.so' "$each" && linked=yes
  done
  lines=$(awk "$NET"'
    function fits(p) {
      if (p == "ALL") return 1
      if (a == "") return 0
      gsub(/[][]/, "", p)
      if (p ~ /^[0-9.]+\.$/) return index(address, p) == 1
      return p ~ /[*?]/ ? glob(address, p) : inside(a, p)
    }
    function list(text, daemon,   p, n, k, hit) {
      gsub(/,/, " ", text); n = split(text, p, " ")
      for (k = 1; k <= n && p[k] != "EXCEPT"; k++) hit = hit || (daemon ? p[k] ~ /^(sshd|ALL)(@.*)?$/ : fits(p[k]))
      for (k++; hit && k <= n; k++) if (daemon ? p[k] ~ /^(sshd|ALL)$/ : fits(p[k])) return 0
      return hit
    }
    BEGIN { address = ARGV[1]; ARGV[1] = ""; a = hex(address) }
    /\\$/ { sub(/\\$/, ""); whole = whole $0; next }
    { $0 = whole $0; whole = "" }
    /^[ \t]*(#|$)/ { next }
    { text = $0; d = $0; sub(/[ \t]*:.*/, "", d); sub(/^[^:]*:[ \t]*/, ""); rest = $0
      gsub(/\[[^]]*\]/, "V6", rest); opt = rest ~ /:[ \t]*(allow|ALLOW)/ ? "allow" : rest ~ /:[ \t]*(deny|DENY)/ ? "deny" : FILENAME ~ /allow$/ ? "allow" : "deny"
      if ($0 ~ /\[/) sub(/\][ \t]*:.*/, "]"); else if ($0 !~ /::|[0-9a-f]:[0-9a-f]/) sub(/[ \t]*:.*/, "")
      if (list(d, 1) && list($0, 0)) { print opt "\t" FILENAME ": " text; exit } }' "$from" /etc/hosts.allow /etc/hosts.deny 2>/dev/null)
  case $lines in
    (deny*)
      note '!!' wrappers "${lines#*"$TAB"} (sshd reads these files: $linked)"
      [ $linked = no ] || found hosts-deny proved "${lines#*"$TAB"}" ;;
    (*) note ok wrappers "hosts.deny does not shut ${from:-everybody} out${lines:+ (${lines#*"$TAB"})}" ;;
  esac
}

# ---------------------------------------------------------------- the account

look_at_account() {
  home='' user_id='' shell=''
  [ -n "$fingerprint" ] || unseen 'Whether the offered key is listed: give --key-fingerprint (ssh-keygen -lf KEY.pub).'
  [ -n "$user" ] || { unseen 'The account: give --user, the name that the client logs in with.'; return 0; }
  if has getent; then entry=$(quick getent passwd "$user"); else entry=$(awk -F: -v u="$user" '$1 == u { print; exit }' /etc/passwd); fi
  if [ -z "$entry" ]; then
    note '!!' account "there is no user $user"
    found user-missing proved "This machine has no user $user."
    return 0
  fi
  user_id=$(say "$entry" | cut -d: -f3) home=$(say "$entry" | cut -d: -f6) shell=$(say "$entry" | cut -d: -f7); shell=${shell:-/bin/sh}
  groups=$(id -Gn "$user" 2>/dev/null)
  note ok account "$user has uid $user_id, home $home, shell $shell, groups $groups"
  # Of the password field only the first character is looked at, and nothing of it is printed.
  pam=$(one usepam no)
  state=$(root && { if has getent; then quick getent shadow "$user"; else grep "^$user:" /etc/shadow; fi; } 2>/dev/null |
    awk -F: -v today="$(($(date +%s) / 86400))" '{ print (substr($2, 1, 1) == "!" ? "locked" : "open"), ($8 != "" && $8 + 0 <= today ? "expired" : "lasts"), ($3 == 0 && $3 != "" || ($5 != "" && $3 + $5 < today) ? "change" : "fresh") }')
  case $state in
    ('') root || unseen 'Whether the account is locked or expired: only root may see that.' ;;
    (*' expired '*) found account-locked proved "The end date of the account $user has passed." ;;
    ('locked '*) [ "$pam" = yes ] || found account-locked proved "The account $user is locked (its password field begins with !), and sshd does not use PAM: it then refuses keys too." ;;
  esac
  case $state in
    (*' change') note '!!' account 'the password must be changed at the next login (auth/password-expired)' ;;
    (?*) note -- account "the account is ${state% *}; usepam $pam" ;;
  esac
  for each in /etc/nologin /run/nologin /var/run/nologin; do
    if [ -e $each ] && [ "$user_id" != 0 ]; then found account-locked likely "$each is there: for now only root may log in."; break; fi
  done
  if [ ! -e "$shell" ]; then found shell-missing proved "The shell $shell of $user does not exist."
  elif [ ! -x "$shell" ] || [ -d "$shell" ]; then found shell-missing proved "The shell $shell of $user cannot be executed."
  elif [ -r /etc/shells ] && ! grep -qxF "$shell" /etc/shells; then
    note -- account "$shell is not in /etc/shells, which matters for Dropbear and pam_shells alone"
    if [ $server = dropbear ] || grep -qs '^[^#]*pam_shells' /etc/pam.d/sshd; then found shell-missing proved "The shell $shell of $user is not in /etc/shells."; fi
  fi
  case $shell in (*/nologin|*/false) note '!!' account "$shell ends each session at once (session/no-shell)" ;; esac
}

look_at_permission() { # DenyUsers, AllowUsers, DenyGroups, AllowGroups in sshd's order; PermitRootLogin
  [ -n "$user_id" ] && [ $server = openssh ] || return 0
  answer=$(say "$settings" | awk -v user="$user" -v memberof="$groups" -v address="$from" "$NET"'
    function name_fits(p,   q, n, who, hit) {
      n = split(p, q, "@"); who = p
      if (n > 1) { who = p; sub(/@[^@]*$/, "", who); if (!glob(user, who)) return 0
        if (q[n] == "*") return 1
        if (address == "") return -1
        return q[n] ~ /\// ? inside(hex(address), q[n]) : glob(address, q[n]) }
      return glob(user, p)
    }
    function group_fits(p,   q, n, k) { n = split(memberof, q, " "); for (k = 1; k <= n; k++) if (glob(q[k], p)) return 1; return 0 }
    $1 ~ /^(allow|deny)(users|groups)$/ {
      for (k = 2; k <= NF; k++) {
        p = $k; neg = sub(/^!/, "", p); LIST[$1] = LIST[$1] " " $k
        hit = $1 ~ /users/ ? name_fits(p) : group_fits(p)
        if (hit == 1) { if (neg) NO[$1] = 1; else YES[$1] = 1 } else if (hit < 0) MAYBE[$1] = 1
      }
    }
    function refused(k) { return k ~ /^deny/ ? YES[k] && !NO[k] : (k in LIST) && (NO[k] || !YES[k]) }
    END {
      n = split("denyusers allowusers denygroups allowgroups", o, " ")
      for (k = 1; k <= n; k++) if (refused(o[k])) { print (MAYBE[o[k]] ? "possible" : "proved") "\t" o[k] LIST[o[k]]; exit }
    }')
  [ -z "$answer" ] || found_by_settings user-not-allowed "${answer%%"$TAB"*}" "The settings of sshd leave $user out: ${answer#*"$TAB"}"
  if [ "$user_id" = 0 ]; then
    case $(one permitrootlogin prohibit-password) in
      (no) found_by_settings root-login-off proved 'PermitRootLogin no.' ;;
      (forced-commands-only) found_by_settings root-login-off likely 'PermitRootLogin forced-commands-only: root needs a key whose line has command=.' ;;
    esac
  fi
}

look_at_files() { # where sshd looks for this user's keys
  key_files='' present='' closed=''
  [ -n "$user_id" ] || return 0
  if [ $server = dropbear ]; then
    key_files=$home/.ssh/authorized_keys; [ "$user_id" != 0 ] || [ ! -d /etc/dropbear ] || key_files=/etc/dropbear/authorized_keys
  else
    for each in $(one authorizedkeysfile '.ssh/authorized_keys .ssh/authorized_keys2'); do
      each=$(say "$each" | awk -v h="$home" -v u="$user" -v n="$user_id" '{ gsub(/&/, "\\\\&", h); gsub(/%h/, h); gsub(/%u/, u); gsub(/%U/, n); gsub(/%%/, "%"); print }')
      case $each in (none) ;; (/*) key_files="$key_files$each$NL" ;; (*) key_files="$key_files$home/$each$NL" ;; esac
    done
  fi
  IFS=$NL
  for each in $key_files; do
    if [ -f "$each" ]; then present="$present$each$NL"
    elif ! root && ! [ -x "$(dirname "$each")" ] && [ "$(id -u)" != "$user_id" ]; then closed="$closed $each"; fi
  done
  unset IFS
  command=$(one authorizedkeyscommand none)
  [ "$command" = none ] || note -- keys "keys also come from a program: $command"
  if [ -n "$present" ]; then note ok keys "sshd reads $(one_line "$present")"
  elif [ -n "$closed" ]; then unseen "The keys of $user:$closed is closed to you."
  else
    note '!!' keys "sshd looks in $(one_line "$key_files"), and there is no such file"
    [ ! -f "$home/.ssh/authorized_keys" ] || note '!!' keys "$home/.ssh/authorized_keys is there, but sshd does not look at it"
    certainty=proved; [ "$command" = none ] || certainty=possible
    found_by_settings authorized-keys-missing $certainty "sshd looks for the keys of $user in $(one_line "${key_files:-no file}"), and there is no such file."
  fi
}

path_faults() { # StrictModes: the file and each folder up to the home (or to /) belong to the user or root, closed to writers
  step=$(readlink -f "$1" 2>/dev/null); step=${step:-$1} top=$(readlink -f "$home" 2>/dev/null); top=${top:-$home}
  case $step in ("$top"/*) ;; (*) top=/ ;; esac
  while :; do
    # shellcheck disable=SC2012 # ls -n prints mode and owner everywhere; the name is not taken from it
    ls -ldn "$step" 2>/dev/null | awk -v u="$user_id" -v path="$step" '{
      m = substr($1, 1, 10)
      if ($3 != u && $3 != 0) print path " belongs to uid " $3 "; "
      else if (substr(m, 6, 1) == "w" || substr(m, 9, 1) == "w") print path " can be written by others (" m "); "
      else if ($3 != u && substr(m, 8, 3) !~ (substr(m, 1, 1) == "d" ? "[xt]$" : "^r")) print path " is closed to the user (" m ", uid " $3 "); " }'
    case $step in ("$top"|/) break ;; esac
    step=$(dirname "$step")
  done
}

look_at_path() {
  [ -n "$user_id" ] && [ $server = openssh ] || return 0
  if [ ! -d "$home" ]; then note '!!' account "the home $home does not exist"; return 0; fi
  [ -n "$present" ] || return 0
  IFS=$NL; bad=''
  for each in $present; do bad=$bad$(path_faults "$each"); done
  unset IFS
  if [ -z "$bad" ]; then note ok permissions 'owners and modes on the way to authorized_keys are right'
  else
    bad=$(say "$bad" | awk '!seen[$0]++'); note '!!' permissions "$bad (strictmodes $(one strictmodes yes))"
    case $(one strictmodes yes)$bad in (yes*|*'is closed'*) found home-permissions proved "$bad" ;; esac
  fi
}

# ---------------------------------------------------------------- the keys

KEYTYPE='(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)'

look_at_keys() { # each line of authorized_keys: can it be read, which fingerprint, which options; no line is printed
  [ -n "$present" ] || return 0
  listed='' broken='' hidden='' seen_keys=0
  IFS=$NL
  for each in $present; do
    [ -r "$each" ] || { unseen "The keys in $each: it is closed to you."; closed=yes; continue; }
    prints=$(quick ssh-keygen -l -E sha256 -f "$each" 2>/dev/null)
    case $prints in (*SHA256:*) seen_keys=$(($(say "$prints" | grep -c SHA256:) + seen_keys)) ;; esac
    case $prints in (*"$fingerprint "*) [ -z "$fingerprint" ] || listed=$each ;; esac
    # What is wrong with a line, by its number; and the readable keys inside it, behind a tab.
    faults=$(awk -v type="$KEYTYPE" '
      /^[ \t]*(#|$)/ { next }
      {
        text = $0; n = gsub(type "[ \t]+AAAA", "&", text); why = ""
        o = $0; sub(/^[ \t]+/, "", o); rest = ""
        if (o !~ "^" type "[ \t]") {
          while (o != "" && o !~ /^[ \t]/) if (match(o, /^"([^"\\]|\\.)*"/)) { rest = rest "\"\""; o = substr(o, RLENGTH + 1) } else { rest = rest substr(o, 1, 1); o = substr(o, 2) }
          sub(/^[ \t]+/, "", o)
        }
        k = split(tolower(rest), p, ",")
        for (i = 1; i <= k; i++) { sub(/=.*/, "", p[i]); if (p[i] !~ /^(no-)?(agent-forwarding|port-forwarding|pty|user-rc|x11-forwarding|touch-required)$|^(cert-authority|command|environment|expiry-time|from|permitlisten|permitopen|principals|restrict|tunnel|verify-required)$/) why = "an option that sshd does not know" }
        if (/BEGIN .*PRIVATE KEY/) why = "a private key, which does not belong here"
        else if (n > 1) why = n " keys in one line"
        else if (n == 0) why = "no key, or a piece of one"
        else if (o !~ "^" type "[ \t]") why = "something before the key that is no option"
        if (why != "") {
          print "line " FNR ": " why; m = 0
          while (n > 0 && match($0, type "[ \t]+AAAA[A-Za-z0-9+\\/]*=*")) { key = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH); sub("(ssh|ecdsa|sk)$", "", key); print "\t" key }
        }
      }' "$each")
    broken=$broken$(say "$faults" | awk -v f="$each" '/^line/ { print f " " $0 "; " }')
    readable=$(say "$prints" | grep -c SHA256:) all=$(grep -cvE '^[[:space:]]*(#|$)' "$each") named=$(say "$faults" | grep -cE '^line [0-9]+: (no|a p)')
    [ "$((readable + named))" -ge "$all" ] || [ "$all" -gt 500 ] || broken="$broken$each has $all lines and $readable readable keys; "
    if [ -n "$faults" ] && [ -n "$fingerprint" ]; then
      case $(say "$faults" | awk -F'\t' '/^\t/ { print $2 }' | ssh-keygen -l -E sha256 -f - 2>/dev/null) in (*"$fingerprint "*) hidden=$each ;; esac
    fi
    if [ "$listed" = "$each" ]; then look_at_line "$each"; fi
  done
  unset IFS
  note -- keys "$seen_keys readable keys${broken:+; broken: $broken}"
  if [ -n "$hidden" ]; then listed=''; fi
  if [ -n "$hidden" ]; then found authorized-keys-malformed proved "The offered key stands in a broken line: $broken"
  elif [ -n "$listed" ]; then note ok keys "the offered key is in $listed"
  elif [ -n "$broken" ]; then
    certainty=possible; [ -z "$fingerprint" ] || certainty=likely
    found authorized-keys-malformed $certainty "$broken"
  elif [ -n "$fingerprint" ] && [ -z "$closed" ]; then
    certainty=proved; [ "$(one authorizedkeyscommand none)$(one trustedusercakeys none)" = nonenone ] || certainty=possible
    found key-not-listed $certainty "None of the $seen_keys keys has the fingerprint $fingerprint."
  fi
}

look_at_line() { # the options of the line with the offered key
  number=0 keys=0 options=''
  # It stands at its place among the readable keys, or after it, where broken lines stand between.
  place=$(say "$prints" | awk -v f="$fingerprint" '$2 == f { print NR; exit }')
  while read -r line_text || [ -n "$line_text" ]; do
    number=$((number + 1))
    case $line_text in (''|\#*) continue ;; esac
    keys=$((keys + 1)); [ $keys -ge "$place" ] || continue
    [ $((keys - place)) -le 100 ] || break
    case $(printf '%s\n' "$line_text" | ssh-keygen -l -E sha256 -f - 2>/dev/null) in
      (*"$fingerprint "*) options=$(printf '%s\n' "$line_text" | awk -v type="$KEYTYPE" 'match($0, "(^|[ \t])" type "[ \t]+AAAA") { print substr($0, 1, RSTART - 1) }'); break ;;
    esac
  done <"$1"
  [ -n "$options" ] || return 0
  value() { say "$options" | awk -v k="$1" '{ i = index(tolower($0), k "=\""); if (i) { $0 = substr($0, i + length(k) + 2); sub(/".*/, ""); print } }'; }
  case $options in (*command=*) note '!!' keys 'the line has command=: every login runs that and nothing else (session/forced-command)' ;; esac
  hosts=$(value from) expiry=$(value expiry-time) now=$(date +%Y%m%d%H%M%S)
  if [ -n "$expiry" ] && [ "$(say "$expiry" | awk -v now="$now" '{ e = $0; z = sub(/Z$/, "", e); while (length(e) < 14) e = e "0"; print (e "" < now "") }')" = 1 ]; then
    found key-not-listed proved "Line $number of $1 has the key, but expiry-time=\"$expiry\" has passed: sshd passes the line over."; listed="$1 (line $number, expired)"
  fi
  [ -n "$hosts" ] || return 0
  [ -n "$from" ] || { note '!!' keys "line $number lets the key in from some addresses alone (from=): $hosts"; return 0; }
  fits=$(awk "$NET"'BEGIN { n = split(ARGV[2], p, ","); for (k = 1; k <= n; k++) { q = p[k]; neg = sub(/^!/, "", q); if (q ~ /\// ? inside(hex(ARGV[1]), q) : glob(ARGV[1], q)) { if (neg) { print "no"; exit } hit = 1 } } print hit ? "yes" : "no" }' "$from" "$hosts")
  [ "$fits" = yes ] || found key-not-listed "$(case $hosts in (*[g-z]*) say likely ;; (*) say proved ;; esac)" "Line $number of $1 has the key, but from=\"$hosts\" does not let $from in: sshd passes the line over."
}

look_at_selinux() {
  has getenforce && [ -n "$present" ] || return 0
  mode=$(quick getenforce 2>/dev/null); note -- selinux "SELinux is ${mode:-unknown}"
  [ "$mode" = Enforcing ] || return 0
  IFS=$NL
  for each in "$home/.ssh" $present; do
    [ -e "$each" ] || continue
    label=$(quick matchpathcon -V "$each" 2>/dev/null)
    case $label in
      (*'verified'*) ;;
      (*'should be'*) note '!!' selinux "$label"; has_found selinux-context || found selinux-context proved "$label" ;;
      (*) # shellcheck disable=SC2012 # the label stands in front of the name
        label=$(ls -dZ "$each" 2>/dev/null | awk '{ for (k = 1; k <= NF; k++) if ($k ~ /:.*:/) { print $k; exit } }')
        case $label in (''|*:ssh_home_t:*) ;; (*) has_found selinux-context || found selinux-context likely "$each has the label $label, not ssh_home_t." ;; esac ;;
    esac
  done
  unset IFS
}

# ---------------------------------------------------------------- disks and logs

look_at_disks() { # the disks that logins need; those that nobody can write to are full by nature
  full=''
  for kind in P Pi; do
    what='no space'; [ $kind = P ] || what='no inodes'
    # shellcheck disable=SC2046 # the list of folders, without those that are not there
    full=$full$(quick df -$kind $(for each in / /var /var/log /run /tmp "$home"; do [ ! -d "$each" ] || say "$each"; done) 2>/dev/null | awk -v what="$what" '
      NR == FNR { if ($4 ~ /(^|,)ro(,|$)/) ro[$2] = 1; next } FNR > 1 && $5 == "100%" && !($6 in ro) { print $6 " has " what " left; " }' /proc/self/mounts -)
  done
  full=$(say "$full" | sed 's/; /;\n/g' | awk 'NF && !seen[$0]++' | tr '\n' ' ')
  if [ -n "$full" ]; then note '!!' disks "$full"; found disk-full proved "$full"; else note ok disks 'no disk that a login needs is full'; fi
}

look_at_log() { # the last lines that name this user or this address, as evidence alone
  log_lines='' log_age=possible
  if [ $init = systemd ] && has journalctl; then
    log_lines=$(quick journalctl -q --no-pager -n 400 --since -10min -t sshd -t sshd-session 2>/dev/null) log_age=likely log_name=journal
  fi
  for each in /var/log/auth.log /var/log/secure /var/log/messages; do
    [ -z "$log_lines" ] || break
    if [ -r $each ]; then log_lines=$(tail -n 2000 $each | grep -E 'sshd|dropbear|drop connection') log_age=possible log_name=$each; fi
  done
  if [ -z "$log_lines" ]; then unseen 'The log of logins: no lines of sshd in the journal or in /var/log that you may read.'; return 0; fi
  last=$(say "$log_lines" | awk -v u="$user" -v a="$from" '(u != "" && index($0, u)) || (a != "" && index($0, a))' | tail -n 5)
  IFS=$NL; for each in $last; do note -- log "$log_name: $each"; done; unset IFS
}

# ---------------------------------------------------------------- the answer

restart() {
  case $init in
    (systemd) say "${sudo}systemctl restart $unit" ;;
    (openrc) say "${sudo}rc-service $unit restart" ;;
    (runit) say "${sudo}sv restart $unit" ;;
    (sysvinit) say "${sudo}service $unit restart" ;;
    (*) say "${sudo}mkdir -p /run/sshd && ${sudo}${sshd:-dropbear}" ;;
  esac
}

start() {
  case $init in
    (systemd) [ $masked = no ] || say "${sudo}systemctl unmask $unit"; say "${sudo}systemctl enable --now $unit" ;;
    (openrc) say "${sudo}rc-update add $unit && ${sudo}rc-service $unit start" ;;
    (sysvinit) say "${sudo}service $unit start" ;;
    (*) restart ;;
  esac
}

install_command() {
  case $manager in
    (apt-get) say "${sudo}apt-get install openssh-server" ;;
    (dnf|yum) say "${sudo}$manager install openssh-server" ;;
    (zypper) say "${sudo}zypper install openssh" ;;
    (apk) say "${sudo}apk add openssh" ;;
    (pacman) say "${sudo}pacman -S openssh" ;;
    (opkg) say 'opkg update && opkg install dropbear' ;;
    (*) say '(with the package manager of this system)' ;;
  esac
}

allow_port() {
  case $front in
    (ufw) say "${sudo}ufw prepend allow $wall_port/tcp"; return ;;
    (firewalld) say "${sudo}firewall-cmd --permanent --add-port=$wall_port/tcp && ${sudo}firewall-cmd --reload"; return ;;
    (csf) say "add $wall_port to TCP_IN in /etc/csf/csf.conf, then: ${sudo}csf -r"; return ;;
  esac
  case $chain in
    (*[a-z]*) say "${sudo}nft insert rule $table $base tcp dport $wall_port accept   # until the next restart; for ever: in /etc/nftables.conf" ;;
    (*) case $table in (ip6*) say "${sudo}ip6tables -I INPUT -p tcp --dport $wall_port -j ACCEPT" ;; (*) say "${sudo}iptables -I INPUT -p tcp --dport $wall_port -j ACCEPT   # until the next restart" ;; esac ;;
  esac
}

# The first line says what to do, the others are to type. Nothing here is run.
fix() {
  case $1 in
    (not-installed) say 'Install the SSH server, then start it.'; install_command; start ;;
    (config-invalid) say 'Correct the line that it names, test again, then restart the service.'; say "${sudo}$sshd -t && $(restart)" ;;
    (host-keys-missing) say 'Close the keys to others, make those that are missing, and restart the service. Existing ones stay.'
      say "${sudo}chmod 600 /etc/ssh/ssh_host_*_key; ${sudo}ssh-keygen -A && $(restart)" ;;
    (service-stopped) say 'Start the SSH service, now and at every boot.'; start ;;
    (socket-activated) say 'Have systemd read the port from sshd_config again.'; say "${sudo}systemctl daemon-reload && ${sudo}systemctl restart $socket" ;;
    (port-differs) say "Use port $ports in the workflow, or have the server listen on port $port too: a line in sshd_config, then a restart."
      say "Port $port"; restart ;;
    (loopback-only) say 'Remove ListenAddress, or name a public address there, then restart the service. This finds the lines.'
      say "${sudo}grep -rniE '^ *(ListenAddress|ListenStream)' /etc/ssh /etc/systemd/system"; restart ;;
    (firewall-drops|firewall-rejects) say "Let port $wall_port in, if you can only from the addresses that need it."; allow_port ;;
    (banned) say 'Lift the ban. Bans of fail2ban end by themselves, most after ten minutes.'
      if has fail2ban-client; then say "${sudo}fail2ban-client unban ${from:-ADDRESS}"; fi
      if has cscli; then say "${sudo}cscli decisions delete --ip ${from:-ADDRESS}"; fi
      if has csf; then say "${sudo}csf -dr ${from:-ADDRESS}; ${sudo}csf -tr ${from:-ADDRESS}"; fi ;;
    (hosts-deny) say 'Remove that line, or allow the address in /etc/hosts.allow, which is read first:'; say "sshd: ${from:-ADDRESS}" ;;
    (user-missing) say 'Write the name of an account that exists here into the workflow. These have a shell:'
      awk -F: '($3 == 0 || $3 >= 1000) && $7 !~ /(nologin|false|sync)$/ { print $1 }' /etc/passwd | head -n 10 | tr '\n' ' '; say ;;
    (account-locked) say 'Take the end date away, unlock the account, or end the maintenance.'
      [ ! -e /etc/nologin ] || say "${sudo}rm /etc/nologin"
      say "${sudo}usermod -p '*' -e '' $user   # no password fits, and keys do; leave -p out to keep a password" ;;
    (shell-missing) say 'Give the user a shell that is there.'; say "${sudo}chsh -s /bin/sh $user" ;;
    (user-not-allowed) say "Add $user to the list (or take it off the list) in /etc/ssh/sshd_config or a file of sshd_config.d, then restart the service."
      say "${sudo}grep -rniE '^ *(Allow|Deny)(Users|Groups)' /etc/ssh/sshd_config /etc/ssh/sshd_config.d"; say "${sudo}$sshd -t && $(restart)" ;;
    (root-login-off) say 'Best: let the deploy log in as a user of its own. To allow root by key, put this into sshd_config and restart the service.'
      say 'PermitRootLogin prohibit-password'; restart ;;
    (home-permissions) say 'Take those rights away and give the files to the user.'
      say "${sudo}chmod go-w '$home'; ${sudo}chmod 700 '$home/.ssh'; ${sudo}chmod 600 '$home/.ssh/authorized_keys'"
      say "${sudo}chown $user '$home'; ${sudo}chown -R $user: '$home/.ssh'" ;;
    (selinux-context) say 'Restore the labels.'; say "${sudo}restorecon -Rv '$home/.ssh'" ;;
    (authorized-keys-missing|authorized-keys-malformed|key-not-listed)
      say 'Put the public key on a line of its own in the file where sshd looks (ssh-keygen -y -f KEY prints it, where the key is).'
      [ "$1" != authorized-keys-missing ] || say "${sudo}install -d -m 700 -o $user '$home/.ssh'"
      say "printf '\\n%s\\n' 'ssh-ed25519 AAAA... deploy' | ${sudo}tee -a '${key_files%%"$NL"*}'"
      [ "$1" != authorized-keys-missing ] || say "${sudo}chown $user: '${key_files%%"$NL"*}' && ${sudo}chmod 600 '${key_files%%"$NL"*}'" ;;
    (disk-full) say 'Free some space. This shows what takes the most.'; say "${sudo}du -xh --max-depth=2 / | sort -h | tail -n 20" ;;
  esac
}

in_order() { # the verdicts: what is certain or likely first, then what is possible, each in the order of $ORDER
  printf '%s' "$FOUND" | awk -F'\t' -v order="$(say "$ORDER" | tr '\n' ' ')" '
    { k = $1 SUBSEP ($2 == "possible"); if (!(k in line)) line[k] = $0 }
    END { n = split(order, p, " "); for (late = 0; late < 2; late++) for (k = 1; k <= n; k++) if (((p[k], late) in line) && !done[p[k]]++) print line[p[k], late] }'
}

print_text() {
  say "SSH server check: port $port${user:+, user $user}${from:+, from $from}${fingerprint:+, key $fingerprint}, on $system"
  say; say VERDICT
  if [ -z "$verdicts" ]; then say '  Nothing was found on this server that keeps this login out.'; fi
  say "$verdicts" | while IFS=$TAB read -r id certainty why; do
    [ -z "$id" ] || { say "  server/$id ($certainty): $(title "$id")"; say "    $why"; }
  done
  say; say EVIDENCE
  printf '%s' "$EVIDENCE" | awk -F'\t' '{ printf "  %s %-11s %s\n", $1, $2, $3 }'
  [ -z "$verdicts" ] || { say; say "FIX on this system (nothing of it was done)"; }
  say "$verdicts" | while IFS=$TAB read -r id certainty why; do
    [ -z "$id" ] || { say "  server/$id"; fix "$id" | awk '{ print (NR > 1 ? "      " : "    ") $0 }'; }
  done
  [ -z "$UNSEEN" ] || { say; say 'NOT SEEN'; printf '%s' "$UNSEEN" | awk '{ print "  - " $0 }'; }
  say; say END
}

print_json() {
  {
    say "asked${TAB}port$TAB$port"; say "asked${TAB}user$TAB$user"; say "asked${TAB}from$TAB$from"; say "asked${TAB}keyFingerprint$TAB$fingerprint"
    say "system${TAB}name$TAB$system"; say "system${TAB}init$TAB$init"; say "system${TAB}server$TAB${version:-$server}"; say "system${TAB}root$TAB$uid"
    say "$verdicts" | while IFS=$TAB read -r id certainty why; do
      [ -z "$id" ] || { say "verdict${TAB}server/$id$TAB$certainty$TAB$(title "$id")$TAB$why"; fix "$id" | awk '{ print "fix\t" $0 }'; }
    done
    printf '%s' "$EVIDENCE" | awk '{ print "evidence\t" $0 }'
    printf '%s' "$UNSEEN" | awk '{ print "unseen\t" $0 }'
  } | awk -F'\t' '
    function q(s) { gsub(/\\/, "&&", s); gsub(/"/, "\\\"", s); gsub(/[^ -~]/, "?", s); return "\"" s "\"" }
    function put(list, s) { L[list] = L[list] (L[list] == "" ? "" : ",") s }
    function close_verdict() { if (head != "") put("v", head "\"fix\":{\"what\":" q(what) ",\"paste\":" q(paste) "}}"); head = what = paste = "" }
    function q_lines(s) { return q(s) }
    $1 == "asked" || $1 == "system" { put($1, q($2) ":" ($2 == "port" ? $3 : $3 == "" ? "null" : $2 == "root" ? ($3 == 0 ? "true" : "false") : q($3))) }
    $1 == "verdict" { close_verdict(); head = "{\"id\":" q($2) ",\"certainty\":" q($3) ",\"title\":" q($4) ",\"why\":" q($5) "," }
    $1 == "fix" { if (what == "") what = $2; else paste = paste (paste == "" ? "" : " ; ") $2 }
    $1 == "evidence" { put("e", "{\"mark\":" q($2) ",\"area\":" q($3) ",\"text\":" q($4) "}") }
    $1 == "unseen" { put("u", q($2)) }
    END { close_verdict(); print "{\"serverCheck\":1,\"asked\":{" L["asked"] "},\"system\":{" L["system"] "},\"verdicts\":[" L["v"] "],\"evidence\":[" L["e"] "],\"notSeen\":[" L["u"] "]}" }'
}

main() {
  read_options "$@"
  look_at_system
  addresses=$( (quick ip -o addr show 2>/dev/null || true) | awk '$3 ~ /^inet6?$/ { sub(/\/.*/, "", $4); print $4 }' | awk "$NET"'{ if (!is_loopback(hex($1)) && !inside(hex($1), "fe80::/10")) printf "%s ", $1 }')
  same_family=$(say "$addresses" | awk -v six="$(case $from in (*:*) say 1 ;; (*) say 0 ;; esac)" '{ for (k = 1; k <= NF; k++) if (($k ~ /:/) == six) printf "%s ", $k }')
  look_at_program
  look_at_processes
  look_at_service
  look_at_config
  look_at_settings
  look_at_host_keys
  look_at_listeners
  look_at_running
  look_at_firewall
  look_at_log
  look_at_bans
  look_at_wrappers
  look_at_account
  look_at_permission
  look_at_files
  look_at_path
  look_at_keys
  look_at_selinux
  look_at_disks
  verdicts=$(in_order)
  if [ $json = yes ]; then print_json; else print_text; fi
  [ -z "$verdicts" ]
}

main "$@"
