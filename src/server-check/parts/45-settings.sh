# ---------------------------------------------------------------- configuration

read_files() { # the global part of sshd_config and of the files that it includes, as `sshd -T` would print it, without Match blocks
  set +f; set -- /etc/ssh/sshd_config.d/*.conf "${config_file:-/etc/ssh/sshd_config}"; set -f
  IFS=$NL
  # shellcheck disable=SC2046 # one file a line
  quick awk 'FNR == 1 { off = 0 } tolower($1) == "match" { off = 1 } off || /^[ \t]*(#|$)/ { next }
    { k = tolower($1); sub(/^[ \t]*[^ \t=]+[ \t=]+/, ""); gsub(/"/, "") }
    k ~ /^(port|listenaddress|hostkey|allowusers|denyusers|allowgroups|denygroups)$/ || !seen[k]++ { print k, $0 }' \
    $(regular "$@") 2>/dev/null
  unset IFS
}

regular() { # those of the paths that are regular files, one a line: a FIFO would keep its reader waiting
  for path in "$@"; do [ ! -f "$path" ] || say "$path"; done
}

look_at_settings() { # the settings for this user, host and address: Match blocks need all three
  settings='' settings_from='' match_unread=no changed=''
  [ $server = openssh ] || return 0
  spec="user=${user:-nobody},host=${from:-runner.invalid},addr=${from:-203.0.113.1}"
  full=$spec,lport=$port; [ -z "$same_family" ] || full=$full,laddr=${same_family%% *}
  for each in "-T $full" "-T $spec" "-G $full"; do
    settings=$(run_sshd "${each%% *}" -C "${each#* }" 2>/dev/null | awk '{ $1 = tolower($1); print }') || settings=''
    case $NL$settings in (*"${NL}port "*) settings_from="sshd ${each%% *} -C ${each#* }"; break ;; esac
  done
  if [ -z "$settings_from" ]; then
    settings=$(read_files) settings_from='only the files'
    set +f; set -- "${config_file:-/etc/ssh/sshd_config}" /etc/ssh/sshd_config.d/*.conf; set -f
    IFS=$NL
    # shellcheck disable=SC2046 # one file a line
    quick grep -qsi '^[[:space:]]*match[[:space:]]' $(regular "$@") && match_unread=yes
    unset IFS
    unseen 'The settings for this user and address: sshd -T did not answer, so sshd_config was read without its Match blocks.'
  fi
  case $NL$settings in (*"${NL}port "*) ;; (*) settings="port 22$NL$settings" ;; esac
  note -- settings "$settings_from: port $(setting port | tr '\n' ' ')permitrootlogin $(one permitrootlogin prohibit-password), pubkeyauthentication $(one pubkeyauthentication yes), authenticationmethods $(one authenticationmethods any), authorizedkeysfile $(one authorizedkeysfile '.ssh/authorized_keys .ssh/authorized_keys2')"
  # The running sshd uses what it read at its start or last reload: its pid file is of that time.
  pid_file=$(one pidfile none)
  if [ -n "$daemons" ] && [ -e "$pid_file" ]; then
    changed=$(one_line "$(quick find "${config_file:-/etc/ssh/sshd_config}" /etc/ssh/sshd_config.d -type f -newer "$pid_file" 2>/dev/null)")
    [ -z "$changed" ] || note '!!' settings "sshd was not restarted since these changed, and may still use the older ones: $changed"
  fi
  [ "$(one pubkeyauthentication yes)" = yes ] || note '!!' settings 'pubkeyauthentication no: every key is refused (auth/publickey-disabled)'
  chroot=$(one chrootdirectory none)
  [ "$chroot" = none ] || note -- settings "chrootdirectory $chroot: sshd ends the session unless root owns it and each folder above, and nobody else can write there (session/chroot-broken)"
  case $(one authenticationmethods any) in (any|publickey) ;; (*) note '!!' settings "authenticationmethods $(one authenticationmethods any): a key may be only the first factor (auth/second-factor)" ;; esac
}

look_at_config() { # what sshd itself says of its configuration and host keys
  [ $server = openssh ] || return 0
  test_text=$(run_sshd -t 2>&1); test_code=$?
  [ $test_code = 124 ] && { unseen 'sshd -t gave no answer within two seconds.'; return 0; }
  config_text=$(say "$test_text" | grep -iE 'line [0-9]+|bad configuration|configuration option|unsupported|directive|terminating|No such file or directory.*sshd_config|sshd_config.*(No such|denied)' | grep -viE 'deprecated|host ?key|load' | head -n 2 | tr '\n' ' ')
  case $test_text in
    (*sshd_config*'ermission denied'*) unseen "The configuration: only root may read it."; config_text='' ;;
  esac
  if [ $test_code != 0 ] && [ -n "$config_text" ]; then
    note '!!' config "sshd -t: $config_text"
    # A running sshd keeps what it read at its start: the fault shows at the next restart.
    if [ -n "$daemons" ]; then found config-invalid possible "sshd -t: $config_text - the running sshd started before that, and will not start again."
    else found config-invalid proved "sshd -t: $config_text"; fi
  elif [ $test_code = 0 ]; then note ok config 'sshd -t finds no fault'
  fi
  case $test_text in
    (*'rivilege separation directory'*)
      note '!!' config 'the folder /run/sshd is missing; it is made when the service starts'
      [ -z "$daemons" ] || found config-invalid likely 'sshd runs without its folder /run/sshd, and closes each connection for that.' ;;
  esac
}

look_at_host_keys() { # only names and modes; the keys are not read
  [ $server = openssh ] || return 0
  usable='' faults=''
  list=$(setting hostkey); list=${list:-/etc/ssh/ssh_host_rsa_key$NL/etc/ssh/ssh_host_ecdsa_key$NL/etc/ssh/ssh_host_ed25519_key}
  IFS=$NL
  for each in $list; do
    if [ ! -e "$each" ]; then faults="$faults$each is missing; "
    elif [ ! -s "$each" ]; then faults="$faults$each is empty; "
    else
      # shellcheck disable=SC2012 # ls -n prints mode and owner everywhere, and the names are sshd's own
      state=$(ls -lnL "$each" 2>/dev/null | awk '{ print substr($1, 1, 10), $3 }')
      case $state in
        (-???------' '*|-???r-----' '*) usable="$usable $each" ;;   # 0640: root and ssh_keys on Red Hat
        (*' 0') faults="$faults$each can be read by others (${state% *}); " ;;
        (*) usable="$usable $each" ;;
      esac
    fi
  done
  unset IFS
  case $test_text in
    (*'no hostkeys available'*) if root && [ -n "$usable" ]; then faults="${faults}sshd -t can load none of:$usable; " usable=''; fi ;;
  esac
  if [ -z "$usable" ]; then
    note '!!' 'host keys' "$faults"
    found host-keys-missing proved "sshd has no host key that it can use: $faults"
  else note ok 'host keys' "$(say "$usable" | awk '{ print NF }') usable${faults:+; $faults}"; fi
}
