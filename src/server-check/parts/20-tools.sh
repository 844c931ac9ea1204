# ---------------------------------------------------------------- small tools

# mksh starts a program for printf, and a long list of rules does not fit into its arguments. (yash names a path too, and has no print.)
case "$(command -v printf) $(command -v print)" in
  (/*' print') # shellcheck disable=SC3045,SC2039 # print is mksh's own
    say() { print -r -- "$*"; } ;;
  (*) say() { printf '%s\n' "$*"; } ;;
esac
has() { command -v "$1" >/dev/null 2>&1; }
root() { [ "$uid" = 0 ]; }
# Nothing must hang: a dead network disk or a daemon that does not answer costs two seconds at most, all together --within.
quick() { within 2 "$@"; }
if timeout -s KILL 1 true 2>/dev/null; then run_within() { timeout -s KILL "$@"; }
else
  run_within() {
    limit=$1; shift
    { "$@" <&3 3<&- & } 3<&0
    command_id=$!
    alarm "$limit" "$command_id" </dev/null >/dev/null 2>&1 &
    alarm_id=$!
    wait "$command_id" 2>/dev/null; code=$?
    call_off "$alarm_id"
    return $code
  }
fi
within() { # runs the program $2 with its arguments for $1 seconds at most, or for what is left; 124 when it was ended, or no time is left
  ! late || return 124
  most=$1; shift
  [ $((clock + most)) -le "$deadline" ] || most=$((deadline - clock))
  run_within "$most" "$@"
  case $? in (0) return 0 ;; (124|137|265) return 124 ;; (*) return 1 ;; esac
}
alarm() { # ends process $2 after $1 seconds, if the shell that asked for it still runs; USR1 cancels it, as TERM may be ignored
  nap=''
  trap '[ -z "$nap" ] || kill -KILL "$nap" 2>/dev/null; exit 0' USR1
  read_parent; asked_by=$parent
  sleep "$1" & nap=$!
  wait "$nap" || return 0
  read_parent
  [ "$parent" != "$asked_by" ] || kill -KILL "$2"
}
call_off() { # cancels an alarm; bash would print a message about one that ends before it can set its trap
  { kill -USR1 "$1"; wait "$1"; } 2>/dev/null
}
read_parent() { # /proc/self is the shell itself where no program is started
  parent=''
  while read -r status_name parent; do
    [ "$status_name" != PPid: ] || return 0
  done 2>/dev/null </proc/self/status
}
read_clock() { # seconds, of a clock that nobody sets
  clock=''
  [ ! -r /proc/uptime ] || { read -r clock rest </proc/uptime; clock=${clock%%.*}; }
  [ -n "$clock" ] || clock=$(date +%s)
}
late() { read_clock; [ "$clock" -ge "$deadline" ]; }
# How ls shows control characters in names: as ? (GNU with -q, busybox always).
if ls -dq / >/dev/null 2>&1; then shown=q; else shown=''; fi
# Printable ASCII on one line, cut: text from logs and file names must not move the cursor.
clean() {
  cleaned=$1
  case $1 in (*[!\ -~]*|?????????????????????????????????????????????????????????????????????????????????????????????????????*)
    cleaned=$(printf '%s' "$1" | tr '\n' ' ' | tr -c '\040-\176' '?' | cut -c 1-400) ;;
  esac
}
found_by_settings() { # no verdict where an unread Match block may overrule it, and only a possible one where sshd was not restarted
  if [ "$match_unread" = yes ]; then note '!!' settings "$3 (a Match block may say otherwise)"
  elif [ -n "$changed" ]; then found "$1" possible "$3 (Changed since sshd started: $changed.)"
  else found "$@"; fi
}
found() { # ID, proved/likely/possible, why; only possible when time is over, as what was not seen may speak against it
  clean "$3"
  if late; then FOUND=$FOUND$1${TAB}possible$TAB$cleaned$NL; else FOUND=$FOUND$1$TAB$2$TAB$cleaned$NL; fi
}
note() { clean "$3"; EVIDENCE=$EVIDENCE$1$TAB$2$TAB$cleaned$NL; } # ok, !! or --; area; text
unseen() { clean "$1"; UNSEEN=$UNSEEN$cleaned$NL; }
lose() { FOUND=$(printf '%s' "$FOUND" | awk -F'\t' -v id="$1" '$1 != id')$NL; FOUND=${FOUND#"$NL"}; } # removes a fault that turned out to be none
has_found() { case $NL$FOUND in (*"$NL$1$TAB"*) return 0 ;; esac; return 1; }
bad_option() { clean "$1"; say "server-check.sh: $cleaned" >&2; say 'Try: sh server-check.sh --help' >&2; exit 2; }
setting() { say "$settings" | awk -v k="$1" '$1 == k { sub(/^[^ ]+ */, ""); print }'; }  # lines of `sshd -T`
one() { one_value=$(setting "$1" | head -n 1); say "${one_value:-$2}"; }

escaped() { say "$1" | awk '{ gsub(/\\/, "\\\\\\\\"); print }'; } # for awk -v, which reads \n in DOMAIN\name
one_line() { say "$1" | awk 'NF { printf "%s%s", (n++ ? ", " : ""), $0 }'; }
