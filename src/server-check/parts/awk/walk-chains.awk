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
