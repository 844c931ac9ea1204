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
