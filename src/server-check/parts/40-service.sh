# ---------------------------------------------------------------- is it running, and where does it listen

read_listeners() { # lines: address, port, inode. Everybody may read these two files.
  listening=$(awk "$NET"'
    function byte(h, k) { return 16 * digit(h, k) + digit(h, k + 1) }
    $4 == "0A" {
      split(tolower($2), p, ":"); a = ""
      if (length(p[1]) == 8) for (k = 7; k >= 1; k -= 2) a = a (k < 7 ? "." : "") byte(p[1], k)
      else {
        for (w = 1; w <= 32; w += 8) a = a (w > 1 ? ":" : "") substr(p[1], w + 6, 2) substr(p[1], w + 4, 2) ":" substr(p[1], w + 2, 2) substr(p[1], w, 2)
        if (a ~ /^[0:]+$/) a = "::"; else if (a ~ /^[0:]+1$/) a = "::1"
      }
      print a, byte(p[2], 1) * 256 + byte(p[2], 3), $10
    }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  [ -r /proc/net/tcp ] || unseen 'The listeners: /proc/net/tcp cannot be read here.'
}

listens() { say "$listening" | awk -v port="$1" '$2 == port { hit = 1 } END { exit !hit }'; } # does any program listen on this port?

sockets_of() { # address and port of each listener of process $1; only root sees whose sockets they are
  { quick ls -l$shown "/proc/$1/fd" 2>/dev/null; say "#$NL$listening"; } | awk '
    $0 == "#" { in_listeners = 1; next }
    !in_listeners { if ($10 == "->" && NF == 11 && $11 ~ /^socket:\[[0-9]+\]$/) own[substr($11, 9, length($11) - 9)] = 1; next }
    $3 in own { print $1, $2 }'
}

id_of() { # the uid of process $1, empty when there is none
  while read -r key real rest; do
    [ "$key" != Uid: ] || { say "$real"; return 0; }
  done 2>/dev/null <"/proc/$1/status"
}

is_roots() { # does process $1 belong to root, whoever owns its folder in /proc? By all four ids of status (proc(5))
  while read -r key real effective saved rest; do
    case $key in (Uid:) case $real$effective$saved$rest in (0000) return 0 ;; (*) return 1 ;; esac ;; esac
  done 2>/dev/null <"/proc/$1/status"
  return 1
}

look_at_processes() { # only the listeners: each open session has one more process
  daemons='' daemon_line='' starter='' users_own='' our_network=$(readlink /proc/self/ns/net 2>/dev/null)
  set +f
  for each in /proc/[0-9]*; do
    set -f; name=''
    read -r name 2>/dev/null <"$each/comm" || continue
    case $name in
      (xinetd|inetd|inetutils-inetd|tcpsvd|tcpserver) ! is_roots "${each#/proc/}" || starter=$name ;;
      (sshd|dropbear)
        # Anybody can start a program of that name, with arguments without end.
        is_roots "${each#/proc/}" || [ "$(id_of "${each#/proc/}")" = "$uid" ] || { users_own=yes; continue; }
        # Those in containers have a separate network (only root sees which).
        network=$(readlink "$each/ns/net" 2>/dev/null); [ "${network:-$our_network}" = "$our_network" ] || continue
        line=$(head -c 4096 "$each/cmdline" 2>/dev/null | tr '\000' ' ')
        case $line in (*'[listener]'*|/*|sshd\ -*|dropbear*) ;; (*) continue ;; esac
        daemons="$daemons ${each#/proc/}"
        # Several can run, each with its own configuration: the one that has the port counts.
        [ -z "$daemon_line" ] || { root && sockets_of "${each#/proc/}" | grep -q " $port\$"; } || continue
        daemon_line=$line daemon=$name daemon_id=${each#/proc/} ;;
    esac
  done
  set -f
  case $daemons in (*' '*' '*) root || unseen 'Which of several SSH servers has the port: only root sees that. The settings of one of them were read.' ;; esac
  config_file='' daemon_options=''
  # Only options of a process of root: `sshd -T` gets them, so that it shows the settings of the running one.
  if [ -n "$daemon_line" ] && is_roots "$daemon_id"; then
    daemon_options=$(say "$daemon_line" | awk '{
      for (k = 1; k <= NF; k++) if ($k ~ /^-[fop]$/) {
        option = $k; value = $(++k)
        if (option == "-o") while (k < NF && $(k + 1) !~ /^[-[]/) value = value " " $(++k)
        print option; print value
      } }')
    config_file=$(say "$daemon_options" | awk 'last == "-f" { print; exit } { last = $0 }')
  fi
  [ "${daemon-}" != dropbear ] || [ -z "$daemon_line" ] || server=dropbear
}

run_sshd() { # runs sshd with the options of the running one and the given ones
  IFS=$NL
  # shellcheck disable=SC2086 # one option a line
  set -- $daemon_options "$@"
  unset IFS
  quick "$sshd" "$@"
}

look_at_service() {
  unit=sshd socket='' socket_listen='' service_state='' masked=no
  [ ! -f /lib/systemd/system/ssh.service ] && [ ! -x /etc/init.d/ssh ] || unit=ssh
  if [ $init = systemd ]; then
    # One block of properties for each unit, an empty line between: here `unit property value` on each line.
    units=$(quick systemctl show ssh.service ssh.socket sshd.service sshd.socket -p Id -p LoadState -p ActiveState -p SubState -p UnitFileState -p Result -p Listen 2>/dev/null |
      awk 'function out(  k) { for (k = 1; k <= n; k++) print id, b[k]; n = 0; id = "" }
        $0 == "" { out(); next } /^Id=/ { id = substr($0, 4); next } { sub(/=/, " "); b[++n] = $0 } END { out() }')
    show() { say "$units" | awk -v u="$1" -v k="$2" '$1 == u && $2 == k { print $3 }'; }
    for each in ssh sshd; do
      load=$(show $each.service LoadState)
      case $load in
        (loaded|masked)
          unit=$each
          service_state="$each.service is $(show $each.service ActiveState) ($(show $each.service SubState)), $(show $each.service UnitFileState), result: $(show $each.service Result)"
          [ "$load" = loaded ] || masked=yes ;;
      esac
      case $(show $each.socket ActiveState) in
        (active) unit=$each socket=$each.socket; socket_listen=$(show "$socket" Listen | tr '\n' ' '); break ;;
        (failed) service_state="$service_state; $each.socket has failed: $(show $each.socket Result)" ;;
      esac
    done
    [ -n "$units" ] || unseen 'What systemd says of the SSH service: systemctl gave no answer.'
    [ -z "$units" ] || note -- service "${service_state:-systemd knows no ssh.service and no sshd.service}${socket:+; $socket is active and listens on $socket_listen}"
  fi
  if [ -n "$daemons" ]; then note ok process "the SSH server runs as process$daemons: $daemon_line"
  elif [ -n "$socket" ]; then note ok process "no sshd runs by itself: $socket starts one when needed"
  else note '!!' process 'no sshd and no dropbear is running'; fi
  [ ! -e /etc/ssh/sshd_not_to_be_run ] || note '!!' service '/etc/ssh/sshd_not_to_be_run is there: Debian and Ubuntu then do not start sshd'
}

look_at_listeners() { # whose are the listeners
  mine='' owner=seen port_holder=''
  if root; then mine=$(for each in $daemons ${socket:+1}; do sockets_of "$each"; done | sort -u); fi
  [ -z "$socket" ] || mine=$(say "$socket_listen" | awk '{ for (k = 1; k <= NF; k++) { a = p = $k; sub(/.*:/, "", p); if (a !~ /:/) a = "::"; else sub(/:[0-9]+$/, "", a); gsub(/[][]/, "", a); print a, p } }')
  # Without root: the ports in the configuration that some program listens on.
  if [ -z "$mine" ] && ! root && [ -n "$daemons" ]; then
    owner=guessed
    mine=$(say "$listening" | awk -v l="$(setting port | tr '\n' ' ')" 'BEGIN { n = split(l, p, " "); for (k = 1; k <= n; k++) own[p[k]] = 1 } $2 in own { print $1, $2 }' | sort -u)
    unseen 'Whose sockets the listeners are: only root sees that.'
  fi
  on_port=$(say "$mine" | awk -v p="$port" '$2 == p { print $1 }')
  ports=$(say "$mine" | awk 'NF && !s[$2]++ { print $2 }' | tr '\n' ' '); ports=${ports% }
  [ -z "$mine" ] || note ok listeners "the SSH server listens on $(say "$mine" | awk '{ printf "%s%s port %s", (NR > 1 ? ", " : ""), $1, $2 }')"
  others=$(say "$listening" | awk -v p="$port" '$2 == p { print $1 }' | tr '\n' ' ')
  [ -z "$on_port" ] || return 0
  if [ -n "$others" ] && root; then port_holder=$(who_has_port); fi
  note '!!' listeners "port $port: ${others:+${port_holder:-another program} listens on }${others:-nobody listens}"
}

who_has_port() { # the name of the program that listens on $port
  set +f
  holder=$({ quick ls -l$shown /proc/[0-9]*/fd 2>/dev/null; say "#$NL$listening"; } | awk -v port="$port" '
    $0 == "#" { in_listeners = 1; next }
    !in_listeners && /^\/proc\/[0-9]+\/fd:$/ { split($0, p, "/"); pid = p[3]; next }
    !in_listeners { if ($10 == "->" && NF == 11 && $11 ~ /^socket:\[[0-9]+\]$/) has[substr($11, 9, length($11) - 9)] = pid; next }
    $2 == port && ($3 in has) { print has[$3]; exit }')
  set -f
  [ -n "$holder" ] || return 0
  if is_roots "$holder"; then quick head -c 64 "/proc/$holder/comm" 2>/dev/null; else say "a program of uid $(id_of "$holder")"; fi
}

look_at_running() {
  config_port=$(setting port | tr '\n' ' '); config_port=${config_port% }
  if [ -z "$daemons$socket" ]; then
    case $port_holder in
      (xinetd|inetd|inetutils-inetd|tcpsvd|tcpserver|systemd) note ok process "$port_holder has port $port and starts a program for each connection"; return 0 ;;
    esac
    if [ -n "$others" ] && ! root; then
      unseen "Which program listens on port $port${starter:+ ($starter may start sshd for each connection)}: only root sees that."
      [ -z "$starter" ] || return 0
    fi
    [ $server = none ] || has_found upgrade-incomplete || has_found config-invalid || has_found host-keys-missing ||
      found service-stopped "${users_own:+possible}${users_own:-proved}" "No process of the SSH server runs as root${service_state:+: $service_state}.${port_holder:+ Port $port belongs to $port_holder.}"
    return 0
  fi
  certainty=proved; [ $owner = seen ] || certainty=likely
  case $owner$daemons in (guessed' '*' '*) return 0 ;; esac   # several run, and only root sees which has the port
  if [ -z "$on_port" ] && [ -n "$ports" ]; then
    case " $config_port " in
      (*" $port "*)
        if [ -n "$socket" ]; then
          found socket-activated $certainty "sshd_config says port $config_port, but $socket of systemd listens on port $ports, and nobody listens on port $port."
        else found port-differs $certainty "The SSH server listens on port $ports. Its configuration now says $config_port: it was not restarted since."; fi ;;
      (*) found port-differs $certainty "The SSH server listens on port $ports, and the client uses port $port." ;;
    esac
  elif [ -n "$on_port" ]; then
    bound=$(say "$on_port" | tr '\n' ' '); bound=${bound% }
    kind=$(say "$on_port" | awk "$NET"'{ h = hex($1); if (is_loopback(h)) l = 1; else if ($1 ~ /^(0.0.0.0|::)$/ || !is_private(h)) o = 1; else p = 1 } END { print o ? "open" : p ? "private" : "loopback" }')
    public=$(say "$addresses" | awk "$NET"'{ for (k = 1; k <= NF; k++) if (!is_private(hex($k))) { print $k; exit } }')
    [ "$kind" != loopback ] ||
      found loopback-only $certainty "Port $port is bound only to $bound, which only programs on this machine can reach."
    case $from in (''|*:*) ;; (*)
      [ -n "$socket" ] || say "$on_port" | grep -q '\.' || note '!!' listeners "port $port is bound only to IPv6 addresses, and the client comes over IPv4" ;;
    esac
    [ "$kind" != private ] || [ -z "$public" ] ||
      found loopback-only likely "Port $port is bound only to the private address $bound, and this machine also has $public."
  elif [ $owner = guessed ] || ! root; then
    unseen "Where the running SSH server listens. Nobody listens on port ${config_port:-22}, which the configuration names."
  else found service-stopped likely 'A process of the SSH server runs, but none listens.'; fi
}
