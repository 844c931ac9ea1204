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
