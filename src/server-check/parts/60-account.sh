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
