# ---------------------------------------------------------------- an upgrade that did not end

# What a program says that does not find its libraries, or the right ones (glibc, musl, OpenSSL).
LOADER='error (while )?(loading|relocating)|symbol (lookup error|not found)|version .* not found|OpenSSL version mismatch|Exec format error'

version_of() { # the version that program $1 prints
  quick "$1" -V 2>&1 | awk 'match($0, /OpenSSH_[0-9.]+/) { print substr($0, RSTART + 8, RLENGTH - 8); exit }'
}

look_at_upgrade() { # the programs that sshd starts for each connection, and whether all of it is of one version
  incomplete=''
  [ $server = openssh ] || return 0
  for each in "$sshd" "$(one sshdsessionpath '')" "$(one sshdauthpath '')"; do
    case $each in (/*) ;; (*) continue ;; esac
    case $(state_of "$each") in
      (program)
        loader=$(quick "$each" -V 2>&1 | grep -iE "$LOADER" | head -n 1)
        [ -z "$loader" ] || incomplete="$incomplete$each does not start: $loader; " ;;
      (''|closed) unseen "Whether $each is there."; return 0 ;;
      (*) incomplete="$incomplete$each is missing or cannot be executed, and sshd starts it for each connection; " ;;
    esac
  done
  if [ -n "$incomplete" ]; then
    note '!!' program "$incomplete"
    found upgrade-incomplete proved "${incomplete%; }."
    return 0
  fi
  look_at_restart
  [ -n "$incomplete" ] || note ok program "$sshd starts, and the programs that it starts are there"
}

look_at_restart() { # a running sshd of an older version than its programs (9.8 and later start others) closes each connection
  root || return 0
  disk=$(version_of "$sshd")
  for each in $daemons; do
    case $(readlink "/proc/$each/exe" 2>/dev/null) in (*' (deleted)') ;; (*) continue ;; esac
    is_roots "$each" || continue
    running=$(version_of "/proc/$each/exe")
    if [ -z "$running" ] || [ "$running" = "$disk" ]; then continue; fi
    incomplete="sshd $running still runs, and the programs on the disk are of version $disk: it was not restarted."
    note '!!' program "$incomplete"
    found upgrade-incomplete likely "$incomplete"
    return 0
  done
}
