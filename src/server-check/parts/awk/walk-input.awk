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
