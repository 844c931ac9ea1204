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
