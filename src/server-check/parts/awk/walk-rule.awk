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
