main() {
  deadline=999999999999
  read_options "$@"
  read_clock; deadline=$((clock + seconds))
  alarm $((seconds + 25)) $$ </dev/null >/dev/null 2>&1 &
  whole_alarm=$!
  trap 'call_off "$whole_alarm"' EXIT
  look_at_system
  addresses=$( (quick ip -o addr show 2>/dev/null || true) | awk '$3 ~ /^inet6?$/ { sub(/\/.*/, "", $4); print $4 }' | awk "$NET"'{ if (!is_loopback(hex($1)) && !inside(hex($1), "fe80::/10")) printf "%s ", $1 }')
  same_family=$(say "$addresses" | awk -v six="$(case $from in (*:*) say 1 ;; (*) say 0 ;; esac)" '{ for (k = 1; k <= NF; k++) if (($k ~ /:/) == six) printf "%s ", $k }')
  look_at_program
  [ "$os" != Linux ] || { read_listeners; look_at_processes; look_at_service; }
  look_at_config
  look_at_settings
  look_at_upgrade
  look_at_host_keys
  if [ "$os" = Linux ]; then
    look_at_listeners
    look_at_running
    look_at_wrappers
  else
    IFS=$NL; for each in $(other_systems); do unseen "$each"; done; unset IFS
  fi
  look_at_account
  look_at_permission
  look_at_modules
  look_at_files
  look_at_path
  look_at_keys
  look_at_revocation
  judge_keys
  look_at_selinux
  look_at_disks
  # Last, as their programs may need the most time: the rest is then seen in any case.
  if [ "$os" = Linux ]; then
    look_at_firewall
    look_at_log
    judge_pam
    look_at_bans
  fi
  ! late || unseen "The last parts of the check: its $seconds seconds were over."
  verdicts=$(in_order)
  if [ $json = yes ]; then write_answer json; else print_text | without_frames; print_block; fi
  [ -z "$verdicts" ]
}

main "$@" </dev/null
