# ---------------------------------------------------------------- disks and logs

look_at_disks() { # the disks that logins need; read-only ones are always full
  full='' home_folder=''
  [ -z "$user_id" ] || [ "$(state_of "$home")" != folder ] || home_folder=$home
  for kind in P Pi; do
    [ $kind = P ] || [ "$os" = Linux ] || continue   # elsewhere -i has other columns
    what='no space'; [ $kind = P ] || what='no inodes'
    # shellcheck disable=SC2046 # the list of folders, without those that are not there
    full=$full$({ cat /proc/self/mounts 2>/dev/null; say '#'; quick df -$kind $(for each in / /var /var/log /run /tmp; do [ ! -d "$each" ] || say "$each"; done) ${home_folder:+"$home_folder"} 2>/dev/null; } | awk -v what="$what" '
      $0 == "#" { in_df = 1; next }
      !in_df { if ($4 ~ /(^|,)ro(,|$)/) read_only[$2] = 1; next }
      $5 == "100%" && !($6 in read_only) && !seen[$6]++ { print $6 " has " what " left" }')$NL
  done
  full=$(one_line "$full")
  if [ -n "$full" ]; then note '!!' disks "$full"; found disk-full proved "$full"; else note ok disks 'no disk that a login needs is full'; fi
}

look_at_log() { # the last lines that name this user or this address, only as evidence
  log_lines='' log_age=possible
  if [ $init = systemd ] && has journalctl; then
    log_lines=$(quick journalctl -q --no-pager -n 400 --since -10min _UID=0 -t sshd -t sshd-session 2>/dev/null | tail -c 1000000) log_age=likely log_name=journal
  fi
  for each in /var/log/auth.log /var/log/secure /var/log/messages; do
    [ -z "$log_lines" ] || break
    if [ -f $each ] && [ -r $each ]; then log_lines=$(quick tail -c 1000000 $each | tail -n 2000 | grep -E 'sshd|dropbear|drop connection|AuthorizedKeysCommand|Invalid key length|PAM|audit_') log_age=possible log_name=$each; fi
  done
  if [ -z "$log_lines" ]; then unseen 'The log of logins: no lines of sshd in the journal or in /var/log that you can read.'; return 0; fi
  last=$(say "$log_lines" | awk -v u="$user_v" -v a="$from" '(u != "" && index($0, u)) || (a != "" && index($0, a))' | tail -n 5)
  # Lines of the same process, which have neither user nor address: a key that is too short, a program that fails.
  last=$({ say "$last"; say "#"; say "$log_lines"; } | awk '
    function process() { return match($0, /(sshd|sshd-session|sshd-auth)\[[0-9]+\]: /) ? substr($0, RSTART, RLENGTH) : "" }
    !in_log && $0 == "#" { in_log = 1; next }
    !in_log { shown[$0] = 1; if (process() != "") ours[process()] = 1; next }
    $0 in shown || (/refusing .* key: |not in PubkeyAccepted|AuthorizedKeysCommand |PAM: |PAM unable|audit_/ && (process() == "" || (process() in ours))) { print }' | tail -n 8)
  judge_log
  limits=$(say "$log_lines" | grep -E 'MaxStartups|LoginGraceTime|Timeout before authentication' | tail -n 2)
  [ -z "$limits" ] || last=$last$NL$limits
  IFS=$NL; for each in $last; do note -- log "$log_name: $each"; done; unset IFS
}

judge_log() { # verdicts that only the log gives: a key that no file lists, and a program whose exit status nobody else sees
  [ -z "$good_file" ] || return 0
  failed=$(say "$last" | grep -E '(^|\]: )(error: )?(Unsafe )?AuthorizedKeysCommand ' | tail -n 1)
  if [ -n "$failed" ] && [ "$command" != none ] && ! has_found key-command-fails; then
    # The program is the one of the settings. Where a plain list is missing too, the program is what the server relies on.
    lose authorized-keys-missing; lose key-not-listed
    found key-command-fails likely "sshd gets keys from a program, and its log says: $failed"
  fi
  short=$(say "$last" | grep -E '(^|\]: )refusing .* key: Invalid key length' | tail -n 1)
  if [ -n "$short" ] && ! has_found key-type-refused; then found key-type-refused $log_age "The log of sshd says: $short (RequiredRSASize)"; fi
}
