# ---------------------------------------------------------------- the user's files

# What is at a path, without opening it. Another program does this: a dead network disk must not block the check itself.
state_of() {
  # shellcheck disable=SC2016 # $1 is that of the inner shell
  quick sh -c '
    if [ -f "$1" ] && [ -x "$1" ]; then echo program
    elif [ -f "$1" ]; then echo file
    elif [ -d "$1" ]; then echo folder
    elif [ -e "$1" ]; then echo special
    else
      case $(ls -dL "$1" 2>&1) in
        (*"ermission denied"*) echo closed ;;
        (*"o such file"*|*"ot a directory"*) echo none ;;
        (*) echo special ;;
      esac
    fi' sh "$1"
}

as_user() { # runs a program with the rights of the account and no more: no terminal, no capability, no session of PAM
  if [ "$drops" = yes ] || root; then
    quick setsid setpriv --reuid "$user_id" --regid "$group_id" --init-groups --inh-caps=-all --no-new-privs "$@" </dev/null
  else quick "$@" </dev/null; fi
}

# The text of file $1, which a user may have prepared, in $text: 1 MB at most, NUL as ?. It fails for what cannot be read.
# It reads with the rights of that user (setpriv): then a link, even one created in between, reaches only what the user can
# read. Without setpriv (busybox) root opens the file and checks what is open before it reads a byte: it must be a regular
# file of that user, or one of root that everybody can read, without a link on the way.
user_text() {
  case $drops$uid$user_id in
    (yes*) text=$(as_user sh -c "$OPENED" sh "$1" any 2>/dev/null | tr '\000' '?') ;;
    (no0[!0]*) text=$(quick sh -c "$OPENED" sh "$1" "$user_id" 2>/dev/null </dev/null | tr '\000' '?') ;;
    (*) text=$(quick sh -c "$OPENED" sh "$1" any 2>/dev/null </dev/null | tr '\000' '?') ;;
  esac
  case $text in (opened*) text=${text#opened}; text=${text#"$NL"} ;; (*) return 1 ;; esac
}
# shellcheck disable=SC2016 # $1 and $2 are those of the inner shell: the path, and whose file it must be (an uid, or any)
OPENED='
[ -f "$1" ] || exit 1
exec 3<"$1" || exit 1
set -f
set -- "$1" "$2" $(ls -lnL /proc/self/fd/3)   # mode, links, owner
case ${3-} in (-*) ;; (*) exit 1 ;; esac
if [ "$2" != any ] && [ "$5" != "$2" ]; then
  case $5$3 in (0-??????r*) [ "$4" = 1 ] && [ "$(readlink /proc/self/fd/3)" = "$1" ] || exit 1 ;; (*) exit 1 ;; esac
fi
echo opened
head -c 1000000 <&3'

look_at_files() { # where sshd looks for this user's keys
  key_files='' present='' closed='' command=none command_bad='' home_away=''
  [ -n "$user_id" ] || return 0
  if [ $server = dropbear ]; then
    key_files=$home/.ssh/authorized_keys; [ "$user_id" != 0 ] || [ ! -d /etc/dropbear ] || key_files=/etc/dropbear/authorized_keys
  else
    for each in $(one authorizedkeysfile '.ssh/authorized_keys .ssh/authorized_keys2'); do
      each=$(say "$each" | awk -v h="$home" -v u="$user_v" -v n="$user_id" '{ gsub(/[&\\]/, "\\\\&", h); gsub(/[&\\]/, "\\\\&", u); gsub(/%h/, h); gsub(/%u/, u); gsub(/%U/, n); gsub(/%%/, "%"); print }')
      case $each in (none) ;; (/*) key_files="$key_files$each$NL" ;; (*) key_files="$key_files$home/$each$NL" ;; esac
    done
  fi
  IFS=$NL
  for each in $key_files; do
    case $(state_of "$each") in
      (file|program) present="$present$each$NL" ;;
      (none) ;;
      (closed) closed="$closed $each" ;;   # even root cannot read some homes on a network disk
      (special|folder) closed="$closed $each"; note '!!' keys "$each is not a regular file: it was not opened" ;;
      (*) closed="$closed $each"; unseen "$each: no answer within two seconds." ;;
    esac
  done
  unset IFS
  command=$(one authorizedkeyscommand none)
  [ "$command" = none ] || { note -- keys "keys also come from a program: $command"; look_at_key_command; }
  trusted=$(one trustedusercakeys none)
  if [ -n "$present" ]; then note ok keys "sshd reads $(one_line "$present")"
  elif [ -n "$closed" ]; then unseen "The keys of $user:$closed cannot be read by you, or is not a file."
  else
    note '!!' keys "sshd looks in $(one_line "$key_files"), and there is no such file"
    case $(state_of "$home/.ssh/authorized_keys") in (file|program) false ;; esac || note '!!' keys "$home/.ssh/authorized_keys is there, but sshd does not look at it"
    home_away=$(why_home_is_away)
    if [ -n "$command_bad" ]; then return 0
    elif [ -n "$home_away" ]; then
      certainty=likely; [ "$command$trusted" = nonenone ] || certainty=possible
      note '!!' account "$home_away"
      found home-unavailable $certainty "$home_away sshd looks for the keys of $user there."
      return 0
    elif [ "$trusted" != none ] && [ "$command" = none ]; then
      if [ -n "$key_files" ]; then found_by_settings certificates-only likely "sshd accepts certificates by $trusted (TrustedUserCAKeys), and there is no list of plain keys for $user."
      else found_by_settings certificates-only proved "sshd accepts certificates by $trusted (TrustedUserCAKeys), and AuthorizedKeysFile is none: it reads no plain keys."; fi
      return 0
    fi
    certainty=proved; [ "$command" = none ] || certainty=possible
    found_by_settings authorized-keys-missing $certainty "sshd looks for the keys of $user in $(one_line "${key_files:-no file}"), and there is no such file."
  fi
}

look_at_key_command() { # AuthorizedKeysCommand: root must own it and each folder above, and nobody else may write there
  step=${command%% *}
  case $(state_of "$step") in
    (program) ;;
    (none|file|folder|special) command_bad="$step (AuthorizedKeysCommand) does not exist or cannot be executed."; return 0 ;;
    (*) unseen "The program $step, which gives the keys (AuthorizedKeysCommand)."; return 0 ;;
  esac
  while :; do
    unsafe=$(quick ls -ldnL "$step" 2>/dev/null | awk '{ mode = substr($1, 1, 10) }
      $3 != 0 { print "belongs to uid " $3; exit }
      substr(mode, 6, 1) == "w" || substr(mode, 9, 1) == "w" { print "can be written by others (" mode ")" }')
    [ -z "$unsafe" ] || { command_bad="$step $unsafe, so sshd does not run ${command%% *} (AuthorizedKeysCommand)."; return 0; }
    [ "$step" != / ] || return 0
    step=$(dirname "$step")
  done
}

why_home_is_away() { # why the home is not there before a login, in a sentence; nothing when it is there
  case $key_files in ("$home"/*) ;; (*) return 0 ;; esac
  case $(state_of "$home") in
    ('') say "The home $home gives no answer: a network disk that is away."; return 0 ;;
    (none)
      if [ -e "$home.homedir" ] || [ -e "$home.home" ]; then say "The home $home is one of systemd-homed, and it is not unlocked."; return 0; fi ;;
    (folder)
      awk -v home="$home" '$2 == home && $3 == "ecryptfs" { hit = 1 } END { exit !hit }' /proc/self/mounts 2>/dev/null ||
        if [ -d "${home%/*}/.ecryptfs/${home##*/}" ]; then say "The home $home is encrypted (eCryptfs), and not unlocked: a login with the password does that."; return 0; fi ;;
  esac
  # A disk of /etc/fstab that is not there: the home is on it, or in the empty folder below it.
  disk=$({ cat /proc/self/mounts 2>/dev/null; say '#'; quick cat /etc/fstab 2>/dev/null; } | awk -v home="$home/" '
    !in_fstab && $0 == "#" { in_fstab = 1; next }
    !in_fstab { mounted[$2] = 1; next }
    /^[ \t]*#/ || $2 !~ /^\/./ || ($2 in mounted) { next }
    index(home, $2 "/") == 1 { print $2; exit }')
  if [ -n "$disk" ]; then say "/etc/fstab mounts a disk at $disk, where the home $home is, and it is not mounted."
  elif [ "$(state_of "$home")" = none ]; then say "The home $home does not exist."; fi
}

path_faults() { # what is wrong on the way to file $1; sshd reads it as the user
  step=$(quick readlink -f "$1" 2>/dev/null); step=${step:-$1} top=$(quick readlink -f "$home" 2>/dev/null); top=${top:-$home} depth=0
  case $step in ("$1"|"$top"/*) ;; (*)
    if [ "$drops" = yes ] && [ "$(as_user readlink -f "$1" 2>/dev/null)" != "$step" ]; then
      say "$1 is behind a link that leads where the user cannot go"; step=$top
    fi ;;
  esac
  # StrictModes: the file and each folder up to the home (or to /) belong to the user or root, closed to writers.
  strict=$(one strictmodes yes)
  case $step in ("$top"/*) ;; (*) top=/ ;; esac
  while :; do
    clean "$step"
    # The folders of the file's own path and the home; anything else is where a link of the user leads, and nothing to repair.
    case $1/ in ("${step%/}"/*) ours=yes ;; (*) case $top/ in ("${step%/}"/*) ours=yes ;; (*) case $step in ("$top"/*) ours=yes ;; (*) ours=no ;; esac ;; esac ;; esac
    # shellcheck disable=SC2012 # ls -n prints mode and owner everywhere; the name is not taken from it
    quick ls -ldn "$step" 2>/dev/null | awk -v u="$user_id" -v gids=" $group_ids " -v own=" $own_groups " -v strict="$strict" -v ours=$ours '
      BEGIN { path = ARGV[1]; ARGV[1] = "" }
      NR > 1 { next } {
      mode = substr($1, 1, 10); mine = $3 == u ? 2 : index(gids, " " $4 " ") ? 5 : 8   # where the three letters for the user begin
      if (ours == "no") {
        if (strict == "yes" && $3 != u && $3 != 0) print "uid " $3 " owns " path ", where a link leads"
        else if (strict == "yes" && substr(mode, 6, 4) ~ /^w|w$/) print "others can write to " path ", where a link leads (" mode ")"
        else if (u != 0 && $1 !~ /\+$/ && substr(mode, mine, 3) !~ (substr(mode, 1, 1) == "d" ? "[xst]$" : "^r")) print "the user cannot open " path ", where a link leads (" mode ", uid " $3 ")"
        next
      }
      if (strict == "yes" && $3 != u && $3 != 0) print path " belongs to uid " $3
      else if (strict == "yes" && (substr(mode, 9, 1) == "w" || (substr(mode, 6, 1) == "w" && !index(own, " " $4 " ")))) print path " can be written by others (" mode ")"
      else if (u != 0 && $1 !~ /\+$/ && substr(mode, mine, 3) !~ (substr(mode, 1, 1) == "d" ? "[xst]$" : "^r")) print path " is closed to the user (" mode ", uid " $3 ")" }' "$cleaned"
    depth=$((depth + 1))
    [ $depth -lt 32 ] || { say "$cleaned is more than 32 folders deep"; break; }
    case $step in ("$top") strict=no ;; (/) break ;; esac
    [ "$step" != / ] || break
    step=$(dirname "$step")
  done
}

groups_of_one() { # IDs of the groups with only this user in them: sshd of Debian and Ubuntu allows those to write
  quick grep -qE '(Debian|Ubuntu|Raspbian)-[0-9]' "$sshd" || return 0   # its banner
  { accounts; say '#'; if has getent; then quick getent group; else cat /etc/group; fi; } | awk -F: -v user="$user_v" -v id="$user_id" -v gids="$group_ids" '
    BEGIN { n = split(gids, p, " "); for (k = 1; k <= n; k++) member[p[k]] = 1 }
    $0 == "#" { in_groups = 1; next }
    !in_groups { if ($3 == id) used[$4] = 1; else shared[$4] = 1; next }
    ($3 in member) && !($3 in shared) && ($4 == user || ($4 == "" && ($3 in used))) { printf "%s ", $3 }'
}

look_at_path() { # no verdict yet: a file with a fault does not matter where another one has the key
  path_bad='' bad_files=''
  [ -n "$user_id" ] && [ $server = openssh ] || return 0
  if [ "$(state_of "$home")" != folder ]; then [ -n "$closed" ] || note '!!' account "the home $home does not exist"; return 0; fi
  [ -n "$present" ] || return 0
  own_groups=$(groups_of_one)
  IFS=$NL
  for each in $present; do
    faults=$(path_faults "$each")
    [ -z "$faults" ] || path_bad=$path_bad$faults$NL bad_files=$bad_files$each$NL
  done
  unset IFS
  if [ -z "$path_bad" ]; then note ok permissions 'owners and modes on the way to authorized_keys are right'
  else path_bad=$(say "$path_bad" | awk 'NF && !seen[$0]++'); note '!!' permissions "$(one_line "$path_bad"); strictmodes $(one strictmodes yes)"; fi
}
