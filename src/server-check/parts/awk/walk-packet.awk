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
