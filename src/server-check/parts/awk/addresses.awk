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
