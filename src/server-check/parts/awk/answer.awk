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
