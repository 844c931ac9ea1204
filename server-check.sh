#!/bin/sh
# server-check.sh: why can nobody log in to this machine over SSH?
#
# Run it ON THE SERVER, through another login (the provider's console, another account):
#     sh server-check.sh --port 22 --user deploy --from 203.0.113.7 --key-fingerprint SHA256:...
# It prints the verdict, the evidence, the fix for this system, what it could not see, and one block with all of that for SSH Preflight.
#
# What it does: it runs commands that only read (sshd -t, sshd -T, ssh-keygen -l, nft list, iptables-save, ipset save,
# ip addr, ip route, ls, df, getent, id, systemctl show, journalctl, fail2ban-client banned) and reads /proc, /etc, the
# logs of sshd and the user's authorized_keys.
# What it does not do: it changes nothing, writes no file, opens no connection to the network, downloads and sends nothing.
# It reads no private key (`sshd -t` and `sshd -T` do, like sshd at each start), and prints no key and no password hash. As root
# it reads the user's line in /etc/shadow: whether the password field begins with "!", whether more follows, and the dates.
# It prints fixes and never runs them.
# It trusts nothing that a user of this machine can prepare. It drops the caller's environment, reads a user's files with the
# rights of that user (user_text), accepts only root's processes as the SSH server, and makes control characters visible. Each
# command gets two seconds, and the whole check thirty (--within).
# Root sees most. An ordinary user can run it too. The answer then says what it could not see.
#
# How to read it: main(), last in the file, lists the steps. Each look_at_... checks one part of the system and adds lines of
# evidence (note), faults (found) and what it could not see (unseen). The awk programs are NET (addresses), WALK, which follows
# a connection through the firewall's rules in their order (the longest part), READ_KEYS and ANSWER.
#
# IDs and titles are those of SSH Preflight's catalog. Plain POSIX sh and awk: dash, busybox, bash, ksh, mksh, yash. It is
# one file because it must be one paste: `npm run docs` assembles it from src/server-check/parts. Make changes there.
# It is made for Linux. On macOS and the BSDs it checks less, and prints commands to type.
# Exit status: 0 nothing found, 1 something found, 2 wrong option.
# (While it runs, ksh93 itself keeps the output of commands in files in /dev/shm or /tmp. The other shells write nothing.)

# The environment may be that of another user (sudo -E, su without -): its functions, search paths and options of programs go.
# bash looks for unset and command before functions of these names only in its POSIX mode.
POSIXLY_CORRECT=1
\unset -f unset command set
set +aevx
for each in '[' awk cat cd chmod cut date df dirname dpkg-query echo exit export fail2ban-client false find getenforce getent \
  grep head id ip ip6tables-legacy-save ip6tables-nft-save ip6tables-save ipset iptables-legacy-save iptables-nft-save \
  iptables-save journalctl kill ls matchpathcon nft opkg apk pacman rpm pidof printf print read readlink return set setpriv \
  setsid shift sleep sort ssh-keygen sshd systemctl tail test timeout tr trap true ulimit umask uname wait; do
  command unset -f "$each" 2>/dev/null
done
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/run/current-system/sw/bin
command unset LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT
for each in $(export -p | while IFS= read -r line; do
  line=${line#export } line=${line#declare -x } name=${line%%=*}
  case $name in
    (''|[0-9]*|*[!A-Za-z0-9_]*|PATH|PWD|OLDPWD|SHLVL|PPID|UID|EUID|SHELLOPTS|BASHOPTS|KSH_VERSION) ;;
    (*) printf '%s\n' "$name" ;;
  esac
done); do
  command unset "$each" 2>/dev/null
done
set -uf
LC_ALL=C PYTHONDONTWRITEBYTECODE=1 HOME=/
export LC_ALL PYTHONDONTWRITEBYTECODE HOME PATH
exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
ulimit -c 0 2>/dev/null
cd / || exit 2
TAB=$(printf '\t') QUOTE=$(printf '\047') NL='
'

# The order of causes: first what blocks a connection, then what blocks a login.
ORDER='not-installed upgrade-incomplete config-invalid host-keys-missing service-stopped socket-activated port-differs loopback-only banned firewall-drops firewall-rejects hosts-deny user-missing account-locked shell-missing user-not-allowed root-login-off pam-broken home-unavailable home-permissions selinux-context key-command-fails certificates-only authorized-keys-missing authorized-keys-malformed key-restricted key-type-refused key-not-listed disk-full'
title() {
  case $1 in
    (not-installed) say 'SSH server not installed' ;;
    (upgrade-incomplete) say 'Programs of sshd are missing or do not start' ;;
    (config-invalid) say 'SSH configuration has an error' ;;
    (host-keys-missing) say 'Host keys missing or unreadable' ;;
    (service-stopped) say 'SSH service stopped' ;;
    (socket-activated) say 'The socket of systemd decides the port' ;;
    (port-differs) say 'SSH listens on another port' ;;
    (loopback-only) say 'SSH listens only on the machine itself' ;;
    (banned) say 'The address of this runner is banned' ;;
    (firewall-drops) say 'A firewall drops the connection' ;;
    (firewall-rejects) say 'A firewall rejects the connection' ;;
    (hosts-deny) say 'hosts.deny blocks the runner' ;;
    (user-missing) say 'The user does not exist there' ;;
    (account-locked) say 'The account is locked or expired' ;;
    (shell-missing) say 'The login shell does not exist' ;;
    (user-not-allowed) say 'sshd does not allow this user' ;;
    (root-login-off) say 'Logins of root are switched off' ;;
    (pam-broken) say 'PAM or the audit system refuses every login' ;;
    (home-unavailable) say 'The home of the user is not available' ;;
    (home-permissions) say 'Home or .ssh has the wrong owner or permissions' ;;
    (selinux-context) say 'SELinux keeps sshd from authorized_keys' ;;
    (key-command-fails) say 'The program that lists the keys fails' ;;
    (certificates-only) say 'The server accepts certificates only' ;;
    (authorized-keys-missing) say 'No authorized_keys where sshd looks' ;;
    (authorized-keys-malformed) say 'A line of authorized_keys is broken' ;;
    (key-restricted) say 'The key is listed, but blocked' ;;
    (key-type-refused) say 'sshd refuses keys of this type or length' ;;
    (key-not-listed) say 'The key is not in authorized_keys' ;;
    (disk-full) say 'A disk of the server is full' ;;
  esac
}

# ---------------------------------------------------------------- small tools

# mksh starts a program for printf, and a long list of rules does not fit into its arguments. (yash names a path too, and has no print.)
case "$(command -v printf) $(command -v print)" in
  (/*' print') # shellcheck disable=SC3045,SC2039 # print is mksh's own
    say() { print -r -- "$*"; } ;;
  (*) say() { printf '%s\n' "$*"; } ;;
esac
has() { command -v "$1" >/dev/null 2>&1; }
root() { [ "$uid" = 0 ]; }
# Nothing must hang: a dead network disk or a daemon that does not answer costs two seconds at most, all together --within.
quick() { within 2 "$@"; }
if timeout -s KILL 1 true 2>/dev/null; then run_within() { timeout -s KILL "$@"; }
else
  run_within() {
    limit=$1; shift
    { "$@" <&3 3<&- & } 3<&0
    command_id=$!
    alarm "$limit" "$command_id" </dev/null >/dev/null 2>&1 &
    alarm_id=$!
    wait "$command_id" 2>/dev/null; code=$?
    call_off "$alarm_id"
    return $code
  }
fi
within() { # runs the program $2 with its arguments for $1 seconds at most, or for what is left; 124 when it was ended, or no time is left
  ! late || return 124
  most=$1; shift
  [ $((clock + most)) -le "$deadline" ] || most=$((deadline - clock))
  run_within "$most" "$@"
  case $? in (0) return 0 ;; (124|137|265) return 124 ;; (*) return 1 ;; esac
}
alarm() { # ends process $2 after $1 seconds, if the shell that asked for it still runs; USR1 cancels it, as TERM may be ignored
  nap=''
  trap '[ -z "$nap" ] || kill -KILL "$nap" 2>/dev/null; exit 0' USR1
  read_parent; asked_by=$parent
  sleep "$1" & nap=$!
  wait "$nap" || return 0
  read_parent
  [ "$parent" != "$asked_by" ] || kill -KILL "$2"
}
call_off() { # cancels an alarm; bash would print a message about one that ends before it can set its trap
  { kill -USR1 "$1"; wait "$1"; } 2>/dev/null
}
read_parent() { # /proc/self is the shell itself where no program is started
  parent=''
  while read -r status_name parent; do
    [ "$status_name" != PPid: ] || return 0
  done 2>/dev/null </proc/self/status
}
read_clock() { # seconds, of a clock that nobody sets
  clock=''
  [ ! -r /proc/uptime ] || { read -r clock rest </proc/uptime; clock=${clock%%.*}; }
  [ -n "$clock" ] || clock=$(date +%s)
}
late() { read_clock; [ "$clock" -ge "$deadline" ]; }
# How ls shows control characters in names: as ? (GNU with -q, busybox always).
if ls -dq / >/dev/null 2>&1; then shown=q; else shown=''; fi
# Printable ASCII on one line, cut: text from logs and file names must not move the cursor.
clean() {
  cleaned=$1
  case $1 in (*[!\ -~]*|?????????????????????????????????????????????????????????????????????????????????????????????????????*)
    cleaned=$(printf '%s' "$1" | tr '\n' ' ' | tr -c '\040-\176' '?' | cut -c 1-400) ;;
  esac
}
found_by_settings() { # no verdict where an unread Match block may overrule it, and only a possible one where sshd was not restarted
  if [ "$match_unread" = yes ]; then note '!!' settings "$3 (a Match block may say otherwise)"
  elif [ -n "$changed" ]; then found "$1" possible "$3 (Changed since sshd started: $changed.)"
  else found "$@"; fi
}
found() { # ID, proved/likely/possible, why; only possible when time is over, as what was not seen may speak against it
  clean "$3"
  if late; then FOUND=$FOUND$1${TAB}possible$TAB$cleaned$NL; else FOUND=$FOUND$1$TAB$2$TAB$cleaned$NL; fi
}
note() { clean "$3"; EVIDENCE=$EVIDENCE$1$TAB$2$TAB$cleaned$NL; } # ok, !! or --; area; text
unseen() { clean "$1"; UNSEEN=$UNSEEN$cleaned$NL; }
lose() { FOUND=$(printf '%s' "$FOUND" | awk -F'\t' -v id="$1" '$1 != id')$NL; FOUND=${FOUND#"$NL"}; } # removes a fault that turned out to be none
has_found() { case $NL$FOUND in (*"$NL$1$TAB"*) return 0 ;; esac; return 1; }
bad_option() { clean "$1"; say "server-check.sh: $cleaned" >&2; say 'Try: sh server-check.sh --help' >&2; exit 2; }
setting() { say "$settings" | awk -v k="$1" '$1 == k { sub(/^[^ ]+ */, ""); print }'; }  # lines of `sshd -T`
one() { one_value=$(setting "$1" | head -n 1); say "${one_value:-$2}"; }

escaped() { say "$1" | awk '{ gsub(/\\/, "\\\\\\\\"); print }'; } # for awk -v, which reads \n in DOMAIN\name
one_line() { say "$1" | awk 'NF { printf "%s%s", (n++ ? ", " : ""), $0 }'; }

# ---------------------------------------------------------------- the options

usage() {
  say 'Usage: sh server-check.sh [options]     (it only reads; with sudo it sees more)
  --port N               port that the client connects to (22)
  --user NAME            account that the client logs in to
  --from ADDRESS         address that the client comes from (IPv4 or IPv6)
  --key-fingerprint F    SHA256:... of the key that the client offers (ssh-keygen -lf KEY.pub)
  --within SECONDS       time limit, 1 to 999 (30)
  --json                 one JSON object instead of text and block
  --help'
}

read_options() {
  port=22 user='' from='' fingerprint='' seconds=30 json=no
  while [ $# -gt 0 ]; do
    case $1 in
      (--help|-h) usage; exit 0 ;;
      (--json) json=yes; shift; continue ;;
      (--port=*|--user=*|--from=*|--key-fingerprint=*|--within=*) option=${1%%=*} value=${1#*=}; shift ;;
      (--port|--user|--from|--key-fingerprint|--within)
        [ $# -gt 1 ] || bad_option "$1 needs a value"
        option=$1 value=$2; shift 2 ;;
      (*) bad_option "unknown option: $1" ;;
    esac
    case $option in
      (--port) port=$value ;;
      (--user) user=$value ;;
      (--from) from=$value ;;
      (--key-fingerprint) fingerprint=$value ;;
      (--within) seconds=$value ;;
    esac
    [ -n "$value" ] || bad_option "$option needs a value"
  done
  case $port in (*[!0-9]*|0*|??????*) bad_option "--port is a number from 1 to 65535, not: $port" ;; esac
  [ "$port" -le 65535 ] || bad_option "--port is a number from 1 to 65535, not: $port"
  case $seconds in (*[!0-9]*|0*|????*) bad_option "--within is a number from 1 to 999, not: $seconds" ;; esac
  case $user in (-*|*[!A-Za-z0-9._@+\\\$-]*) bad_option "--user is not a login name: $user" ;; esac
  case $fingerprint in
    ('') ;;
    (SHA256:*) fingerprint=${fingerprint%=}; [ ${#fingerprint} = 50 ] || bad_option '--key-fingerprint has SHA256: and 43 characters' ;;
    (*) bad_option '--key-fingerprint begins with SHA256: (ssh-keygen -lf KEY.pub prints it)' ;;
  esac
  case $fingerprint in (*[!A-Za-z0-9:+/]*) bad_option '--key-fingerprint has a character that is not base64' ;; esac
  [ -z "$from" ] || [ "$(awk "$NET"'BEGIN { print ok(ARGV[1]) }' "$from")" = 1 ] ||
    bad_option "--from is an IPv4 or IPv6 address, not: $from"
  user_v=$(escaped "$user")
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
  p[1] = 8; p[2] = 4; p[3] = 2                # values of the last bits of a digit, as small awks have no ^
  return r == 0 || int(digit(a, n + 1) / p[r]) == int(digit(h, n + 1) / p[r])
}
function glob(text, pattern) {                # * and ? as sshd has them
  gsub(/[][\\.^$(){}+|]/, "\\\\&", pattern)
  gsub(/\*/, ".*", pattern); gsub(/\?/, ".", pattern)
  return text ~ ("^" pattern "$")
}
function host_bits(net,   p, n, h, k) {        # 10.1.2.3/8: a network that sshd does not accept
  if (split(net, p, "/") != 2) return 0
  h = hex(p[1]); n = p[2]; k = int(n / 4)
  if (n % 4) { k++; if (digit(h, k) % (n % 4 == 1 ? 8 : n % 4 == 2 ? 4 : 2)) return 1 }
  return substr(h, k + 1) ~ /[^0]/
}
function list_fits(address, list,   p, n, k, q, neg, hit) {   # from= and user@list of sshd: 1, 0, or -1 for a list that it refuses
  n = split(list, p, ",")
  for (k = 1; k <= n; k++) {
    q = p[k]; neg = sub(/^!/, "", q)
    if (q ~ /\// && host_bits(q)) return -1
    if (q ~ /\// ? inside(hex(address), q) : glob(address, q)) { if (neg) return 0; hit = 1 }
  }
  return hit + 0
}
function is_private(a) {
  return inside(a, "10.0.0.0/8") || inside(a, "172.16.0.0/12") || inside(a, "192.168.0.0/16") || inside(a, "100.64.0.0/10") || inside(a, "169.254.0.0/16") || inside(a, "fc00::/7") || inside(a, "fe80::/10")
}
function is_loopback(a) { return inside(a, "127.0.0.0/8") || inside(a, "::1") }
'

# ---------------------------------------------------------------- the firewall's rules, in awk

# Walks the rules in order for one new TCP connection, as the kernel does. Input: iptables-save, ip6tables-save, ipset save
# and nft list ruleset, each after a line "#source ...". Rules of iptables are first translated to nftables.
# A rule with an unknown condition is "not judged": it is skipped, and the answer is no longer certain.
# Output, tab separated: verdict (accept, drop, reject, elsewhere), sure or unsure, table, chain, the rule, port after redirects.
# shellcheck disable=SC2016 # $ is awk's
WALK=$NET'
# ---- The connection. Two packets: the SYN of the client on its way in, then the answer on its way out.

function start_packet(out) { OUT = out; MARK = 0; if (out) STATE = STATE == "untracked" ? "invalid" : "established" }
function number(v,   n, k) {                  # 0x1f and 31
  if (v !~ /^0x/) return v + 0
  for (k = 3; k <= length(v); k++) n = 16 * n + digit(tolower(v), k)
  return n
}
function in_range(v, low, high,   p, from, to) {  # the packet has some value from low to high; is it in v?
  from = to = v; if (split(v, p, "-") == 2) { from = p[1]; to = p[2] }
  from = number(from); to = number(to)
  return from <= low && high <= to ? 1 : to < low || from > high ? 0 : -1
}
function is_port(v, ours) {                   # a client may use any port that is not a low one
  if (v == "ssh") v = 22
  return v !~ /^[0-9]/ ? 0 : ours ? in_range(v, PORT, PORT) : in_range(v, 1024, 65535)
}
function is_client(v) {                       # without --from: somewhere on the internet
  if (v ~ /^(0\.0\.0\.0|::)\/0$/) return 1
  if (FROM == "") return v ~ /^(127|10|192\.168|169\.254|22[4-9]|2[3-5][0-9])\./ ? 0 : -1
  return inside(FROM, v)
}
function is_server(v,   n, k, p, hits) {      # with several addresses it is not known which one the client uses
  n = split(LOCAL, p, " ")
  for (k = 1; k <= n; k++) hits += inside(hex(p[k]), v)
  return !n ? -1 : hits == n ? 1 : hits ? -1 : 0
}
function is_device(v) {
  if (v == "lo") return 0
  if (IFACE == "") return -1
  return v ~ /\*$/ ? index(IFACE, substr(v, 1, length(v) - 1)) == 1 : v == IFACE
}
function fits(field, v) {                     # does the packet have this value? 1, 0, or -1 for unknown
  if (field == "dport") return is_port(v, !OUT)
  if (field == "sport") return is_port(v, OUT)
  if (field == "anyport") return either(is_port(v, 0), is_port(v, 1))
  if (field == "saddr") return OUT ? is_server(v) : is_client(v)
  if (field == "daddr") return OUT ? is_client(v) : is_server(v)
  if (field == "iif") return OUT ? 0 : is_device(v)
  if (field == "oif") return OUT ? is_device(v) : 0
  if (field == "state") return v == STATE || (v == "0x8" && STATE == "new")
  if (field == "direction") return v == (OUT ? "reply" : "original")
  if (field == "mark") return MARK == "?" ? -1 : number(v) == MARK
  if (field == "ctmark") return CTMARK == "?" ? -1 : number(v) == CTMARK
  if (field == "proto") return v == "tcp" || v == "6" || v == "all"
  if (field == "family") return v == (FAMILY == 4 ? "ipv4" : "ipv6") || v == (FAMILY == 4 ? "ip" : "ip6")
  if (field == "saddrtype") return tolower(v) == (OUT ? "local" : "unicast")
  if (field == "daddrtype") return tolower(v) == (OUT ? "unicast" : "local")
  if (field == "route") return v == "missing" || v == "0" ? 0 : v == "exists" ? 1 : -1
  if (field == "pkttype") return OUT ? -1 : v == "host" || v == "unicast"
  if (field == "length") return in_range(v, 40, 120)
  if (field == "ttl") return in_range(v, 20, 255)
  return -1
}

# ---- One rule. T[1] to T[N] are its words, I is where we read. Three things come out: MATCH (0: it does not hold),
# ---- MAYBE (1: it has a condition that cannot be judged) and ACTION.

function either(a, b) { return a == 1 || b == 1 ? 1 : a < 0 || b < 0 ? -1 : 0 }
function both(a, b) { return a == 0 || b == 0 ? 0 : a < 0 || b < 0 ? -1 : 1 }
function field_name(w, x) {                   # which field the words name; "never": one that this packet does not have
  if (w ~ /^(udp|udplite|icmp|icmpv6|sctp|dccp|igmp|esp|ah|comp|arp|ether_arp)$/) return "never"
  if (w == "tcp" || w == "th") return x ~ /^[sd]port$/ ? x : "unknown"
  if (w == "ip" || w == "ip6") {
    if (w != (FAMILY == 4 ? "ip" : "ip6")) return "never"
    return x ~ /^[sd]addr$/ ? x : x == "protocol" || x == "nexthdr" ? "proto" : x == "ttl" || x == "hoplimit" ? "ttl" : "unknown"
  }
  if (w == "ct") return x == "mark" ? "ctmark" : x == "state" || x == "direction" ? x : "unknown"
  if (w ~ /^[io]if(name)?$/) return substr(w, 1, 3)
  if (w == "l4proto") return "proto"
  if (w == "nfproto" || w == "protocol") return "family"
  return w ~ /^(pkttype|mark|length|anyport)$/ ? w : "unknown"
}
function read_field(   w, x, name) {
  if (T[I] == "meta") I++
  w = T[I]; x = T[I + 1]
  if (w == "fib") {                           # fib daddr type, fib saddr . iif oif
    while (I <= N && T[I] !~ /^(type|oif|oifname)$/) I++
    return T[I++] == "type" ? x "type" : "route"
  }
  name = field_name(w, x); I += w ~ /^(tcp|th|udp|ip|ip6|ct)$/ ? 2 : 1
  return name
}
function cannot_judge() { MAYBE = 1; while (I <= N && T[I] !~ /^(accept|drop|reject|jump|goto|return|redirect|dnat)$/) I++ }
function element_fits(e,   p, k, hit) {       # an element of a set has one value for each field, with dots in between
  if (split(e, p, / \. /) != FIELDS) return -1
  hit = 1
  for (k = 1; k <= FIELDS; k++) hit = both(hit, fits(FIELD[k], p[k]))
  return hit
}
function in_set(tab, set,   k, hit) {
  if (!((tab, set) in SET)) return -1
  if (FIELDS == 1 && FIELD[1] == (OUT ? "daddr" : "saddr") && FROM != "") {
    if ((tab, set, FROM) in EXACT) return 1
    for (k = 1; k <= NOMATCHES[tab, set]; k++) if (inside(FROM, NOMATCH[tab, set, k])) return 0
    for (k = 1; k <= NETS[tab, set]; k++) if (inside(FROM, NET_OF[tab, set, k])) return 1
    return 0
  }
  for (k = 1; k <= SIZE[tab, set] && hit != 1; k++) hit = either(hit, element_fits(ELEMENT[tab, set, k]))
  return hit + 0
}
function read_items(   items) {               # { a, b . c } as one text
  for (I++; I <= N && T[I] != "}"; I++) items = items " " T[I]
  I++
  return items
}
function trimmed(e) { gsub(/^ +| +$/, "", e); sub(/ (timeout|expires|counter|limit|comment) .*/, "", e); return e }
function look_up(items,   p, n, k, key, action, hit) {   # a verdict map: the action of the element that matches
  n = split(items, p, ",")
  for (k = 1; k <= n; k++) {
    key = action = p[k]; sub(/ : .*/, "", key); sub(/.* : /, "", action)
    hit = element_fits(trimmed(key))
    if (hit == 1) { ACTION = trimmed(action); return }
    if (hit < 0) MAYBE = 1
  }
  if (MAYBE) ACTION = "drop"; else MATCH = 0  # with MAYBE no action counts
}
function read_condition(tab,   op, mask, v, hit, p, n, k) {   # fields, an operator, values
  FIELDS = 0
  do {
    FIELD[++FIELDS] = read_field()
    if (FIELD[FIELDS] == "never") { MATCH = 0; return }
    if (FIELD[FIELDS] == "unknown") { cannot_judge(); return }
  } while (T[I] == "." && I++)
  if (T[I] == "vmap") { I++; look_up(T[I] ~ /^@/ ? MAP_TEXT[tab, substr(T[I++], 2)] : read_items()); return }
  if (T[I] == "&") { mask = T[I + 1]; I += 2 }
  if (T[I] ~ /^([=!<>]=|<|>)$/) op = T[I++]
  if (T[I] == "{") {
    n = split(read_items(), p, ",")
    for (k = 1; k <= n && hit != 1; k++) hit = either(hit, element_fits(trimmed(p[k])))
  } else if (T[I] ~ /^@/) hit = in_set(tab, substr(T[I++], 2))
  else for (;;) {
    for (v = T[I++]; T[I] == "."; I += 2) v = v " . " T[I + 1]
    if (mask ~ /\./) v = v "/" mask
    else if (mask != "" && (FIELD[1] ~ /mark$/ ? fits(FIELD[1], 0) != 1 : 1)) { cannot_judge(); return }
    if (op ~ /^</) v = "0-" (number(v) - (op == "<"))
    if (op ~ /^>/) v = (number(v) + (op == ">")) "-4294967295"
    hit = either(hit, element_fits(v))
    if (T[I] != ",") break
    I++
  }
  if (hit < 0) cannot_judge(); else if ((hit ? 1 : 0) == (op == "!=")) MATCH = 0
}
function has_flags(list,   p, n, k, hits) {   # how many of these flags the packet has: SYN on its way in, SYN and ACK out
  gsub(/[()]/, "", list); n = split(list, p, /[|,]/); COUNTED = 0
  for (k = 1; k <= n; k++) if (p[k] ~ /[a-z]/ && p[k] !~ /^0x/) { COUNTED++; hits += p[k] == "syn" || (OUT && p[k] == "ack") }
  return hits + 0
}
function read_flags(   text, rest, value, mask, neg, w) {   # tcp flags & (fin|syn) == syn, syn / fin,syn, == syn, syn
  for (; I <= N; I++) {
    rest = T[I]; gsub(/fin|syn|rst|psh|ack|urg|ecn|cwr|0x[0-9a-f]+|[&|()=!\/,]/, "", rest)
    if (rest != "") break
    text = text T[I]
  }
  neg = text ~ /!/; value = mask = text
  if (text ~ /&/) { sub(/.*[!=]=/, "", value); sub(/^&/, "", mask); sub(/[!=]=.*/, "", mask) }
  else if (text ~ /\//) { sub(/\/.*/, "", value); sub(/^(==|!=|!)/, "", value); sub(/.*\//, "", mask) }
  else if (text ~ /^[=!]=/) { sub(/^[=!]=/, "", value); mask = "fin|syn|rst|psh|ack|urg" }
  else { sub(/^!/, "", value); if ((has_flags(value) > 0) == neg) MATCH = 0; return }
  w = has_flags(value) == has_flags(mask)     # each flag of the packet in the mask is in the rule …
  if (w) { w = has_flags(value); w = w == COUNTED }   # … and each flag of the rule is in the packet
  if (w == neg) MATCH = 0
}
function judge(tab, chain, k,   text, w) {              # what one rule does with the packet: accept, drop, jump X ... or nothing
  text = RULE[tab, chain, k]; N = split(text, T, " "); I = 1; MATCH = 1; MAYBE = 0; ACTION = ""
  while (I <= N && MATCH && ACTION == "") {
    w = T[I]
    if (w ~ /^(accept|drop|return|queue|reject|synproxy)$/) { ACTION = w == "synproxy" ? "accept" : w; I++ }
    else if (w == "jump" || w == "goto") { ACTION = w " " T[I + 1]; I += 2 }
    else if (w == "redirect" || w == "dnat") { for (ACTION = w; ++I <= N;) if (T[I] !~ /^(to|ip|ip6|addr)$/) ACTION = ACTION " " T[I] }
    else if (T[I + 1] == "mark" && T[I + 2] == "set") {
      if (!MAYBE) { if (w == "ct") CTMARK = T[I + 3] ~ /^[0-9]/ ? number(T[I + 3]) : "?"; else MARK = T[I + 3] ~ /^[0-9]/ ? number(T[I + 3]) : "?" }
      I += 4
    }
    else if (w == "notrack") { if (!MAYBE) STATE = "untracked"; I++ }
    else if (w == "tcp" && T[I + 1] == "flags") { I += 2; read_flags() }
    else if (w == "ct" && T[I + 1] == "count") { I += 3; if (T[I - 1] == "over") MATCH = 0 }
    else if (w == "counter") I += T[I + 1] == "packets" ? 5 : T[I + 1] == "name" ? 3 : 1
    else if (w == "log") for (I++; T[I] ~ /^(level|group|flags|snaplen|queue-threshold)$/;) I += 2
    else if (w == "limit" && T[I + 1] == "rate") {   # a first connection is under every limit
      if (T[I + 2] == "over") MATCH = 0
      I += 3; if (T[I] ~ /bytes/) I++
      if (T[I] == "burst") I += 3
    }
    else if (w ~ /^(add|update|meter)$/) { if (text ~ / over /) MATCH = 0; while (I <= N && T[I++] != "}"); }
    else if (w == "false") MATCH = 0
    else if (w == "true" || w == "continue") I++
    else if (w ~ /^(meta|fib|tcp|th|ip|ip6|ct|[io]if|[io]ifname|anyport|udp|udplite|icmp|icmpv6|sctp|dccp|igmp|esp|ah)$/) read_condition(tab)
    else { I++; cannot_judge() }
  }
  if (!MATCH || ACTION == "") return ""
  if (!MAYBE) return ACTION
  UNSURE = 1; if (SKIPPED == "") SKIPPED = ORIGINAL[tab, chain, k]
  return ""
}

# ---- Chains, in the order of hooks and priorities.

function walk(tab, chain, depth,   k, action, p, out) {
  for (k = 1; depth < 20 && k <= COUNT[tab, chain]; k++) {
    action = judge(tab, chain, k)
    if (action == "" || action == "queue") continue
    if (action == "return") return ""
    split(action, p, " ")
    if (p[1] == "jump" || p[1] == "goto") {
      out = walk(tab, p[2], depth + 1)
      if (out != "") return out
      if (p[1] == "goto") return ""
    } else { CHAIN = chain; TEXT = ORIGINAL[tab, chain, k]; return action }
  }
  return ""
}
function pass_base(b,   p, family, action, a, address) {   # one base chain; VERDICT is set where the packet ends
  split(BASE[b], p, SUBSEP); split(p[1], family, " ")
  if ((p[1] in DORMANT) || family[1] == (FAMILY == 4 ? "ip6" : "ip")) return
  CHAIN = p[2]; TEXT = "policy " POLICY[p[1], p[2]]
  action = walk(p[1], p[2], 0); if (action == "") action = POLICY[p[1], p[2]]
  split(action, a, " "); LAST = p[1] "\t" CHAIN "\t" TEXT "\t" p[2]
  if (action == "drop" || action == "reject") VERDICT = OUT ? "drop" : action   # an answer that is rejected never arrives
  else if (a[1] == "redirect" || a[1] == "dnat") {
    address = a[2]; sub(/:[0-9]+$/, "", address)
    if (address != "" && is_server(address) == 0) { VERDICT = "elsewhere"; return }
    if (a[2] ~ /:[0-9]+$/) { sub(/.*:/, "", a[2]); PORT = a[2] + 0; if (PORT != ASKED) BENT = LAST }
  }
  if (!OUT) ACCEPTED = LAST
}
function pass_hook(hook,   b, k, n, order) {
  for (b = 1; b <= BASES; b++) if (HOOK[b] == hook) {
    for (k = ++n; k > 1 && PRIORITY[order[k - 1]] > PRIORITY[b]; k--) order[k] = order[k - 1]
    order[k] = b
  }
  for (k = 1; k <= n && VERDICT == ""; k++) pass_base(order[k])
}

# ---- Reading: rules of iptables are translated to nftables.

function set_words(set, sides,   p, q, n, k, out) {   # --match-set NAME src,dst
  n = split(SET_TYPE[set], p, ","); split(sides, q, ",")
  for (k = 1; k <= n; k++) {
    out = out (k > 1 ? " . " : "")
    if (p[k] ~ /^(ip|net)$/) out = out IP (q[k] == "src" ? " saddr" : " daddr")
    else if (p[k] == "port") out = out (q[k] == "src" ? "tcp sport" : "tcp dport")
    else if (p[k] == "iface") out = out (q[k] == "src" ? "iifname" : "oifname")
    else return ""
  }
  return out
}
function from_iptables(   k, w, neg, out, recent, x) {   # one -A line, already in T[1..N]
  for (k = 3; k <= N; k++) {
    neg = ""
    if (T[k] == "!") { neg = " !="; k++ }
    w = T[k]; x = T[k + 1]
    if (w == "-j" || w == "-g") {
      if (recent != "") out = out " " recent
      if (x ~ /^(ACCEPT|DROP|RETURN|REJECT)$/) return out " " tolower(x)
      if (x == "TARPIT" || x == "STEAL") return out " drop"
      if (x == "NFQUEUE") return out " queue"
      if (x == "SYNPROXY") return out " accept"
      if (x == "REDIRECT") return out " redirect to :" T[k + 3]
      if (x == "DNAT") return out " dnat to " T[k + 3]
      if (x == "NOTRACK" || (x == "CT" && T[k + 2] == "--notrack")) return out " notrack"
      if (x == "MARK" || x == "CONNMARK") {
        sub(/\/0xffffffff$/, "", T[k + 3])
        return out (x == "MARK" ? " meta mark set " : " ct mark set ") (T[k + 2] ~ /^--set-x?mark$/ && T[k + 3] !~ /\// ? T[k + 3] : "?")
      }
      return (TABLE, x) in DECLARED ? out (w == "-j" ? " jump " : " goto ") x : out
    }
    if (w ~ /^--(set|rsource|rdest|reap|rttl)$/) continue
    if (w ~ /^--(update|rcheck)$/) { recent = "unknown"; continue }
    if (w == "--syn") { out = out " tcp flags" (neg ? neg : " ==") " syn"; continue }   # of fin, syn, rst and ack
    if (w == "-f") { out = out (neg ? " true" : " false"); continue }
    if (w == "--tcp-flags") {
      gsub(/ALL/, "fin,syn,rst,psh,ack,urg", x); gsub(/ALL/, "fin,syn,rst,psh,ack,urg", T[k + 2]); sub(/NONE/, "0x0", T[k + 2])
      gsub(/,/, "|", x); gsub(/,/, "|", T[k + 2])
      out = out " tcp flags & (" tolower(x) ")" (neg ? neg : " ==") " " tolower(T[k + 2]); k += 2; continue
    }
    if (w == "--match-set") {
      x = set_words(x, T[k + 2]); out = out " " (x == "" ? "unknown" : x neg " @" T[k + 1])
      for (k += 2; T[k + 1] ~ /^--(return-nomatch|update-counters)$/ || T[k + 1] == "!" && T[k + 2] ~ /^--update/; k++);
      continue
    }
    k++
    if (w == "-m" || w ~ /^--(limit|limit-burst|name|mask|seconds|hashlimit-(burst|mode|name|srcmask|htable.*)|connlimit-mask)$/) continue
    if (w == "--hitcount") recent = "false"                # a rate: a first connection does not reach it
    else if (w == "-p") out = out " meta l4proto" neg " " x
    else if (w == "-s" || w == "--src-range") out = out " " IP " saddr" neg " " x
    else if (w == "-d" || w == "--dst-range") out = out " " IP " daddr" neg " " x
    else if (w == "-i" || w == "-o") { sub(/\+$/, "*", x); out = out " " (w == "-i" ? "iifname" : "oifname") neg " " x }
    else if (w == "--ports") { gsub(/:/, "-", x); gsub(/,/, " , ", x); out = out " anyport" neg " { " x " }" }
    else if (w ~ /^--[sd]ports?$/) { gsub(/:/, "-", x); gsub(/,/, " , ", x); out = out " tcp " substr(w, 3, 1) "port" neg " { " x " }" }
    else if (w ~ /^--(ctstate|state)$/) { gsub(/,/, " , ", x); out = out " ct state" neg " { " tolower(x) " }" }
    else if (w == "--ctdir") out = out " ct direction " tolower(x)
    else if (w == "--dst-type" || w == "--src-type") { gsub(/,/, " , ", x); out = out " fib " substr(w, 3, 1) "addr type" neg " { " x " }" }
    else if (w == "--pkt-type") out = out " meta pkttype" neg " " x
    else if (w == "--mark") { sub(/\/0xffffffff$/, "", x); w = x; sub(/.*\//, "", w); sub(/\/.*/, "", x); out = out " meta mark" (w == x ? "" : " & " w) (neg ? neg : " ==") " " x }
    else if (w == "--length") { sub(/:/, "-", x); out = out " meta length" neg " " x }
    else if (w == "--ttl-lt") out = out " " IP " ttl < " x
    else if (w ~ /^--(icmp|icmpv6)-type$/ || w ~ /-above$/) out = out " false"
    else if (w !~ /-upto$/) out = out " unknown"
  }
  return out
}
function add_rule(tab, chain, text, original) {
  RULE[tab, chain, ++COUNT[tab, chain]] = text; ORIGINAL[tab, chain, COUNT[tab, chain]] = original
}
function add_base(tab, chain, hook, priority) { BASE[++BASES] = tab SUBSEP chain; HOOK[BASES] = hook; PRIORITY[BASES] = priority; POLICY[tab, chain] = "accept" }
function priority_of(text,   p, n) {          # raw, filter + 10, -150
  sub(/.* priority /, "", text); sub(/;.*/, "", text); n = split(text, p, " ")
  p[0] = n >= 3 ? p[3] * (p[2] == "-" ? -1 : 1) : 0
  return (p[1] ~ /[0-9]/ ? p[1] : STANDARD[p[1]]) + p[0]
}
function add_element(tab, set, e) {
  ELEMENT[tab, set, ++SIZE[tab, set]] = e
  if (e ~ / \. /) return
  if (e ~ /[\/-]/) NET_OF[tab, set, ++NETS[tab, set]] = e; else if (e ~ /[.:]/) EXACT[tab, set, hex(e)] = 1
}
function add_elements(tab, set, text,   p, n, k) {
  MAP_TEXT[tab, set] = text; n = split(text, p, ",")
  for (k = 1; k <= n; k++) if (trimmed(p[k]) != "") add_element(tab, set, trimmed(p[k]))
}
function add_ipset(tab, set,   p, n, k, e) {  # its elements have commas inside, and ports have a protocol before them
  SET[tab, set] = 1; n = split(MEMBERS[set], p, "\n")
  for (k = 1; k <= n; k++) {
    e = p[k]; if (e == "") continue
    if (e in MEMBERS) { add_ipset_members(tab, set, e); continue }
    if (e ~ / nomatch/) { sub(/ .*/, "", e); NOMATCH[tab, set, ++NOMATCHES[tab, set]] = e; continue }
    sub(/ .*/, "", e); gsub(/,/, " . ", e); gsub(/tcp:/, "", e); gsub(/[a-z]+:[0-9-]+/, "none", e); add_element(tab, set, e)
  }
}
function add_ipset_members(tab, set, inner,   p, n, k) {   # a set in a list of sets
  n = split(MEMBERS[inner], p, "\n")
  for (k = 1; k <= n; k++) if (p[k] != "") { sub(/ .*/, "", p[k]); add_element(tab, set, p[k]) }
}
BEGIN {
  FAMILY = length(FROM) == 32 ? 6 : 4; ASKED = PORT; STATE = "new"; CTMARK = 0
  STANDARD["raw"] = -300; STANDARD["mangle"] = -150; STANDARD["dstnat"] = STANDARD["nat"] = -100; STANDARD["security"] = 50; STANDARD["srcnat"] = 100
}
$1 == "#source" { SOURCE = $2; IP = $3; OLDER = $4; TABLE = ""; CHAIN_NAME = ""; BLOCK = ""; next }
SOURCE == "ipset" && $1 == "create" { x = $3; sub(/.*:/, "", x); SET_TYPE[$2] = x == "set" ? "ip" : x; MEMBERS[$2] = ""; next }
SOURCE == "ipset" && $1 == "add" { MEMBERS[$2] = MEMBERS[$2] "\n" $3 (/ nomatch/ ? " nomatch" : ""); next }
SOURCE == "iptables" && /^\*/ { TABLE = IP " " substr($1, 2) (OLDER ? " (legacy)" : ""); SEEN[TABLE] = 1; next }
SOURCE == "iptables" && /^:/ {
  CHAIN_NAME = substr($1, 2); DECLARED[TABLE, CHAIN_NAME] = 1
  if (CHAIN_NAME ~ /^(PREROUTING|INPUT|OUTPUT|POSTROUTING)$/) {
    x = TABLE; sub(/^[^ ]* /, "", x); sub(/ .*/, "", x)
    add_base(TABLE, CHAIN_NAME, tolower(CHAIN_NAME), STANDARD[x] + 0); POLICY[TABLE, CHAIN_NAME] = tolower($2)
  }
  next
}
SOURCE == "iptables" && $1 == "-A" {
  ORIG = $0; gsub(/--(comment|log-prefix|nflog-prefix|reject-with) ("[^"]*"|[^ ]+)/, ""); gsub(/-m comment/, ""); gsub(/"/, "")
  N = split($0, T, " "); CHAIN_NAME = T[2]; add_rule(TABLE, CHAIN_NAME, from_iptables(), ORIG); next
}
SOURCE == "nft" {
  LINE = LINE $0
  if (LINE ~ /,$/) next                                  # long sets have several lines
  $0 = LINE; LINE = ""; gsub(/^[ \t]+|[ \t]+$/, ""); gsub(/[ \t]+/, " ")
  if ($0 == "" || /^#/) next
  if ($1 == "table") { TABLE = $2 " " $3; BLOCK = ""; next }
  if ($0 == "}") { BLOCK = ""; next }
  if (BLOCK == "" && $1 == "flags" && /dormant/) { DORMANT[TABLE] = 1; next }
  if (BLOCK == "" && /\{$/) { BLOCK = $1; CHAIN_NAME = $2; if ($1 ~ /^(set|map)$/) SET[TABLE, $2] = 1; next }
  ORIG = $0; gsub(/(comment|prefix) "[^"]*"/, ""); gsub(/"/, "")
  if (BLOCK ~ /^(set|map)$/) { if ($1 == "elements") { sub(/^[^{]*\{/, ""); sub(/\}[^}]*$/, ""); add_elements(TABLE, CHAIN_NAME, $0) } next }
  if (BLOCK != "chain" || TABLE in SEEN) next            # those tables came from iptables already
  if ($1 == "type" && / hook /) {
    if ($4 == "ingress" && (" " $0 " ") !~ (" " IFACE "[ ;]|[{ ]" IFACE "[, }]")) next
    if ($4 ~ /^(ingress|prerouting|input|output|postrouting)$/ && TABLE !~ /^(arp|bridge) /) {
      add_base(TABLE, CHAIN_NAME, $4, priority_of($0)); if (/policy drop/) POLICY[TABLE, CHAIN_NAME] = "drop"
    }
    next
  }
  gsub(/[{},]/, " & "); add_rule(TABLE, CHAIN_NAME, $0, ORIG)
}
END {
  for (b = 1; b <= BASES; b++) for (s in SET_TYPE) { split(BASE[b], p, SUBSEP); if (!((p[1], s) in SET)) add_ipset(p[1], s) }
  start_packet(0); pass_hook("ingress"); pass_hook("prerouting"); pass_hook("input")
  if (VERDICT == "") { start_packet(1); pass_hook("output"); pass_hook("postrouting") }
  way = OUT && VERDICT != "" ? "out" : "in"
  if (VERDICT == "") { VERDICT = "accept"; LAST = ACCEPTED "\t\t\t"; if (BENT != "") LAST = BENT }
  split(LAST, q, "\t")
  print VERDICT "\t" (UNSURE ? "unsure" : "sure") "\t" q[1] "\t" q[2] "\t" q[3] "\t" PORT "\t" SKIPPED "\t" q[4] "\t" way
}
'

# ---------------------------------------------------------------- the system

look_at_system() {
  # Values that the parts below share, for systems on which not all of them run.
  daemons='' daemon_options='' config_file='' socket='' unit=sshd masked=no log_lines='' ports='' way=''
  uid=$(id -u) os=$(uname -s); FOUND='' EVIDENCE='' UNSEEN=''
  sudo=$(root || say 'sudo ')
  system=$(quick awk -F= '$1 == "PRETTY_NAME" { gsub(/"/, "", $2); print $2; exit }' /etc/os-release 2>/dev/null)
  clean "${system:-$(uname -sr)}"; system=$cleaned
  manager=none
  for each in apt-get dnf yum zypper apk pacman opkg pkg; do
    if has $each; then manager=$each; break; fi
  done
  init=none
  if [ "$os" = Darwin ]; then init=launchd
  elif [ "$os" != Linux ]; then init=rc
  elif [ -d /run/systemd/system ]; then init=systemd
  elif [ -d /run/openrc ]; then init=openrc
  elif [ -d /run/runit ] && has sv; then init=runit   # openssh-server of Debian creates that folder everywhere
  elif [ -x /etc/init.d/ssh ] || [ -x /etc/init.d/sshd ] || [ -x /etc/init.d/dropbear ]; then init=sysvinit
  fi
  note -- system "$system, started by $init, packages by $manager; looking as $(id -un 2>/dev/null || say "$uid")"
  root || unseen 'Run as an ordinary user: firewall rules, bans, the files of other users and some logs cannot be read. With sudo it sees them.'
}

other_systems() { # macOS and the BSDs: reading these there was never tested, so the check does not read them
  say "$os is not Linux: listeners, processes, the firewall and the log were not checked. Type these commands instead."
  case $os in
    (Darwin)
      say 'Is Remote Login on: sudo systemsetup -getremotelogin'
      say "What listens on the port: sudo lsof -nP -iTCP:$port -sTCP:LISTEN"
      say "Is the user allowed to log in (without such a group, everybody is): dseditgroup -o checkmember -m ${user:-USER} com.apple.access_ssh"
      say 'Firewall: /usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate; sudo pfctl -sr'
      say "Log: log show --last 10m --predicate 'process == \"sshd\" OR process == \"sshd-session\"'" ;;
    (*)
      say 'Is it running: service sshd status (OpenBSD: rcctl check sshd)'
      say 'What listens on the port: sockstat -l -P tcp, or fstat | grep sshd, or netstat -an | grep LISTEN'
      say 'Firewall: pfctl -sr; ipfw list; npfctl show'
      say 'Log: grep sshd /var/log/auth.log /var/log/authlog | tail -n 20' ;;
  esac
}

package_state() { # what the package manager says of the SSH server
  case $manager in
    (apt-get) quick dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' openssh-server 2>/dev/null |
      awk '$NF != "not-installed"' ;;   # dpkg still knows a package that was purged, or that another one only names
    (dnf|yum|zypper) quick rpm -q openssh-server 2>/dev/null ;;
    (apk) quick apk info -e openssh-server openssh dropbear 2>/dev/null ;;
    (pacman) quick pacman -Q openssh 2>/dev/null ;;
    (opkg) quick opkg status dropbear openssh-server 2>/dev/null | awk '$1 == "Package:"' ;;
  esac | head -n 1
}

look_at_program() {
  sshd='' server=none version=''
  for each in /usr/sbin/sshd /usr/local/sbin/sshd /sbin/sshd /usr/bin/sshd; do
    if [ -f $each ] && [ -x $each ]; then sshd=$each server=openssh; break; fi
  done
  # Dropbear counts only where it is set up as a service: its programs may be there only to unlock a disk at boot.
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

read_listeners() { # lines: address, port, inode. Everybody may read these two files.
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
}

listens() { say "$listening" | awk -v port="$1" '$2 == port { hit = 1 } END { exit !hit }'; } # does any program listen on this port?

sockets_of() { # address and port of each listener of process $1; only root sees whose sockets they are
  { quick ls -l$shown "/proc/$1/fd" 2>/dev/null; say "#$NL$listening"; } | awk '
    $0 == "#" { in_listeners = 1; next }
    !in_listeners { if ($10 == "->" && NF == 11 && $11 ~ /^socket:\[[0-9]+\]$/) own[substr($11, 9, length($11) - 9)] = 1; next }
    $3 in own { print $1, $2 }'
}

id_of() { # the uid of process $1, empty when there is none
  while read -r key real rest; do
    [ "$key" != Uid: ] || { say "$real"; return 0; }
  done 2>/dev/null <"/proc/$1/status"
}

is_roots() { # does process $1 belong to root, whoever owns its folder in /proc? By all four ids of status (proc(5))
  while read -r key real effective saved rest; do
    case $key in (Uid:) case $real$effective$saved$rest in (0000) return 0 ;; (*) return 1 ;; esac ;; esac
  done 2>/dev/null <"/proc/$1/status"
  return 1
}

look_at_processes() { # only the listeners: each open session has one more process
  daemons='' daemon_line='' starter='' users_own='' our_network=$(readlink /proc/self/ns/net 2>/dev/null)
  set +f
  for each in /proc/[0-9]*; do
    set -f; name=''
    read -r name 2>/dev/null <"$each/comm" || continue
    case $name in
      (xinetd|inetd|inetutils-inetd|tcpsvd|tcpserver) ! is_roots "${each#/proc/}" || starter=$name ;;
      (sshd|dropbear)
        # Anybody can start a program of that name, with arguments without end.
        is_roots "${each#/proc/}" || [ "$(id_of "${each#/proc/}")" = "$uid" ] || { users_own=yes; continue; }
        # Those in containers have a separate network (only root sees which).
        network=$(readlink "$each/ns/net" 2>/dev/null); [ "${network:-$our_network}" = "$our_network" ] || continue
        line=$(head -c 4096 "$each/cmdline" 2>/dev/null | tr '\000' ' ')
        case $line in (*'[listener]'*|/*|sshd\ -*|dropbear*) ;; (*) continue ;; esac
        daemons="$daemons ${each#/proc/}"
        # Several can run, each with its own configuration: the one that has the port counts.
        [ -z "$daemon_line" ] || { root && sockets_of "${each#/proc/}" | grep -q " $port\$"; } || continue
        daemon_line=$line daemon=$name daemon_id=${each#/proc/} ;;
    esac
  done
  set -f
  case $daemons in (*' '*' '*) root || unseen 'Which of several SSH servers has the port: only root sees that. The settings of one of them were read.' ;; esac
  config_file='' daemon_options=''
  # Only options of a process of root: `sshd -T` gets them, so that it shows the settings of the running one.
  if [ -n "$daemon_line" ] && is_roots "$daemon_id"; then
    daemon_options=$(say "$daemon_line" | awk '{
      for (k = 1; k <= NF; k++) if ($k ~ /^-[fop]$/) {
        option = $k; value = $(++k)
        if (option == "-o") while (k < NF && $(k + 1) !~ /^[-[]/) value = value " " $(++k)
        print option; print value
      } }')
    config_file=$(say "$daemon_options" | awk 'last == "-f" { print; exit } { last = $0 }')
  fi
  [ "${daemon-}" != dropbear ] || [ -z "$daemon_line" ] || server=dropbear
}

run_sshd() { # runs sshd with the options of the running one and the given ones
  IFS=$NL
  # shellcheck disable=SC2086 # one option a line
  set -- $daemon_options "$@"
  unset IFS
  quick "$sshd" "$@"
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
    [ -n "$units" ] || unseen 'What systemd says of the SSH service: systemctl gave no answer.'
    [ -z "$units" ] || note -- service "${service_state:-systemd knows no ssh.service and no sshd.service}${socket:+; $socket is active and listens on $socket_listen}"
  fi
  if [ -n "$daemons" ]; then note ok process "the SSH server runs as process$daemons: $daemon_line"
  elif [ -n "$socket" ]; then note ok process "no sshd runs by itself: $socket starts one when needed"
  else note '!!' process 'no sshd and no dropbear is running'; fi
  [ ! -e /etc/ssh/sshd_not_to_be_run ] || note '!!' service '/etc/ssh/sshd_not_to_be_run is there: Debian and Ubuntu then do not start sshd'
}

look_at_listeners() { # whose are the listeners
  mine='' owner=seen port_holder=''
  if root; then mine=$(for each in $daemons ${socket:+1}; do sockets_of "$each"; done | sort -u); fi
  [ -z "$socket" ] || mine=$(say "$socket_listen" | awk '{ for (k = 1; k <= NF; k++) { a = p = $k; sub(/.*:/, "", p); if (a !~ /:/) a = "::"; else sub(/:[0-9]+$/, "", a); gsub(/[][]/, "", a); print a, p } }')
  # Without root: the ports in the configuration that some program listens on.
  if [ -z "$mine" ] && ! root && [ -n "$daemons" ]; then
    owner=guessed
    mine=$(say "$listening" | awk -v l="$(setting port | tr '\n' ' ')" 'BEGIN { n = split(l, p, " "); for (k = 1; k <= n; k++) own[p[k]] = 1 } $2 in own { print $1, $2 }' | sort -u)
    unseen 'Whose sockets the listeners are: only root sees that.'
  fi
  on_port=$(say "$mine" | awk -v p="$port" '$2 == p { print $1 }')
  ports=$(say "$mine" | awk 'NF && !s[$2]++ { print $2 }' | tr '\n' ' '); ports=${ports% }
  [ -z "$mine" ] || note ok listeners "the SSH server listens on $(say "$mine" | awk '{ printf "%s%s port %s", (NR > 1 ? ", " : ""), $1, $2 }')"
  others=$(say "$listening" | awk -v p="$port" '$2 == p { print $1 }' | tr '\n' ' ')
  [ -z "$on_port" ] || return 0
  if [ -n "$others" ] && root; then port_holder=$(who_has_port); fi
  note '!!' listeners "port $port: ${others:+${port_holder:-another program} listens on }${others:-nobody listens}"
}

who_has_port() { # the name of the program that listens on $port
  set +f
  holder=$({ quick ls -l$shown /proc/[0-9]*/fd 2>/dev/null; say "#$NL$listening"; } | awk -v port="$port" '
    $0 == "#" { in_listeners = 1; next }
    !in_listeners && /^\/proc\/[0-9]+\/fd:$/ { split($0, p, "/"); pid = p[3]; next }
    !in_listeners { if ($10 == "->" && NF == 11 && $11 ~ /^socket:\[[0-9]+\]$/) has[substr($11, 9, length($11) - 9)] = pid; next }
    $2 == port && ($3 in has) { print has[$3]; exit }')
  set -f
  [ -n "$holder" ] || return 0
  if is_roots "$holder"; then quick head -c 64 "/proc/$holder/comm" 2>/dev/null; else say "a program of uid $(id_of "$holder")"; fi
}

look_at_running() {
  config_port=$(setting port | tr '\n' ' '); config_port=${config_port% }
  if [ -z "$daemons$socket" ]; then
    case $port_holder in
      (xinetd|inetd|inetutils-inetd|tcpsvd|tcpserver|systemd) note ok process "$port_holder has port $port and starts a program for each connection"; return 0 ;;
    esac
    if [ -n "$others" ] && ! root; then
      unseen "Which program listens on port $port${starter:+ ($starter may start sshd for each connection)}: only root sees that."
      [ -z "$starter" ] || return 0
    fi
    [ $server = none ] || has_found upgrade-incomplete || has_found config-invalid || has_found host-keys-missing ||
      found service-stopped "${users_own:+possible}${users_own:-proved}" "No process of the SSH server runs as root${service_state:+: $service_state}.${port_holder:+ Port $port belongs to $port_holder.}"
    return 0
  fi
  certainty=proved; [ $owner = seen ] || certainty=likely
  case $owner$daemons in (guessed' '*' '*) return 0 ;; esac   # several run, and only root sees which has the port
  if [ -z "$on_port" ] && [ -n "$ports" ]; then
    case " $config_port " in
      (*" $port "*)
        if [ -n "$socket" ]; then
          found socket-activated $certainty "sshd_config says port $config_port, but $socket of systemd listens on port $ports, and nobody listens on port $port."
        else found port-differs $certainty "The SSH server listens on port $ports. Its configuration now says $config_port: it was not restarted since."; fi ;;
      (*) found port-differs $certainty "The SSH server listens on port $ports, and the client uses port $port." ;;
    esac
  elif [ -n "$on_port" ]; then
    bound=$(say "$on_port" | tr '\n' ' '); bound=${bound% }
    kind=$(say "$on_port" | awk "$NET"'{ h = hex($1); if (is_loopback(h)) l = 1; else if ($1 ~ /^(0.0.0.0|::)$/ || !is_private(h)) o = 1; else p = 1 } END { print o ? "open" : p ? "private" : "loopback" }')
    public=$(say "$addresses" | awk "$NET"'{ for (k = 1; k <= NF; k++) if (!is_private(hex($k))) { print $k; exit } }')
    [ "$kind" != loopback ] ||
      found loopback-only $certainty "Port $port is bound only to $bound, which only programs on this machine can reach."
    case $from in (''|*:*) ;; (*)
      [ -n "$socket" ] || say "$on_port" | grep -q '\.' || note '!!' listeners "port $port is bound only to IPv6 addresses, and the client comes over IPv4" ;;
    esac
    [ "$kind" != private ] || [ -z "$public" ] ||
      found loopback-only likely "Port $port is bound only to the private address $bound, and this machine also has $public."
  elif [ $owner = guessed ] || ! root; then
    unseen "Where the running SSH server listens. Nobody listens on port ${config_port:-22}, which the configuration names."
  else found service-stopped likely 'A process of the SSH server runs, but none listens.'; fi
}

# ---------------------------------------------------------------- configuration

read_files() { # the global part of sshd_config and of the files that it includes, as `sshd -T` would print it, without Match blocks
  set +f; set -- /etc/ssh/sshd_config.d/*.conf "${config_file:-/etc/ssh/sshd_config}"; set -f
  IFS=$NL
  # shellcheck disable=SC2046 # one file a line
  quick awk 'FNR == 1 { off = 0 } tolower($1) == "match" { off = 1 } off || /^[ \t]*(#|$)/ { next }
    { k = tolower($1); sub(/^[ \t]*[^ \t=]+[ \t=]+/, ""); gsub(/"/, "") }
    k ~ /^(port|listenaddress|hostkey|allowusers|denyusers|allowgroups|denygroups)$/ || !seen[k]++ { print k, $0 }' \
    $(regular "$@") 2>/dev/null
  unset IFS
}

regular() { # those of the paths that are regular files, one a line: a FIFO would keep its reader waiting
  for path in "$@"; do [ ! -f "$path" ] || say "$path"; done
}

look_at_settings() { # the settings for this user, host and address: Match blocks need all three
  settings='' settings_from='' match_unread=no changed=''
  [ $server = openssh ] || return 0
  spec="user=${user:-nobody},host=${from:-runner.invalid},addr=${from:-203.0.113.1}"
  full=$spec,lport=$port; [ -z "$same_family" ] || full=$full,laddr=${same_family%% *}
  for each in "-T $full" "-T $spec" "-G $full"; do
    settings=$(run_sshd "${each%% *}" -C "${each#* }" 2>/dev/null | awk '{ $1 = tolower($1); print }') || settings=''
    case $NL$settings in (*"${NL}port "*) settings_from="sshd ${each%% *} -C ${each#* }"; break ;; esac
  done
  if [ -z "$settings_from" ]; then
    settings=$(read_files) settings_from='only the files'
    set +f; set -- "${config_file:-/etc/ssh/sshd_config}" /etc/ssh/sshd_config.d/*.conf; set -f
    IFS=$NL
    # shellcheck disable=SC2046 # one file a line
    quick grep -qsi '^[[:space:]]*match[[:space:]]' $(regular "$@") && match_unread=yes
    unset IFS
    unseen 'The settings for this user and address: sshd -T did not answer, so sshd_config was read without its Match blocks.'
  fi
  case $NL$settings in (*"${NL}port "*) ;; (*) settings="port 22$NL$settings" ;; esac
  note -- settings "$settings_from: port $(setting port | tr '\n' ' ')permitrootlogin $(one permitrootlogin prohibit-password), pubkeyauthentication $(one pubkeyauthentication yes), authenticationmethods $(one authenticationmethods any), authorizedkeysfile $(one authorizedkeysfile '.ssh/authorized_keys .ssh/authorized_keys2')"
  # The running sshd uses what it read at its start or last reload: its pid file is of that time.
  pid_file=$(one pidfile none)
  if [ -n "$daemons" ] && [ -e "$pid_file" ]; then
    changed=$(one_line "$(quick find "${config_file:-/etc/ssh/sshd_config}" /etc/ssh/sshd_config.d -type f -newer "$pid_file" 2>/dev/null)")
    [ -z "$changed" ] || note '!!' settings "sshd was not restarted since these changed, and may still use the older ones: $changed"
  fi
  [ "$(one pubkeyauthentication yes)" = yes ] || note '!!' settings 'pubkeyauthentication no: every key is refused (auth/publickey-disabled)'
  chroot=$(one chrootdirectory none)
  [ "$chroot" = none ] || note -- settings "chrootdirectory $chroot: sshd ends the session unless root owns it and each folder above, and nobody else can write there (session/chroot-broken)"
  case $(one authenticationmethods any) in (any|publickey) ;; (*) note '!!' settings "authenticationmethods $(one authenticationmethods any): a key may be only the first factor (auth/second-factor)" ;; esac
}

look_at_config() { # what sshd itself says of its configuration and host keys
  [ $server = openssh ] || return 0
  test_text=$(run_sshd -t 2>&1); test_code=$?
  [ $test_code = 124 ] && { unseen 'sshd -t gave no answer within two seconds.'; return 0; }
  config_text=$(say "$test_text" | grep -iE 'line [0-9]+|bad configuration|configuration option|unsupported|directive|terminating|No such file or directory.*sshd_config|sshd_config.*(No such|denied)' | grep -viE 'deprecated|host ?key|load' | head -n 2 | tr '\n' ' ')
  case $test_text in
    (*sshd_config*'ermission denied'*) unseen "The configuration: only root may read it."; config_text='' ;;
  esac
  if [ $test_code != 0 ] && [ -n "$config_text" ]; then
    note '!!' config "sshd -t: $config_text"
    # A running sshd keeps what it read at its start: the fault shows at the next restart.
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

look_at_host_keys() { # only names and modes; the keys are not read
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
        (*' 0') faults="$faults$each can be read by others (${state% *}); " ;;
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
    found host-keys-missing proved "sshd has no host key that it can use: $faults"
  else note ok 'host keys' "$(say "$usable" | awk '{ print NF }') usable${faults:+; $faults}"; fi
}

# ---------------------------------------------------------------- firewall and bans

read_rules() {
  if has ipset; then say '#source ipset'; quick ipset save 2>/dev/null; fi
  for each in iptables ip6tables; do
    case $each in (ip6*) say '#source iptables ip6' ;; (*) say '#source iptables ip' ;; esac
    if has $each-nft-save; then quick $each-nft-save 2>/dev/null || say "#failed $each-nft-save"
    elif has $each-save; then quick $each-save 2>/dev/null || say "#failed $each-save"; fi
    # iptables-legacy runs only where it is in use: running it would load its modules.
    if has $each-legacy-save && grep -qs . "/proc/net/${each%tables}_tables_names"; then
      case $each in (ip6*) say '#source iptables ip6 legacy' ;; (*) say '#source iptables ip legacy' ;; esac
      quick $each-legacy-save 2>/dev/null
    fi
  done
  if has nft; then say '#source nft'; quick nft list ruleset 2>/dev/null || say '#failed nft list ruleset'; fi
}

look_at_firewall() {
  front=''
  quick grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf && front=ufw
  { [ -d /etc/csf ] && has csf; } && front=csf
  { [ -d /run/firewalld ] || pidof firewalld >/dev/null 2>&1; } && front=firewalld
  if ! root; then unseen "The rules of the firewall: only root can list them.${front:+ $front is enabled here.}"; return 0; fi
  has nft || has iptables-save || { note -- firewall 'neither nft nor iptables is installed'; unseen 'Firewall rules that were set without nft and iptables.'; return 0; }
  rule_text=$(read_rules | head -c 8000000)
  [ ${#rule_text} -lt 8000000 ] || unseen 'The rules of the firewall behind the first 8 MB.'
  device=$(quick ip route get "${from:-203.0.113.1}" 2>/dev/null | awk '{ for (k = 1; k < NF; k++) if ($k == "dev") { print $(k + 1); exit } }')
  # Where SSH listens, when the client uses the wrong port: the rules for the wrong one do not matter.
  wall_port=$port; walk_rules
  if has_found port-differs; then
    case " $ports " in
      (*" $(walked 6) "*) lose port-differs; note ok firewall "port $port is redirected to port $(walked 6), where SSH listens" ;;
      (*) wall_port=${ports%% *}; walk_rules ;;
    esac
  fi
  verdict=$(walked 1) table=$(walked 3) chain=$(walked 4) rule=$(walked 5) base=$(walked 8) way=$(walked 9)
  place="table $table, chain $chain: $rule"; [ -n "$table" ] || place='no rules'
  [ "$way" != out ] || place="answers of the server are blocked: $place"
  failed=$(say "$rule_text" | awk '$1 == "#failed" { sub(/^#failed /, ""); printf "%s%s", (n++ ? ", " : ""), $0 }')
  [ -z "$failed" ] || unseen "Some rules of the firewall: $failed gave no answer."
  certainty=proved mark=ok
  if [ "$(walked 2)" != sure ]; then
    certainty=likely mark=--
    note -- firewall "skipped without judging: $(walked 7)"
    unseen "Whether this rule of the firewall holds for the client: $(walked 7)"
  fi
  case $verdict in
    (accept)
      [ -z "$failed" ] || mark=--
      if [ "$(walked 6)" != "$wall_port" ] && ! has_found port-differs && ! listens "$(walked 6)"; then
        note '!!' firewall "port $wall_port is redirected to port $(walked 6), and nobody listens there: $place"
        found firewall-rejects likely "Port $wall_port is redirected to port $(walked 6), where nobody listens: $place"; return 0
      fi
      note $mark firewall "port $wall_port${from:+ from $from} is allowed ($place)${front:+; $front is on}"; return 0 ;;
    (elsewhere) note '!!' firewall "port $wall_port is forwarded to another machine or container: $place"; return 0 ;;
    (drop|reject) note '!!' firewall "port $wall_port${from:+ from $from}: $verdict, in $place" ;;
    (*) unseen 'The firewall: its rules could not be followed.'; return 0 ;;
  esac
  case "$table $chain $rule" in
    (*f2b-*|*fail2ban*|*sshguard*|*crowdsec*|*CROWDSEC*|*DENYIN*|*blocklist*|*denyhosts*)
      [ -z "$from" ] || { found banned $certainty "The firewall has $from on a list of bans: $place"; return 0; } ;;
  esac
  found "firewall-${verdict}s" $certainty "Port $wall_port${from:+ from $from}: $place"
}

walk_rules() { # what the rules do with a connection to $wall_port; `walked N` gives the parts of the answer
  walk_answer=$(say "$rule_text" | within 10 awk -v PORT="$wall_port" -v FROMTEXT="$from" -v IFACE="$device" -v LOCAL="$same_family" "BEGIN { FROM = hex(FROMTEXT) } $WALK")
}
walked() { say "$walk_answer" | cut -f "$1"; }

look_at_bans() {
  if has fail2ban-client; then
    bans=$(quick fail2ban-client banned 2>/dev/null)
    case $bans in
      (\[*)
        # [{'sshd': ['198.51.100.4', '203.0.113.0/24']}, {'recidive': []}]
        in_jail=$(say "$bans" | awk -v a="$from" "$NET"'{
          n = split($0, jail, /[{}]/)
          for (k = 1; k <= n && a != ""; k++) {
            m = split(jail[k], p, "\047")
            for (i = 4; i <= m; i += 2) if (p[i] == a || (p[i] ~ /\// && inside(hex(a), p[i]))) { print p[2]; exit }
          }
        }')
        if [ -n "$in_jail" ]; then
          note '!!' bans "fail2ban: $from is banned in the jail $in_jail"
          case $in_jail in (*ssh*|recidive*|*all*) has_found banned || found banned likely "fail2ban lists $from in its jail $in_jail." ;; esac
        else note ok bans "fail2ban: ${from:-the address} is in no jail${bans:+ ($(say "$bans" | awk '{ print gsub(/\047[0-9a-f]*[.:][0-9a-f.:\/]+\047/, "") }') banned in all)}"; fi ;;
      (*) if root; then note -- bans 'fail2ban is installed, and gives no answer (not running?)'; else unseen 'Bans of fail2ban: only root can list them.'; fi ;;
    esac
  fi
  # A ban can be a route, too: the answers to the address then go nowhere.
  case ${from:-none}$(quick ip route get "$from" 2>/dev/null) in (none*|*' dev '*) ;; (*)
    dead_route=$(quick ip route show match "$from" 2>/dev/null | grep -E '^(blackhole|prohibit|unreachable)' | head -n 1)
    if [ -n "$dead_route" ]; then
      note '!!' bans "the route to $from is: $dead_route"
      has_found banned || found banned proved "A route drops the answers to $from: $dead_route"
    fi ;;
  esac
  [ -n "$from" ] || unseen 'Bans and rules for one address: give --from, the address that the client comes from.'
  # OpenSSH 9.8 and later block addresses by themselves, for ten minutes at most (PerSourcePenalties).
  penalty=$(say "$log_lines" | awk -v a="$from" '
    { text = $0; if (match(text, /sshd(-session)?(\[[0-9]+\])?: /)) text = substr(text, RSTART + RLENGTH) }   # what a client calls itself comes later
    a != "" && index(text, "drop connection #") == 1 && / penalty: / && index(text, " from [" a "]:")' | tail -n 1)
  [ -z "$penalty" ] || has_found banned || found banned $log_age "A penalty of sshd itself (PerSourcePenalties), in the log: $penalty"
}

look_at_wrappers() { # /etc/hosts.allow, then /etc/hosts.deny: the first line that fits decides (hosts_access(5))
  [ -r /etc/hosts.deny ] && [ $server = openssh ] || return 0
  linked=no
  for each in "$sshd" /usr/lib/openssh/sshd-session /usr/libexec/openssh/sshd-session; do
    quick grep -qs 'libwrap\.so' "$each" && linked=yes
  done
  lines=$(quick awk "$NET"'
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
    (*) note ok wrappers "hosts.deny does not block ${from:-everybody}${lines:+ (${lines#*"$TAB"})}" ;;
  esac
}

# ---------------------------------------------------------------- an upgrade that did not end

# What a program says that does not find its libraries, or the right ones (glibc, musl, OpenSSL).
LOADER='error (while )?(loading|relocating)|symbol (lookup error|not found)|version .* not found|OpenSSL version mismatch|Exec format error'

version_of() { # the version that program $1 prints
  quick "$1" -V 2>&1 | awk 'match($0, /OpenSSH_[0-9.]+/) { print substr($0, RSTART + 8, RLENGTH - 8); exit }'
}

look_at_upgrade() { # the programs that sshd starts for each connection, and whether all of it is of one version
  incomplete=''
  [ $server = openssh ] || return 0
  for each in "$sshd" "$(one sshdsessionpath '')" "$(one sshdauthpath '')"; do
    case $each in (/*) ;; (*) continue ;; esac
    case $(state_of "$each") in
      (program)
        loader=$(quick "$each" -V 2>&1 | grep -iE "$LOADER" | head -n 1)
        [ -z "$loader" ] || incomplete="$incomplete$each does not start: $loader; " ;;
      (''|closed) unseen "Whether $each is there."; return 0 ;;
      (*) incomplete="$incomplete$each is missing or cannot be executed, and sshd starts it for each connection; " ;;
    esac
  done
  if [ -n "$incomplete" ]; then
    note '!!' program "$incomplete"
    found upgrade-incomplete proved "${incomplete%; }."
    return 0
  fi
  look_at_restart
  [ -n "$incomplete" ] || note ok program "$sshd starts, and the programs that it starts are there"
}

look_at_restart() { # a running sshd of an older version than its programs (9.8 and later start others) closes each connection
  root || return 0
  disk=$(version_of "$sshd")
  for each in $daemons; do
    case $(readlink "/proc/$each/exe" 2>/dev/null) in (*' (deleted)') ;; (*) continue ;; esac
    is_roots "$each" || continue
    running=$(version_of "/proc/$each/exe")
    if [ -z "$running" ] || [ "$running" = "$disk" ]; then continue; fi
    incomplete="sshd $running still runs, and the programs on the disk are of version $disk: it was not restarted."
    note '!!' program "$incomplete"
    found upgrade-incomplete likely "$incomplete"
    return 0
  done
}

# ---------------------------------------------------------------- the account

accounts() { # lines of the account database: of one user, or all; getent would take 1000 for a uid
  if has getent; then quick getent passwd ${1:+"$1"}
  elif [ "$os" = Darwin ]; then id -P ${1:+"$1"} 2>/dev/null | awk -F: -v OFS=: '{ print $1, "", $3, $4, $8, $9, $10 }'
  else cat /etc/passwd; fi | awk -F: -v u="${1:+$user_v}" 'u == "" { print; next } $1 == u { print; exit }'
}

look_at_account() {
  home='' user_id='' group_id='' shell='' drops=no
  [ -n "$fingerprint" ] || unseen 'Whether the offered key is listed: give --key-fingerprint (ssh-keygen -lf KEY.pub).'
  [ -n "$user" ] || { unseen 'The account: give --user, the name that the client logs in with.'; return 0; }
  entry=$(accounts "$user")
  if [ -z "$entry" ] && has getent; then
    quick getent passwd "$user" >/dev/null 2>&1
    [ $? != 124 ] || { unseen 'The account: getent gave no answer within two seconds (a directory server that is away?).'; return 0; }
  fi
  if [ -z "$entry" ]; then
    note '!!' account "there is no user $user"
    found user-missing proved "This machine has no user $user."
    return 0
  fi
  user_id=$(say "$entry" | cut -d: -f3) group_id=$(say "$entry" | cut -d: -f4) home=$(say "$entry" | cut -d: -f6) shell=$(say "$entry" | cut -d: -f7); shell=${shell:-/bin/sh}
  groups=$(quick id -Gn "$user" 2>/dev/null) group_ids=$(quick id -G "$user" 2>/dev/null)
  note ok account "$user has uid $user_id, home $home, shell $shell, groups $groups"
  case $home in
    (/*[!\ -~]*|*"$QUOTE"*|*\\*|[!/]*|'')
      unseen "The files of $user: the name of the home is no absolute path of plain characters."
      user_id='' ;;
  esac
  case $user_id$group_id in (*[!0-9]*|'') user_id=''; return 0 ;; esac
  if root && [ "$user_id" != 0 ] && as_user true 2>/dev/null; then drops=yes; fi
  look_at_pam
  # Of the password field, only the lock at its start is read, and whether more follows. Nothing of it is printed.
  state=$(root && { if has getent; then quick getent shadow "$user"; else grep "^$user:" /etc/shadow; fi; } 2>/dev/null |
    awk -F: -v today="$(($(date +%s) / 86400))" '{
      aged = $5 != "" && $3 + $5 < today
      print ($2 ~ /^!+$/ ? "bare" : $2 ~ /^!/ ? "locked" : "open"), ($8 != "" && $8 + 0 <= today ? "expired" : aged && $7 != "" && $3 + $5 + $7 < today ? "inactive" : "lasts"), ($3 == 0 && $3 != "" || aged ? "change" : "fresh") }')
  case $state in
    ('') if root; then unseen 'Whether the account is locked or expired: there is no entry in /etc/shadow.'; else unseen 'Whether the account is locked or expired: only root can see that.'; fi ;;
    (*' expired '*) found account-locked proved "The end date of the account $user has passed." ;;
    (*' inactive '*) [ "$pam" = no ] || found account-locked proved "The password of $user is too old, and the days of grace are over: PAM treats the account as expired." ;;
    ('bare '*) [ "$pam" = yes ] || found account-locked proved "The account $user never had a password (the field is only !), and sshd does not use PAM: it treats that as a lock and refuses keys too." ;;
    ('locked '*) [ "$pam" = yes ] || found account-locked proved "The account $user is locked (its password field begins with !), and sshd does not use PAM: it then refuses keys too." ;;
  esac
  case $state in
    (*' change') note '!!' account 'the password must be changed at the next login (auth/password-expired)' ;;
    ('open lasts'*) note -- account "not locked, not expired; usepam $pam" ;;
    (locked*|bare*) note -- account "the password is locked, which blocks keys only without PAM; usepam $pam" ;;
  esac
  # sshd itself looks at /etc/nologin; with PAM its module pam_nologin looks at both places instead.
  nologin=/etc/nologin; [ "$pam" = no ] || case $pam_rules in (*pam_nologin*) nologin='/var/run/nologin /etc/nologin' ;; (*) nologin='' ;; esac
  for each in $nologin; do
    if [ -e "$each" ] && [ "$user_id" != 0 ]; then found account-locked likely "$each is there: for now only root can log in."; break; fi
  done
  shell_state=$(state_of "$shell" 2>/dev/null)
  if [ -z "$shell_state" ]; then unseen "Whether the shell $shell of $user is there: no answer within two seconds."
  elif [ "$shell_state" = none ]; then found shell-missing proved "The shell $shell of $user does not exist."
  elif [ "$shell_state" != program ]; then found shell-missing proved "The shell $shell of $user cannot be executed."
  elif [ -r /etc/shells ] && ! grep -qxF -e "$shell" /etc/shells; then
    note -- account "$shell is not in /etc/shells, which matters only for Dropbear and pam_shells"
    case $server$pam_rules in (dropbear*|*pam_shells*) found shell-missing proved "The shell $shell of $user is not in /etc/shells." ;; esac
  fi
  case $shell in (*/nologin|*/false) note '!!' account "$shell ends each session at once (session/no-shell)" ;; esac
}

look_at_pam() { # the account rules of PAM: its modules can refuse a login after the key was accepted
  pam=$(one usepam no) pam_rules='' pam_refusal=''
  [ "$pam" = yes ] || return 0
  pam_rules=$(quick awk '{ sub(/^-/, "") } $1 == "account" || $1 ~ /^@?include$/ || $2 ~ /^(include|substack)$/ { f = $1 == "account" ? $3 : $2; print
      if (/include|substack/) { while ((getline line <("/etc/pam.d/" f)) > 0) if (line ~ /^-?account/) print line; close("/etc/pam.d/" f) } }' /etc/pam.d/sshd 2>/dev/null)
  modules=$(say "$pam_rules" | grep -vE '^account[[:space:]]+(sufficient|optional)' | grep -oE 'pam_(listfile|succeed_if|time|tally2?|faillock|ldap|sss|krb5|winbind|exec|slurm_adopt|slurm)\.so' | sort -u | tr '\n' ' ')
  [ -z "$modules" ] || unseen "What these modules of PAM say of $user: $modules"
  case $pam_rules in (*pam_access*) ;; (*) return 0 ;; esac
  access_files=$(say "$pam_rules" | awk 'match($0, /accessfile=[^ ]+/) { print substr($0, RSTART + 11, RLENGTH - 11); exit }')
  set +f
  # access.conf(5): permission : users : origins. The first line that fits decides.
  # shellcheck disable=SC2086 # several files
  pam_refusal=$(quick awk -v user="$user_v" -v memberof=" $(escaped "$groups") " -v from="$from" "$NET"'
    function who(p) { if (p == "ALL" || p == user) return 1; gsub(/[()]/, "", p); return index(memberof, " " p " ") > 0 }
    function where(p) {
      if (p == "ALL") return 1
      if (p == "LOCAL" || p ~ /^(tty|cron|:)/) return 0
      if (from == "") return -1
      return p ~ /^[0-9.]+\.$/ ? index(from, p) == 1 : inside(hex(from), p)
    }
    function list(text, people,   p, n, k, hit, x) {
      n = split(text, p, /[ ,\t]+/)
      for (k = 1; k <= n && p[k] != "EXCEPT"; k++) if (p[k] != "") { x = people ? who(p[k]) : where(p[k]); if (x == 1) hit = 1; else if (x < 0 && !hit) hit = -1 }
      for (k++; hit && k <= n; k++) if (p[k] != "" && (people ? who(p[k]) : where(p[k])) == 1) return 0
      return hit + 0
    }
    /^[ \t]*[+-][ \t]*:/ {
      text = $0; perm = $0; gsub(/^[ \t]+/, "", perm); people = $0; sub(/^[^:]*:[ \t]*/, "", people); places = people
      sub(/[ \t]*:.*/, "", people); sub(/^[^:]*:[ \t]*/, "", places)
      a = list(people, 1); b = list(places, 0)
      if (!a || !b) next
      if (substr(perm, 1, 1) == "-") print (b < 0 ? "possible" : "proved") "\t" FILENAME ": " text
      if (b > 0) exit
    }' ${access_files:-/etc/security/access.conf /etc/security/access.d/*.conf} 2>/dev/null | head -n 1)
  set -f
  if [ -n "$pam_refusal" ]; then note '!!' account "pam_access: ${pam_refusal#*"$TAB"}"; fi
}

look_at_permission() { # DenyUsers, AllowUsers, DenyGroups, AllowGroups in sshd's order; PermitRootLogin
  [ -n "$user_id" ] && [ $server = openssh ] || return 0
  answer=$(say "$settings" | awk -v user="$user_v" -v memberof="$(escaped "$groups")" -v address="$from" "$NET"'
    function name_fits(p,   q, n, who, hit) {
      n = split(p, q, "@"); who = p
      if (n > 1) { who = p; sub(/@[^@]*$/, "", who); if (!glob(user, who)) return 0
        if (q[n] == "*") return 1
        if (address == "") return -1
        return list_fits(address, q[n]) == 1 }
      return glob(user, p)
    }
    function group_fits(p,   q, n, k) { n = split(memberof, q, " "); for (k = 1; k <= n; k++) if (glob(q[k], p)) return 1; return 0 }
    $1 ~ /^(allow|deny)(users|groups)$/ {
      for (k = 2; k <= NF; k++) {
        LIST[$1] = LIST[$1] " " $k               # in these lists a ! before a name means nothing
        hit = $1 ~ /users/ ? name_fits($k) : group_fits($k)
        if (hit == 1) YES[$1] = 1; else if (hit < 0) MAYBE[$1] = 1
      }
    }
    function refused(k) { return k ~ /^deny/ ? YES[k] : (k in LIST) && !YES[k] }
    END {
      n = split("denyusers allowusers denygroups allowgroups", o, " ")
      for (k = 1; k <= n; k++) if (refused(o[k])) { print (MAYBE[o[k]] ? "possible" : "proved") "\t" o[k] LIST[o[k]]; exit }
    }')
  [ -z "$answer" ] || found_by_settings user-not-allowed "${answer%%"$TAB"*}" "The settings of sshd do not allow $user: ${answer#*"$TAB"}"
  [ -z "$pam_refusal" ] || found user-not-allowed "${pam_refusal%%"$TAB"*}" "pam_access does not allow $user: ${pam_refusal#*"$TAB"}"
  if [ "$user_id" = 0 ]; then
    case $(one permitrootlogin prohibit-password) in
      (no) found_by_settings root-login-off proved 'PermitRootLogin no.' ;;
      (forced-commands-only) certainty=likely; root || certainty=possible
        found_by_settings root-login-off $certainty 'PermitRootLogin forced-commands-only: root needs a key whose line has command=.' ;;
    esac
  fi
}

# ---------------------------------------------------------------- PAM itself

look_at_modules() { # whether each module of PAM is there that a login cannot do without
  pam_bad=''
  [ $server = openssh ] && [ "$os" = Linux ] || return 0
  if [ "$(one usepam no)" != yes ]; then note ok pam 'sshd does not use PAM'; return 0; fi
  folders=''
  set +f
  for each in /lib/security /lib64/security /usr/lib/security /usr/lib64/security /lib/*/security /usr/lib/*/security; do
    [ ! -d "$each" ] || folders="$folders $each"
  done
  set -f
  [ -n "$folders" ] || { unseen 'The modules of PAM: they are in none of the usual folders.'; return 0; }
  # pam.conf(5): type (a - before it only keeps the log silent), control, module; a control can be a list in brackets. Only required and requisite ones refuse when they are missing.
  needed=$(quick awk 'BEGIN { n = 1; name[1] = "sshd"
    for (k = 1; k <= n && k <= 20; k++) {
      file = "/etc/pam.d/" name[k]
      while ((getline line <file) > 0) {
        sub(/#.*/, "", line); sub(/^[ \t]*-?/, "", line)
        words = split(line, p, /[ \t]+/)
        if (p[1] == "@include" || p[2] ~ /^(include|substack)$/) {
          next_name = p[1] == "@include" ? p[2] : p[3]
          if (next_name ~ /^[A-Za-z0-9_.-]+$/ && !seen[next_name]++) name[++n] = next_name
        } else if (words > 2 && p[2] ~ /^(required|requisite)$/ && p[3] ~ /^[A-Za-z0-9_.\/-]+$/ && !module[p[3]]++) print p[3]
      }
      close(file)
    } }' </dev/null)
  IFS=$NL
  for each in $needed; do
    unset IFS
    there=no
    case $each in (/*) [ ! -e "$each" ] || there=yes ;; (*) for folder in $folders; do [ ! -e "$folder/$each" ] || there=yes; done ;; esac
    [ $there = yes ] || pam_bad="$pam_bad$each "
  done
  unset IFS
  [ -n "$pam_bad" ] || return 0
  note '!!' pam "modules that are missing: $pam_bad"
  found pam-broken proved "PAM needs these modules for each login over SSH, and they are not there: ${pam_bad% }."
}

judge_pam() { # what the log says of PAM and of the audit system, which containers often do not allow
  [ $server = openssh ] && [ "$(one usepam no)" = yes ] && [ -z "$pam_bad" ] || return 0
  pam_bad=$(say "$log_lines" | grep -E '(^|\]: )(error: |fatal: )?(PAM: pam_open_session\(\): |PAM: pam_setcred\(\): |linux_audit_write_entry failed|audit_log_acct_message|PAM adding faulty module|pam_loginuid\(sshd:session\): .*(fail|error))' | tail -n 1)
  if [ -n "$pam_bad" ]; then
    note '!!' pam "$log_name: $pam_bad"
    case $pam_bad in
      (*'faulty module'*) found pam-broken possible "The log says: $pam_bad" ;;
      (*) found pam-broken $log_age "The log says: $pam_bad" ;;
    esac
  elif [ -n "$log_lines" ]; then note ok pam 'the modules that logins need are there, and the log of sshd has no error of PAM'; fi
}

# ---------------------------------------------------------------- the user's files

# What is at a path, without opening it. Another program does this: a dead network disk must not block the check itself.
state_of() {
  # shellcheck disable=SC2016 # $1 is that of the inner shell
  quick sh -c '
    if [ -f "$1" ] && [ -x "$1" ]; then echo program
    elif [ -f "$1" ]; then echo file
    elif [ -d "$1" ]; then echo folder
    elif [ -e "$1" ]; then echo special
    else
      case $(ls -dL "$1" 2>&1) in
        (*"ermission denied"*) echo closed ;;
        (*"o such file"*|*"ot a directory"*) echo none ;;
        (*) echo special ;;
      esac
    fi' sh "$1"
}

as_user() { # runs a program with the rights of the account and no more: no terminal, no capability, no session of PAM
  if [ "$drops" = yes ] || root; then
    quick setsid setpriv --reuid "$user_id" --regid "$group_id" --init-groups --inh-caps=-all --no-new-privs "$@" </dev/null
  else quick "$@" </dev/null; fi
}

# The text of file $1, which a user may have prepared, in $text: 1 MB at most, NUL as ?. It fails for what cannot be read.
# It reads with the rights of that user (setpriv): then a link, even one created in between, reaches only what the user can
# read. Without setpriv (busybox) root opens the file and checks what is open before it reads a byte: it must be a regular
# file of that user, or one of root that everybody can read, without a link on the way.
user_text() {
  case $drops$uid$user_id in
    (yes*) text=$(as_user sh -c "$OPENED" sh "$1" any 2>/dev/null | tr '\000' '?') ;;
    (no0[!0]*) text=$(quick sh -c "$OPENED" sh "$1" "$user_id" 2>/dev/null </dev/null | tr '\000' '?') ;;
    (*) text=$(quick sh -c "$OPENED" sh "$1" any 2>/dev/null </dev/null | tr '\000' '?') ;;
  esac
  case $text in (opened*) text=${text#opened}; text=${text#"$NL"} ;; (*) return 1 ;; esac
}
# shellcheck disable=SC2016 # $1 and $2 are those of the inner shell: the path, and whose file it must be (an uid, or any)
OPENED='
[ -f "$1" ] || exit 1
exec 3<"$1" || exit 1
set -f
set -- "$1" "$2" $(ls -lnL /proc/self/fd/3)   # mode, links, owner
case ${3-} in (-*) ;; (*) exit 1 ;; esac
if [ "$2" != any ] && [ "$5" != "$2" ]; then
  case $5$3 in (0-??????r*) [ "$4" = 1 ] && [ "$(readlink /proc/self/fd/3)" = "$1" ] || exit 1 ;; (*) exit 1 ;; esac
fi
echo opened
head -c 1000000 <&3'

look_at_files() { # where sshd looks for this user's keys
  key_files='' present='' closed='' command=none command_bad='' home_away=''
  [ -n "$user_id" ] || return 0
  if [ $server = dropbear ]; then
    key_files=$home/.ssh/authorized_keys; [ "$user_id" != 0 ] || [ ! -d /etc/dropbear ] || key_files=/etc/dropbear/authorized_keys
  else
    for each in $(one authorizedkeysfile '.ssh/authorized_keys .ssh/authorized_keys2'); do
      each=$(say "$each" | awk -v h="$home" -v u="$user_v" -v n="$user_id" '{ gsub(/[&\\]/, "\\\\&", h); gsub(/[&\\]/, "\\\\&", u); gsub(/%h/, h); gsub(/%u/, u); gsub(/%U/, n); gsub(/%%/, "%"); print }')
      case $each in (none) ;; (/*) key_files="$key_files$each$NL" ;; (*) key_files="$key_files$home/$each$NL" ;; esac
    done
  fi
  IFS=$NL
  for each in $key_files; do
    case $(state_of "$each") in
      (file|program) present="$present$each$NL" ;;
      (none) ;;
      (closed) closed="$closed $each" ;;   # even root cannot read some homes on a network disk
      (special|folder) closed="$closed $each"; note '!!' keys "$each is not a regular file: it was not opened" ;;
      (*) closed="$closed $each"; unseen "$each: no answer within two seconds." ;;
    esac
  done
  unset IFS
  command=$(one authorizedkeyscommand none)
  [ "$command" = none ] || { note -- keys "keys also come from a program: $command"; look_at_key_command; }
  trusted=$(one trustedusercakeys none)
  if [ -n "$present" ]; then note ok keys "sshd reads $(one_line "$present")"
  elif [ -n "$closed" ]; then unseen "The keys of $user:$closed cannot be read by you, or is not a file."
  else
    note '!!' keys "sshd looks in $(one_line "$key_files"), and there is no such file"
    case $(state_of "$home/.ssh/authorized_keys") in (file|program) false ;; esac || note '!!' keys "$home/.ssh/authorized_keys is there, but sshd does not look at it"
    home_away=$(why_home_is_away)
    if [ -n "$command_bad" ]; then return 0
    elif [ -n "$home_away" ]; then
      certainty=likely; [ "$command$trusted" = nonenone ] || certainty=possible
      note '!!' account "$home_away"
      found home-unavailable $certainty "$home_away sshd looks for the keys of $user there."
      return 0
    elif [ "$trusted" != none ] && [ "$command" = none ]; then
      if [ -n "$key_files" ]; then found_by_settings certificates-only likely "sshd accepts certificates by $trusted (TrustedUserCAKeys), and there is no list of plain keys for $user."
      else found_by_settings certificates-only proved "sshd accepts certificates by $trusted (TrustedUserCAKeys), and AuthorizedKeysFile is none: it reads no plain keys."; fi
      return 0
    fi
    certainty=proved; [ "$command" = none ] || certainty=possible
    found_by_settings authorized-keys-missing $certainty "sshd looks for the keys of $user in $(one_line "${key_files:-no file}"), and there is no such file."
  fi
}

look_at_key_command() { # AuthorizedKeysCommand: root must own it and each folder above, and nobody else may write there
  step=${command%% *}
  case $(state_of "$step") in
    (program) ;;
    (none|file|folder|special) command_bad="$step (AuthorizedKeysCommand) does not exist or cannot be executed."; return 0 ;;
    (*) unseen "The program $step, which gives the keys (AuthorizedKeysCommand)."; return 0 ;;
  esac
  while :; do
    unsafe=$(quick ls -ldnL "$step" 2>/dev/null | awk '{ mode = substr($1, 1, 10) }
      $3 != 0 { print "belongs to uid " $3; exit }
      substr(mode, 6, 1) == "w" || substr(mode, 9, 1) == "w" { print "can be written by others (" mode ")" }')
    [ -z "$unsafe" ] || { command_bad="$step $unsafe, so sshd does not run ${command%% *} (AuthorizedKeysCommand)."; return 0; }
    [ "$step" != / ] || return 0
    step=$(dirname "$step")
  done
}

why_home_is_away() { # why the home is not there before a login, in a sentence; nothing when it is there
  case $key_files in ("$home"/*) ;; (*) return 0 ;; esac
  case $(state_of "$home") in
    ('') say "The home $home gives no answer: a network disk that is away."; return 0 ;;
    (none)
      if [ -e "$home.homedir" ] || [ -e "$home.home" ]; then say "The home $home is one of systemd-homed, and it is not unlocked."; return 0; fi ;;
    (folder)
      awk -v home="$home" '$2 == home && $3 == "ecryptfs" { hit = 1 } END { exit !hit }' /proc/self/mounts 2>/dev/null ||
        if [ -d "${home%/*}/.ecryptfs/${home##*/}" ]; then say "The home $home is encrypted (eCryptfs), and not unlocked: a login with the password does that."; return 0; fi ;;
  esac
  # A disk of /etc/fstab that is not there: the home is on it, or in the empty folder below it.
  disk=$({ cat /proc/self/mounts 2>/dev/null; say '#'; quick cat /etc/fstab 2>/dev/null; } | awk -v home="$home/" '
    !in_fstab && $0 == "#" { in_fstab = 1; next }
    !in_fstab { mounted[$2] = 1; next }
    /^[ \t]*#/ || $2 !~ /^\/./ || ($2 in mounted) { next }
    index(home, $2 "/") == 1 { print $2; exit }')
  if [ -n "$disk" ]; then say "/etc/fstab mounts a disk at $disk, where the home $home is, and it is not mounted."
  elif [ "$(state_of "$home")" = none ]; then say "The home $home does not exist."; fi
}

path_faults() { # what is wrong on the way to file $1; sshd reads it as the user
  step=$(quick readlink -f "$1" 2>/dev/null); step=${step:-$1} top=$(quick readlink -f "$home" 2>/dev/null); top=${top:-$home} depth=0
  case $step in ("$1"|"$top"/*) ;; (*)
    if [ "$drops" = yes ] && [ "$(as_user readlink -f "$1" 2>/dev/null)" != "$step" ]; then
      say "$1 is behind a link that leads where the user cannot go"; step=$top
    fi ;;
  esac
  # StrictModes: the file and each folder up to the home (or to /) belong to the user or root, closed to writers.
  strict=$(one strictmodes yes)
  case $step in ("$top"/*) ;; (*) top=/ ;; esac
  while :; do
    clean "$step"
    # The folders of the file's own path and the home; anything else is where a link of the user leads, and nothing to repair.
    case $1/ in ("${step%/}"/*) ours=yes ;; (*) case $top/ in ("${step%/}"/*) ours=yes ;; (*) case $step in ("$top"/*) ours=yes ;; (*) ours=no ;; esac ;; esac ;; esac
    # shellcheck disable=SC2012 # ls -n prints mode and owner everywhere; the name is not taken from it
    quick ls -ldn "$step" 2>/dev/null | awk -v u="$user_id" -v gids=" $group_ids " -v own=" $own_groups " -v strict="$strict" -v ours=$ours '
      BEGIN { path = ARGV[1]; ARGV[1] = "" }
      NR > 1 { next } {
      mode = substr($1, 1, 10); mine = $3 == u ? 2 : index(gids, " " $4 " ") ? 5 : 8   # where the three letters for the user begin
      if (ours == "no") {
        if (strict == "yes" && $3 != u && $3 != 0) print "uid " $3 " owns " path ", where a link leads"
        else if (strict == "yes" && substr(mode, 6, 4) ~ /^w|w$/) print "others can write to " path ", where a link leads (" mode ")"
        else if (u != 0 && $1 !~ /\+$/ && substr(mode, mine, 3) !~ (substr(mode, 1, 1) == "d" ? "[xst]$" : "^r")) print "the user cannot open " path ", where a link leads (" mode ", uid " $3 ")"
        next
      }
      if (strict == "yes" && $3 != u && $3 != 0) print path " belongs to uid " $3
      else if (strict == "yes" && (substr(mode, 9, 1) == "w" || (substr(mode, 6, 1) == "w" && !index(own, " " $4 " ")))) print path " can be written by others (" mode ")"
      else if (u != 0 && $1 !~ /\+$/ && substr(mode, mine, 3) !~ (substr(mode, 1, 1) == "d" ? "[xst]$" : "^r")) print path " is closed to the user (" mode ", uid " $3 ")" }' "$cleaned"
    depth=$((depth + 1))
    [ $depth -lt 32 ] || { say "$cleaned is more than 32 folders deep"; break; }
    case $step in ("$top") strict=no ;; (/) break ;; esac
    [ "$step" != / ] || break
    step=$(dirname "$step")
  done
}

groups_of_one() { # IDs of the groups with only this user in them: sshd of Debian and Ubuntu allows those to write
  quick grep -qE '(Debian|Ubuntu|Raspbian)-[0-9]' "$sshd" || return 0   # its banner
  { accounts; say '#'; if has getent; then quick getent group; else cat /etc/group; fi; } | awk -F: -v user="$user_v" -v id="$user_id" -v gids="$group_ids" '
    BEGIN { n = split(gids, p, " "); for (k = 1; k <= n; k++) member[p[k]] = 1 }
    $0 == "#" { in_groups = 1; next }
    !in_groups { if ($3 == id) used[$4] = 1; else shared[$4] = 1; next }
    ($3 in member) && !($3 in shared) && ($4 == user || ($4 == "" && ($3 in used))) { printf "%s ", $3 }'
}

look_at_path() { # no verdict yet: a file with a fault does not matter where another one has the key
  path_bad='' bad_files=''
  [ -n "$user_id" ] && [ $server = openssh ] || return 0
  if [ "$(state_of "$home")" != folder ]; then [ -n "$closed" ] || note '!!' account "the home $home does not exist"; return 0; fi
  [ -n "$present" ] || return 0
  own_groups=$(groups_of_one)
  IFS=$NL
  for each in $present; do
    faults=$(path_faults "$each")
    [ -z "$faults" ] || path_bad=$path_bad$faults$NL bad_files=$bad_files$each$NL
  done
  unset IFS
  if [ -z "$path_bad" ]; then note ok permissions 'owners and modes on the way to authorized_keys are right'
  else path_bad=$(say "$path_bad" | awk 'NF && !seen[$0]++'); note '!!' permissions "$(one_line "$path_bad"); strictmodes $(one strictmodes yes)"; fi
}

# ---------------------------------------------------------------- the keys

KEYTYPE='(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)'

# For each line: what is wrong with it, and the keys in it, as ssh-keygen can read them. Output, tab separated:
# "fault", line, reason; and "key", line, kind (ok, ca, broken, comment), the key. Only fingerprints of keys are ever printed.
# shellcheck disable=SC2016 # $ is awk's
READ_KEYS='
function without_key(text,   rest, k, n, c, quoted) {   # the options without their quoted values; what follows them is in AFTER
  n = length(text)
  for (k = 1; k <= n; k++) {
    c = substr(text, k, 1)
    if (c == "\"") { quoted = !quoted; rest = rest c }
    else if (quoted) { if (c == "\\") k++ }
    else if (c ~ /[ \t]/) break
    else rest = rest c
  }
  AFTER = substr(text, k)
  sub(/^[ \t]+/, "", AFTER)
  return rest
}
function keys_in(text, kind,   key) {
  while (match(text, type "[ \t]+AAAA[A-Za-z0-9+\/]*=*")) {
    key = substr(text, RSTART, RLENGTH); text = substr(text, RSTART + RLENGTH)
    sub("(ssh|ecdsa|sk)$", "", key); sub(/[ \t]+/, " ", key); print "key\t" FNR "\t" kind "\t" key
  }
}
{ cut = length($0) > 16384; if (cut) $0 = substr($0, 1, 16384) }   # no key of OpenSSH is longer
/^[ \t]*#/ { keys_in($0, "comment"); next }
/^[ \t\r]*$/ { next }
{
  text = $0; n = gsub(type "[ \t]+AAAA", "&", text); why = ""; options = ""
  AFTER = $0; sub(/^[ \t]+/, "", AFTER); if (AFTER !~ "^" type "[ \t]") options = tolower(without_key(AFTER))
  k = split(options, p, ",")
  for (i = 1; i <= k; i++) { sub(/=.*/, "", p[i]); if (p[i] !~ /^(no-)?(agent-forwarding|port-forwarding|pty|user-rc|x11-forwarding|touch-required)$|^(cert-authority|command|environment|expiry-time|from|permitlisten|permitopen|principals|restrict|tunnel|verify-required)$/) why = "an option that sshd does not know" }
  if (tolower($0) ~ /expiry-time="/ && tolower($0) !~ /expiry-time="[0-9]+z?"/) why = "expiry-time is no date such as 20301231"
  if (cut) why = "longer than 16384 characters"
  else if (/BEGIN .*PRIVATE KEY/) why = "a private key, which does not belong here"
  else if (/^\357\273\277/) why = "a byte order mark before the line"
  else if (n > 1) why = n " keys in one line"
  else if (n == 0) why = "no key, or a piece of one"
  else if (AFTER !~ "^" type "[ \t]") why = "something before the key that is no option"
  if (why != "") print "fault\t" FNR "\t" why
  keys_in($0, why != "" ? "broken" : options ~ /(^|,)cert-authority(,|$)/ ? "ca" : "ok")
}
'

look_at_keys() { # can each line of authorized_keys be read, and where is the offered key
  good='' good_file='' shut='' utf16='' glued='' commented='' broken='' key_count=0
  [ -n "$present" ] || return 0
  case $incomplete in (*'does not start'*) unseen "The keys of $user: ssh-keygen might not start either."; closed=yes; return 0 ;; esac
  IFS=$NL
  for each in $present; do
    user_text "$each" || { unseen "The keys in $each: ${user:-you} cannot read it, or it is not a plain file of that account."; closed=yes; continue; }
    case $text in (*'s?s?h?-?'*|*'e?c?d?s?a?-?'*|*'s?k?-?'*)
      # user_text gives a NUL as ?: in UTF-16 there is one for each ASCII character.
      utf16="$each is UTF-16, as Windows PowerShell writes it: sshd cannot read its keys."; note '!!' keys "$utf16"; continue ;;
    esac
    [ ${#text} -lt 1000000 ] || { unseen "The keys in $each behind the first 1000000 bytes."; closed=yes; }
    lines=$(say "$text" | quick awk -v type="$KEYTYPE" "$READ_KEYS")
    [ $? != 124 ] || { unseen "The keys in $each: too many to read within two seconds."; closed=yes; continue; }
    # One run of ssh-keygen for all keys: each has its line as its comment.
    prints=$(say "$lines" | awk -F'\t' '$1 == "key" { print $4 " " $3 ":" $2 }' | quick ssh-keygen -l -E sha256 -f - 2>/dev/null)
    [ $? != 124 ] || { unseen "The keys in $each: too many to read within two seconds."; closed=yes; continue; }
    key_count=$((key_count + $(say "$prints" | grep -cE ' (ok|ca):')))
    broken=$broken$({ say "$prints"; say "#$NL$lines"; } | awk -F'\t' -v f="$each" '
      $0 == "#" { in_lines = 1; next }
      !in_lines { split($0, p, " "); readable[p[3]] = 1; next }
      n >= 20 { next }
      $1 == "fault" { n++; print f " line " $2 ": " $3 "; " }
      # OpenSSH 10 no longer reads DSA keys: such an old line is not broken.
      $1 == "key" && $4 !~ /^ssh-dss / && $3 ~ /ok|ca/ && !(($3 ":" $2) in readable) { print f " line " $2 ": the key is cut or corrupt; " }')
    [ -n "$fingerprint" ] || continue
    # The same key may be there a thousand times: the first lines count.
    for hit in $(say "$prints" | awk -v f="$fingerprint" '$2 == f && n++ < 20 { print $3, $4, $1 }'); do
      hit_bits=${hit##* } hit=${hit% *}; hit_type=${hit#* } hit=${hit%% *}
      case $hit in
        (ok:*) judge_line "$each" "${hit#*:}" ;;
        (ca:*) shut="$each, line ${hit#*:}, has the key as cert-authority: it then signs certificates, and is no login key itself." ;;
        (broken:*) glued=$each ;;
        (comment:*) commented="$each, line ${hit#*:}" ;;
      esac
    done
  done
  unset IFS
  broken=$(say "$broken" | head -n 20)
  note -- keys "$key_count readable keys${broken:+; broken: $broken}"
}

judge_line() { # does line $2 of file $1, which has the offered key, allow this client?
  options=$(say "$text" | awk -v n="$2" -v type="$KEYTYPE" 'NR == n && match($0, "(^|[ \t])" type "[ \t]+AAAA") { print substr($0, 1, RSTART - 1); exit }')
  value() { say "$options" | awk -v k="$1" '{ i = index(tolower($0), k "=\""); if (i) { $0 = substr($0, i + length(k) + 2); sub(/".*/, ""); print } }'; }
  case $options in (*[Cc][Oo][Mm][Mm][Aa][Nn][Dd]=*)
    note '!!' keys "line $2 has command=: every login runs that and nothing else (session/forced-command)"
    [ "$(one permitrootlogin prohibit-password)" != forced-commands-only ] || lose root-login-off ;;
  esac
  hosts=$(value from) expiry=$(value expiry-time)
  case $expiry in (*[Zz]) now=$(date -u +%Y%m%d%H%M%S) ;; (*) now=$(date +%Y%m%d%H%M%S) ;; esac
  if [ -n "$expiry" ] && [ "$(say "$expiry" | awk -v now="$now" '{ e = $0; sub(/[Zz]$/, "", e); while (length(e) < 14) e = e "0"; print (e "" < now "") }')" = 1 ]; then
    shut="$1, line $2, has the key, but its expiry-time=\"$expiry\" has passed."; return 0
  fi
  if [ -n "$hosts" ]; then
    [ -n "$from" ] || note '!!' keys "line $2 accepts the key only from some addresses (from=): $hosts"
    case $(awk "$NET"'BEGIN { print list_fits(ARGV[1], ARGV[2]) }' "${from:-none}" "$hosts") in
      (-1) shut="$1, line $2, has the key, but sshd cannot read its from=\"$hosts\": a network has bits after its prefix."; return 0 ;;
      (0) [ -z "$from" ] || { shut="$1, line $2, has the key, but its from=\"$hosts\" does not allow $from."; return 0; } ;;
    esac
  fi
  case $NL$bad_files in (*"$NL$1$NL"*) good=$1 ;; (*) good=$1 good_file=$1 ;; esac
}

look_at_revocation() { # RevokedKeys: the list names the key, or cannot be read, which revokes all keys
  revoked=$(one revokedkeys none); [ "$revoked" != none ] && [ -n "$user_id" ] || return 0
  if [ ! -e "$revoked" ]; then shut="RevokedKeys of sshd_config names $revoked, which does not exist: sshd then refuses every key." good='' good_file=''
    return 0
  fi
  text=$(quick sh -c "$OPENED" sh "$revoked" any 2>/dev/null </dev/null | tr '\000' '?')
  case $text in
    (opened*) text=${text#opened}; text=${text#"$NL"} ;;
    (*) unseen "Whether the key is revoked: $revoked cannot be read by you, or is not a regular file."; return 0 ;;
  esac
  [ ${#text} -lt 1000000 ] || unseen "Whether the key is revoked by $revoked behind the first 1000000 bytes."
  case $text in (SSHKRL*) unseen "Whether the key is revoked: ask with ssh-keygen -Q -f $revoked KEY.pub" ;; (*)
    case $(say "$text" | quick ssh-keygen -l -E sha256 -f - 2>/dev/null) in (*"$fingerprint "*)
      [ -z "$fingerprint" ] || { shut="The key is in $revoked, the list of RevokedKeys."; good='' good_file=''; } ;;
    esac ;;
  esac
}

judge_keys() { # the verdict on files and keys together
  if [ -n "$path_bad" ] && [ -z "$good_file" ]; then
    certainty=proved; [ -n "$fingerprint" ] || [ "$(say "$present")" = "$(say "$bad_files")" ] || certainty=possible
    found home-permissions $certainty "$(one_line "$path_bad")"
  fi
  if [ -n "$good" ]; then note ok keys "the offered key is in $good, and the line allows it"; look_at_key_type
  elif [ -n "$shut" ]; then found key-restricted proved "$shut"
  elif [ -n "$command_bad" ]; then
    certainty=proved; [ -z "$closed" ] || certainty=possible
    found_by_settings key-command-fails $certainty "$command_bad"
  elif [ -z "$present" ]; then return 0
  elif [ -n "$utf16" ]; then found authorized-keys-malformed proved "$utf16"
  elif [ -n "$glued" ]; then found authorized-keys-malformed proved "The offered key is in a broken line: $broken"
  elif [ -n "$broken" ]; then
    certainty=possible; [ -z "$fingerprint" ] || certainty=likely
    found authorized-keys-malformed $certainty "$broken"
  elif [ -n "$fingerprint" ] && [ -z "$closed" ]; then
    certainty=proved; [ "$command$trusted" = nonenone ] || certainty=possible
    found key-not-listed $certainty "None of the $key_count keys has the fingerprint $fingerprint.${commented:+ It is there behind a #: $commented.}"
  fi
}

look_at_key_type() { # RequiredRSASize, and PubkeyAcceptedAlgorithms with its name before OpenSSH 8.5
  least=$(one requiredrsasize "$(one rsaminsize 0)")
  accepted=$(one pubkeyacceptedalgorithms "$(one pubkeyacceptedkeytypes '')")
  case $hit_type in
    ('(RSA)') wanted='ssh-rsa|rsa-sha2-256|rsa-sha2-512' ;;
    ('(ECDSA)') wanted='ecdsa-sha2-nistp[0-9]+' ;;
    ('(ED25519)') wanted=ssh-ed25519 ;;
    (*) return 0 ;;
  esac
  case $hit_bits$least in (*[!0-9]*) least=0 ;; esac
  if [ "$hit_type" = '(RSA)' ] && [ "$hit_bits" -lt "$least" ]; then
    found_by_settings key-type-refused proved "The key is listed and has $hit_bits bits, and sshd refuses RSA keys with less than $least (RequiredRSASize)."
  elif [ -n "$accepted" ] && ! say "$accepted" | grep -qE "(^|,)($wanted)(,|\$)"; then
    found_by_settings key-type-refused proved "The key is listed, and sshd accepts no keys of its type $hit_type (PubkeyAcceptedAlgorithms)."
  else note ok keys "sshd accepts keys of this type and length: $hit_type, $hit_bits bits"; fi
}

look_at_selinux() {
  has getenforce && [ -n "$present" ] || return 0
  mode=$(quick getenforce 2>/dev/null); note -- selinux "SELinux is ${mode:-unknown}"
  [ "$mode" = Enforcing ] || return 0
  IFS=$NL
  for each in "$home/.ssh" $present; do
    case $(state_of "$each") in (file|program|folder) ;; (*) continue ;; esac
    label=$(quick matchpathcon -V "$each" 2>/dev/null)
    case $label in
      (*'verified'*) ;;
      (*'should be'*) note '!!' selinux "$label"; has_found selinux-context || found selinux-context proved "$label" ;;
      (*) # shellcheck disable=SC2012 # the label is before the name
        label=$(quick ls -dZ "$each" 2>/dev/null | awk '{ for (k = 1; k <= NF; k++) if ($k ~ /:.*:/) { print $k; exit } }')
        case $label in (''|*:ssh_home_t:*) ;; (*) has_found selinux-context || found selinux-context likely "$each has the label $label, not ssh_home_t." ;; esac ;;
    esac
  done
  unset IFS
}

# ---------------------------------------------------------------- disks and logs

look_at_disks() { # the disks that logins need; read-only ones are always full
  full='' home_folder=''
  [ -z "$user_id" ] || [ "$(state_of "$home")" != folder ] || home_folder=$home
  for kind in P Pi; do
    [ $kind = P ] || [ "$os" = Linux ] || continue   # elsewhere -i has other columns
    what='no space'; [ $kind = P ] || what='no inodes'
    # shellcheck disable=SC2046 # the list of folders, without those that are not there
    full=$full$({ cat /proc/self/mounts 2>/dev/null; say '#'; quick df -$kind $(for each in / /var /var/log /run /tmp; do [ ! -d "$each" ] || say "$each"; done) ${home_folder:+"$home_folder"} 2>/dev/null; } | awk -v what="$what" '
      $0 == "#" { in_df = 1; next }
      !in_df { if ($4 ~ /(^|,)ro(,|$)/) read_only[$2] = 1; next }
      $5 == "100%" && !($6 in read_only) && !seen[$6]++ { print $6 " has " what " left" }')$NL
  done
  full=$(one_line "$full")
  if [ -n "$full" ]; then note '!!' disks "$full"; found disk-full proved "$full"; else note ok disks 'no disk that a login needs is full'; fi
}

look_at_log() { # the last lines that name this user or this address, only as evidence
  log_lines='' log_age=possible
  if [ $init = systemd ] && has journalctl; then
    log_lines=$(quick journalctl -q --no-pager -n 400 --since -10min _UID=0 -t sshd -t sshd-session 2>/dev/null | tail -c 1000000) log_age=likely log_name=journal
  fi
  for each in /var/log/auth.log /var/log/secure /var/log/messages; do
    [ -z "$log_lines" ] || break
    if [ -f $each ] && [ -r $each ]; then log_lines=$(quick tail -c 1000000 $each | tail -n 2000 | grep -E 'sshd|dropbear|drop connection|AuthorizedKeysCommand|Invalid key length|PAM|audit_') log_age=possible log_name=$each; fi
  done
  if [ -z "$log_lines" ]; then unseen 'The log of logins: no lines of sshd in the journal or in /var/log that you can read.'; return 0; fi
  last=$(say "$log_lines" | awk -v u="$user_v" -v a="$from" '(u != "" && index($0, u)) || (a != "" && index($0, a))' | tail -n 5)
  # Lines of the same process, which have neither user nor address: a key that is too short, a program that fails.
  last=$({ say "$last"; say "#"; say "$log_lines"; } | awk '
    function process() { return match($0, /(sshd|sshd-session|sshd-auth)\[[0-9]+\]: /) ? substr($0, RSTART, RLENGTH) : "" }
    !in_log && $0 == "#" { in_log = 1; next }
    !in_log { shown[$0] = 1; if (process() != "") ours[process()] = 1; next }
    $0 in shown || (/refusing .* key: |not in PubkeyAccepted|AuthorizedKeysCommand |PAM: |PAM unable|audit_/ && (process() == "" || (process() in ours))) { print }' | tail -n 8)
  judge_log
  limits=$(say "$log_lines" | grep -E 'MaxStartups|LoginGraceTime|Timeout before authentication' | tail -n 2)
  [ -z "$limits" ] || last=$last$NL$limits
  IFS=$NL; for each in $last; do note -- log "$log_name: $each"; done; unset IFS
}

judge_log() { # verdicts that only the log gives: a key that no file lists, and a program whose exit status nobody else sees
  [ -z "$good_file" ] || return 0
  failed=$(say "$last" | grep -E '(^|\]: )(error: )?(Unsafe )?AuthorizedKeysCommand ' | tail -n 1)
  if [ -n "$failed" ] && [ "$command" != none ] && ! has_found key-command-fails; then
    # The program is the one of the settings. Where a plain list is missing too, the program is what the server relies on.
    lose authorized-keys-missing; lose key-not-listed
    found key-command-fails likely "sshd gets keys from a program, and its log says: $failed"
  fi
  short=$(say "$last" | grep -E '(^|\]: )refusing .* key: Invalid key length' | tail -n 1)
  if [ -n "$short" ] && ! has_found key-type-refused; then found key-type-refused $log_age "The log of sshd says: $short (RequiredRSASize)"; fi
}

# ---------------------------------------------------------------- fixes

tested() { # the test before a restart: with an error in the configuration nobody could log in afterwards
  case $server in (dropbear) return 0 ;; esac
  case $os in (Linux) printf '%s' "${sudo}mkdir -p /run/sshd && " ;; esac   # Debian's sshd -t wants it, and it is gone while the service is
  printf '%s' "${sudo}${sshd:-sshd} -t && "
}

restart() { # the lines to type
  [ ! -e /etc/ssh/sshd_not_to_be_run ] || say "${sudo}rm /etc/ssh/sshd_not_to_be_run   # this file keeps sshd from starting: ask who created it"
  before=$(tested)
  case $init in
    (systemd) say "$before${sudo}systemctl restart $unit" ;;
    (launchd) say "$before${sudo}launchctl kickstart -k system/com.openssh.sshd" ;;
    (rc) say "$before${sudo}service sshd restart" ;;
    (openrc) say "$before${sudo}rc-service $unit restart" ;;
    (runit) say "$before${sudo}sv restart $unit" ;;
    (sysvinit) say "$before${sudo}service $unit restart" ;;
    (*) say "$before${sudo}${sshd:-dropbear}" ;;
  esac
}

start() { # without a test, as a running server stays as it is: some systems create their host keys at the first start
  case $init in
    (systemd) [ $masked = no ] || say "${sudo}systemctl unmask $unit   # ask who masked it"; say "${sudo}systemctl enable --now $unit" ;;
    (launchd) say "${sudo}systemsetup -setremotelogin on" ;;
    (openrc) say "${sudo}rc-update add $unit && ${sudo}rc-service $unit start" ;;
    (sysvinit) say "${sudo}service $unit start" ;;
    (*) restart ;;
  esac
}

finish_upgrade() {
  case $manager in
    (apt-get) say "${sudo}dpkg --configure -a && ${sudo}apt-get install --reinstall openssh-server" ;;
    (dnf|yum) say "${sudo}$manager reinstall openssh-server" ;;
    (zypper) say "${sudo}zypper install --force openssh" ;;
    (apk) say "${sudo}apk fix openssh-server" ;;
    (pacman) say "${sudo}pacman -Syu openssh" ;;
    (*) say '(with the package manager of this system)' ;;
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

# One rule, in the firewall that decided, above the existing rules. An equal rule is removed first, so that one remains.
on_top() { # program, chain, what the rule matches
  say "${sudo}$1 -D $2 $3 -j ACCEPT 2>/dev/null; ${sudo}$1 -I $2 $3 -j ACCEPT   # until the next restart"
}

allow_port() {
  match="-p tcp --dport $wall_port" words="tcp dport $wall_port"
  [ "$way" != out ] || match="-p tcp --sport $wall_port" words="tcp sport $wall_port"
  [ "$way" = out ] || case $front in
    # ufw prepend leaves an equal rule where it is, one that denies included; ufw allow makes it one that allows.
    (ufw) rule="allow $wall_port/tcp"; say "${sudo}ufw $rule && ${sudo}ufw delete $rule && ${sudo}ufw prepend $rule"; return ;;
    # Without --reload, which would drop the rules that fail2ban and Docker added.
    (firewalld) say "${sudo}firewall-cmd --permanent --add-port=$wall_port/tcp && ${sudo}firewall-cmd --add-port=$wall_port/tcp"; return ;;
    (csf) say "add $wall_port to TCP_IN in /etc/csf/csf.conf, then: ${sudo}csf -r"; return ;;
  esac
  case $chain in
    (*[a-z]*) say "${sudo}nft insert rule $table $base $words accept   # until the next restart; permanently: in /etc/nftables.conf" ;;
    (*) case $table in (ip6*) on_top ip6tables "$base" "$match" ;; (*) on_top iptables "$base" "$match" ;; esac ;;
  esac
}

# A command that runs sh as the user: whatever link that user created, it changes nothing of root.
typed_as_user() {
  if [ -n "$sudo" ] || has sudo; then say "sudo -u $account -H sh -c $1"; else say "su -s /bin/sh $account -c $1"; fi
}

# It depends on the account: there are three kinds of lock, and one command for all would destroy a password.
fix_lock() {
  case $state in
    (*' expired '*) say 'Ask the admin why the account was set to expire. Then remove its end date.'; say "${sudo}chage -E -1 $account"; return ;;
    (*' inactive '*) if [ "$pam" != no ]; then
        say 'Ask the admin whether the days of grace are meant for this account. If not, turn them off.'; say "${sudo}chage -I -1 $account"; return
      fi ;;
  esac
  case $state$pam in
    (*yes) ;;
    (locked*) say 'Ask the admin why the account was locked. Then unlock it. Its password stays the same.'; say "${sudo}passwd -u $account"; return ;;
    (bare*)
      if [ "$user_id" = 0 ]; then say 'Root has no password and is locked. Use another user for the deploy.'; return; fi
      say 'Only if it never had a password: set the password field to *. No password matches it, and it is not a lock.'
      say "${sudo}usermod -p '*' $account"; return ;;
  esac
  say 'Read why logins are off, and remove that file when the work is done.'
  for each in /etc/nologin /var/run/nologin; do
    [ ! -e "$each" ] || say "${sudo}cat $each"
  done
}

# The first line says what to do, the others are to type. Nothing of it runs here.
fix() {
  account=$user; case $user in (*[!A-Za-z0-9._@+-]*) account="'$user'" ;; esac
  case $1 in
    (not-installed) say 'Install the SSH server, then start it.'; install_command; start ;;
    (upgrade-incomplete) say 'Finish the upgrade, install the SSH server again, and restart it. Keep this session open until a new login works.'; finish_upgrade; restart ;;
    (pam-broken) say 'Install the package with that module, or correct its line in /etc/pam.d/sshd or a file that it includes. In a container, make pam_loginuid optional and allow AUDIT_WRITE.'
      say "${sudo}grep -rnE 'pam_[a-z0-9_]+[.]so' /etc/pam.d/sshd /etc/pam.d/common-* /etc/pam.d/system-auth /etc/pam.d/password-auth" ;;
    (home-unavailable) say 'Mount the home, or create it. If a password unlocks it, put this line at the very top of sshd_config, keep the keys in that file (owner root, mode 644), and restart.'
      say 'AuthorizedKeysFile /etc/ssh/authorized_keys/%u .ssh/authorized_keys'; restart ;;
    (key-command-fails) say 'Run that program as its user with the name of the account, and correct the error that it prints. Root must own it and each folder above it.'
      program=${command-}; say "${sudo}namei -l '${program%% *}'" ;;
    (certificates-only) say 'Use a certificate of that authority for the deploy, or allow plain keys for this user: AuthorizedKeysFile must name a file, and the file needs the public key.'
      say "${sudo}grep -rniE '^ *(TrustedUserCAKeys|AuthorizedKeysFile|AuthorizedPrincipals)' /etc/ssh/sshd_config /etc/ssh/sshd_config.d" ;;
    (key-type-refused) say 'Make a new Ed25519 key where the deploy keeps its keys, and add its public key here.'; say "ssh-keygen -t ed25519 -N '' -C deploy -f ./deploy_key" ;;
    (config-invalid) say 'Correct the line that it names, test again, then restart the service.'; restart ;;
    (host-keys-missing) say 'Make the keys readable only for root, create the missing ones, and restart the service. Existing keys stay.'
      say "${sudo}chmod 600 /etc/ssh/ssh_host_*_key"; say "${sudo}ssh-keygen -A"; restart ;;
    (service-stopped) say 'Start the SSH service, now and at every boot.'; start ;;
    (socket-activated) say 'Reload systemd, so that it reads the port from sshd_config again.'; say "$(tested)${sudo}systemctl daemon-reload && ${sudo}systemctl restart $socket" ;;
    (port-differs) say "Use port $ports in the workflow, or make the server listen on port $port too: add this line to sshd_config, then restart."
      say "Port $port"; restart ;;
    (loopback-only) say 'Remove ListenAddress, or name a public address there, then restart the service. This finds the lines.'
      say "${sudo}grep -rniE '^ *(ListenAddress|ListenStream)' /etc/ssh /etc/systemd/system"; restart ;;
    (firewall-drops|firewall-rejects) say "Allow port $wall_port, if possible only from the addresses that need it."; allow_port ;;
    (banned) say 'Lift the ban. Bans of fail2ban end by themselves, most after ten minutes.'
      if has fail2ban-client; then say "${sudo}fail2ban-client unban ${from:-ADDRESS}"; fi
      if has cscli; then say "${sudo}cscli decisions delete --ip ${from:-ADDRESS}"; fi
      if has csf; then say "${sudo}csf -dr ${from:-ADDRESS}; ${sudo}csf -tr ${from:-ADDRESS}"; fi ;;
    (hosts-deny) say 'Remove that line, or allow the address in /etc/hosts.allow, which is read first:'; say "sshd: ${from:-ADDRESS}" ;;
    (user-missing) say 'Use the name of an existing account in the workflow. These have a shell:'
      awk -F: '($3 == 0 || $3 >= 1000) && $7 !~ /(nologin|false|sync)$/ { print $1 }' /etc/passwd | head -n 10 | tr '\n' ' '; say ;;
    (account-locked) fix_lock ;;
    (shell-missing) say 'Give the user a shell that exists.'; say "${sudo}chsh -s /bin/sh $account" ;;
    (user-not-allowed)
      [ -z "$pam_refusal" ] || { say "Change that line of access.conf(5): the first one that fits decides."; say "${sudo}grep -nE '^ *[+-]' /etc/security/access.conf"; return 0; }
      say "Add $user to the list (or remove it from the list) in /etc/ssh/sshd_config or a file of sshd_config.d, then restart the service."
      say "${sudo}grep -rniE '^ *(Allow|Deny)(Users|Groups)' /etc/ssh/sshd_config /etc/ssh/sshd_config.d"; restart ;;
    (root-login-off) say 'Best: use another user for the deploy. To allow root by key, put this line at the very top of /etc/ssh/sshd_config, above any Include (the first one counts), and restart the service.'
      say 'PermitRootLogin prohibit-password'; restart ;;
    (home-permissions) say "Check who else uses these files. Then remove those rights and give the files to the user."
      say "$path_bad" | awk -v sudo="$sudo" -v user="$account" -v home="$home/" '{
        gsub(/[^ -~]/, "?"); path = $0; what = ""
        shared = /[tT]\)$/   # /tmp and the like, reached through a link of the user
        if (sub(/ can be written by others \([^ ]*\)$/, "", path)) what = shared ? "ask" : "chmod go-w"
        else if (sub(/ belongs to uid [0-9]+$/, "", path)) what = "chown -h " user
        else if (sub(/ is closed to the user \(.*/, "", path)) what = index(path "/", home) == 1 ? "chown -h " user : "chmod o+x"
        if (what ~ /^chown/ && index(path "/", home) != 1) what = "ask"
        # The owner of the folder can put a link there before this is typed.
        guard = what ~ /^chmod/ && index(path, home) == 1
        if (what == "ask") { print "# keep the file in " home ".ssh: " path " is not only for " user; next }
        gsub(/\047/, "\047\\\047\047", path); path = "\047" path "\047"
        if (guard) print sudo "find " path " -prune ! -type l -exec " what " {} +"
        else if (what != "") print sudo what " " path
      }' ;;
    (selinux-context) say 'Restore the labels.'; say "${sudo}restorecon -Rv '$home/.ssh'" ;;
    (authorized-keys-missing|authorized-keys-malformed|key-not-listed)
      say 'Put the public key on a separate line in the file that sshd reads (ssh-keygen -y -f KEY prints it, where the key is).'
      keys=${key_files%%"$NL"*} add="printf '\\n%s\\n' 'ssh-ed25519 AAAA... deploy' |"
      case $keys in
        ("$home"/*) say "$add $(typed_as_user "\"umask 077 && mkdir -p '${keys%/*}' && tee -a '$keys'\"")" ;;
        (*) say "$add ${sudo}tee -a '$keys'" ;;
      esac ;;
    (key-restricted) say 'Change the options before the key (from=, expiry-time=, cert-authority), or remove it from the list of revoked keys.'
      say "${sudo}ssh-keygen -lf '${key_files%%"$NL"*}'; ${sudo}grep -nE '(from|expiry-time)=|cert-authority' '${key_files%%"$NL"*}'" ;;
    (disk-full) say 'Free some space. This shows what takes the most.'; say "${sudo}du -xh --max-depth=2 / | sort -h | tail -n 20" ;;
  esac
}

# ---------------------------------------------------------------- the answer

in_order() { # the verdicts: proved and likely ones first, then possible ones, each in the order of $ORDER
  printf '%s' "$FOUND" | awk -F'\t' -v order="$(say "$ORDER" | tr '\n' ' ')" '
    { k = $1 SUBSEP ($2 == "possible"); if (!(k in line)) line[k] = $0 }
    END { n = split(order, p, " "); for (late = 0; late < 2; late++) for (k = 1; k <= n; k++) if (((p[k], late) in line) && !done[p[k]]++) print line[p[k], late] }'
}

print_text() {
  say "SSH server check: port $port${user:+, user $user}${from:+, from $from}${fingerprint:+, key $fingerprint}, on $system"
  say; say VERDICT
  if [ -z "$verdicts" ]; then say '  Nothing was found on this server that blocks this login.'; fi
  say "$verdicts" | while IFS=$TAB read -r id certainty why; do
    [ -z "$id" ] || { say "  server/$id ($certainty): $(title "$id")"; say "    $why"; }
  done
  say; say EVIDENCE
  printf '%s' "$EVIDENCE" | awk -F'\t' '{ printf "  %s %-11s %s\n", $1, $2, $3 }'
  [ -z "$verdicts" ] || { say; say "FIX on this system (nothing was changed yet)"; }
  say "$verdicts" | while IFS=$TAB read -r id certainty why; do
    [ -z "$id" ] || { say "  server/$id"; fix "$id" | awk '{ gsub(/[^ -~]/, "?"); print (NR > 1 ? "      " : "    ") $0 }'; }
  done
  [ -z "$UNSEEN" ] || { say; say 'NOT SEEN'; printf '%s' "$UNSEEN" | awk '{ print "  - " $0 }'; }
}

FRAME='SSH PREFLIGHT ANSWER'
print_block() { # the same answer for SSH Preflight, as one block that survives a paste
  say; say 'ANSWER for SSH Preflight (paste everything from BEGIN to END)'
  say "-----BEGIN $FRAME-----"
  write_answer block
  say "-----END $FRAME-----"
}
without_frames() { # no text of a log or a file name can begin a block
  awk '{ gsub(/SSH ?PREFLIGHT ?ANSWER/, "SSH-PREFLIGHT-ANSWER"); print }'
}

write_answer() { # json: one object on one line; block: the same without its fixes, in base64
  {
    say "asked${TAB}port$TAB$port"; say "asked${TAB}user$TAB$user"; say "asked${TAB}from$TAB$from"; say "asked${TAB}keyFingerprint$TAB$fingerprint"
    say "system${TAB}name$TAB$system"; say "system${TAB}init$TAB$init"; say "system${TAB}server$TAB${version:-$server}"; say "system${TAB}root$TAB$uid"
    say "$verdicts" | while IFS=$TAB read -r id certainty why; do
      [ -z "$id" ] || { say "verdict${TAB}server/$id$TAB$certainty$TAB$(title "$id")$TAB$why"; fix "$id" | awk '{ print "fix\t" $0 }'; }
    done
    printf '%s' "$EVIDENCE" | awk '{ print "evidence\t" $0 }'
    printf '%s' "$UNSEEN" | awk '{ print "unseen\t" $0 }'
  } | awk -F'\t' -v form="$1" "$ANSWER"
}

# Input: lines, tab separated, with the name of the part, then its values. Output: only printable ASCII. awk itself does the base64
# (RFC 4648) and the checksum (Adler-32 of the JSON, RFC 1950 section 8.2), as not every router has base64 and cksum.
# A block has at most 30000 bytes of JSON, as all inputs of a workflow together have 64 kB. When something does not fit, it says so ("whole").
ANSWER='
function q(s) { gsub(/\\/, "&&", s); gsub(/"/, "\\\"", s); gsub(/[^ -~]/, "?", s); return "\"" s "\"" }
function put(list, s) {
  size += length(s) + 1
  if (form == "block" && size > 30000) cut = 1; else L[list] = L[list] (L[list] == "" ? "" : ",") s
}
function close_verdict() {
  if (head != "") put("v", head (form == "block" ? "" : ",\"fix\":{\"what\":" q(what) ",\"paste\":" q(paste) "}") "}")
  head = what = paste = ""
}
function base64(s,   k, n, v, out) {          # three characters in, four out
  n = length(s)
  for (k = 1; k <= n; k += 3) {
    v = CODE[substr(s, k, 1)] * 65536 + CODE[substr(s, k + 1, 1)] * 256 + CODE[substr(s, k + 2, 1)]
    out = out sextet(v / 262144) sextet(v / 4096) (k + 1 > n ? "=" : sextet(v / 64)) (k + 2 > n ? "=" : sextet(v))
  }
  return out
}
function sextet(v) { return substr(ALPHABET, int(v) % 64 + 1, 1) }
function write_block(s,   k, n, i, line, low, high) {
  ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  CODE[""] = 0; for (k = 32; k < 127; k++) CODE[sprintf("%c", k)] = k
  n = length(s); low = 1
  for (k = 1; k <= n; k += 57) {
    line = substr(s, k, 57); print base64(line)
    for (i = 1; i <= length(line); i++) { low = (low + CODE[substr(line, i, 1)]) % 65521; high = (high + low) % 65521 }
  }
  print "Checksum: " sprintf("%04x%04x", high, low)
}
$1 == "asked" || $1 == "system" { put($1, q($2) ":" ($2 == "port" ? $3 : $3 == "" ? "null" : $2 == "root" ? ($3 == 0 ? "true" : "false") : q($3))) }
$1 == "verdict" { close_verdict(); head = "{\"id\":" q($2) ",\"certainty\":" q($3) ",\"title\":" q($4) ",\"why\":" q($5) }
$1 == "fix" { if (what == "") what = $2; else paste = paste (paste == "" ? "" : " ; ") $2 }
$1 == "evidence" { close_verdict(); put("e", "{\"mark\":" q($2) ",\"area\":" q($3) ",\"text\":" q($4) "}") }
$1 == "unseen" { put("u", q($2)) }
END {
  close_verdict()
  json = "{\"serverCheck\":1,\"asked\":{" L["asked"] "},\"system\":{" L["system"] "},\"verdicts\":[" L["v"] "],\"evidence\":[" L["e"] "],\"notSeen\":[" L["u"] "],\"whole\":" (cut ? "false" : "true") "}"
  if (form == "block") write_block(json); else print json
}
'

main() {
  deadline=999999999999
  read_options "$@"
  read_clock; deadline=$((clock + seconds))
  alarm $((seconds + 25)) $$ </dev/null >/dev/null 2>&1 &
  whole_alarm=$!
  trap 'call_off "$whole_alarm"' EXIT
  look_at_system
  addresses=$( (quick ip -o addr show 2>/dev/null || true) | awk '$3 ~ /^inet6?$/ { sub(/\/.*/, "", $4); print $4 }' | awk "$NET"'{ if (!is_loopback(hex($1)) && !inside(hex($1), "fe80::/10")) printf "%s ", $1 }')
  same_family=$(say "$addresses" | awk -v six="$(case $from in (*:*) say 1 ;; (*) say 0 ;; esac)" '{ for (k = 1; k <= NF; k++) if (($k ~ /:/) == six) printf "%s ", $k }')
  look_at_program
  [ "$os" != Linux ] || { read_listeners; look_at_processes; look_at_service; }
  look_at_config
  look_at_settings
  look_at_upgrade
  look_at_host_keys
  if [ "$os" = Linux ]; then
    look_at_listeners
    look_at_running
    look_at_wrappers
  else
    IFS=$NL; for each in $(other_systems); do unseen "$each"; done; unset IFS
  fi
  look_at_account
  look_at_permission
  look_at_modules
  look_at_files
  look_at_path
  look_at_keys
  look_at_revocation
  judge_keys
  look_at_selinux
  look_at_disks
  # Last, as their programs may need the most time: the rest is then seen in any case.
  if [ "$os" = Linux ]; then
    look_at_firewall
    look_at_log
    judge_pam
    look_at_bans
  fi
  ! late || unseen "The last parts of the check: its $seconds seconds were over."
  verdicts=$(in_order)
  if [ $json = yes ]; then write_answer json; else print_text | without_frames; print_block; fi
  [ -z "$verdicts" ]
}

main "$@" </dev/null
