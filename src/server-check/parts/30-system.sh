# ---------------------------------------------------------------- the system

look_at_system() {
  # Values that the parts below share, for systems on which not all of them run.
  daemons='' daemon_options='' config_file='' socket='' unit=sshd masked=no log_lines='' ports='' way=''
  uid=$(id -u) os=$(uname -s); FOUND='' EVIDENCE='' UNSEEN=''
  sudo=$(root || say 'sudo ')
  system=$(quick awk -F= '$1 == "PRETTY_NAME" { gsub(/"/, "", $2); print $2; exit }' /etc/os-release 2>/dev/null)
  clean "${system:-$(uname -sr)}"; system=$cleaned
  manager=none
  for each in apt-get dnf yum zypper apk pacman opkg pkg; do
    if has $each; then manager=$each; break; fi
  done
  init=none
  if [ "$os" = Darwin ]; then init=launchd
  elif [ "$os" != Linux ]; then init=rc
  elif [ -d /run/systemd/system ]; then init=systemd
  elif [ -d /run/openrc ]; then init=openrc
  elif [ -d /run/runit ] && has sv; then init=runit   # openssh-server of Debian creates that folder everywhere
  elif [ -x /etc/init.d/ssh ] || [ -x /etc/init.d/sshd ] || [ -x /etc/init.d/dropbear ]; then init=sysvinit
  fi
  note -- system "$system, started by $init, packages by $manager; looking as $(id -un 2>/dev/null || say "$uid")"
  root || unseen 'Run as an ordinary user: firewall rules, bans, the files of other users and some logs cannot be read. With sudo it sees them.'
}

other_systems() { # macOS and the BSDs: reading these there was never tested, so the check does not read them
  say "$os is not Linux: listeners, processes, the firewall and the log were not checked. Type these commands instead."
  case $os in
    (Darwin)
      say 'Is Remote Login on: sudo systemsetup -getremotelogin'
      say "What listens on the port: sudo lsof -nP -iTCP:$port -sTCP:LISTEN"
      say "Is the user allowed to log in (without such a group, everybody is): dseditgroup -o checkmember -m ${user:-USER} com.apple.access_ssh"
      say 'Firewall: /usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate; sudo pfctl -sr'
      say "Log: log show --last 10m --predicate 'process == \"sshd\" OR process == \"sshd-session\"'" ;;
    (*)
      say 'Is it running: service sshd status (OpenBSD: rcctl check sshd)'
      say 'What listens on the port: sockstat -l -P tcp, or fstat | grep sshd, or netstat -an | grep LISTEN'
      say 'Firewall: pfctl -sr; ipfw list; npfctl show'
      say 'Log: grep sshd /var/log/auth.log /var/log/authlog | tail -n 20' ;;
  esac
}

package_state() { # what the package manager says of the SSH server
  case $manager in
    (apt-get) quick dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\n' openssh-server 2>/dev/null |
      awk '$NF != "not-installed"' ;;   # dpkg still knows a package that was purged, or that another one only names
    (dnf|yum|zypper) quick rpm -q openssh-server 2>/dev/null ;;
    (apk) quick apk info -e openssh-server openssh dropbear 2>/dev/null ;;
    (pacman) quick pacman -Q openssh 2>/dev/null ;;
    (opkg) quick opkg status dropbear openssh-server 2>/dev/null | awk '$1 == "Package:"' ;;
  esac | head -n 1
}

look_at_program() {
  sshd='' server=none version=''
  for each in /usr/sbin/sshd /usr/local/sbin/sshd /sbin/sshd /usr/bin/sshd; do
    if [ -f $each ] && [ -x $each ]; then sshd=$each server=openssh; break; fi
  done
  # Dropbear counts only where it is set up as a service: its programs may be there only to unlock a disk at boot.
  if [ $server = none ] && has dropbear && { [ -x /etc/init.d/dropbear ] || [ -f /lib/systemd/system/dropbear.service ] || pidof dropbear >/dev/null; }; then server=dropbear; fi
  package=$(package_state)
  if [ $server = openssh ]; then
    version=$(quick "$sshd" -V 2>&1 | awk 'match($0, /OpenSSH_[^ ,]+/) { print substr($0, RSTART, RLENGTH); exit }')
    note ok program "$sshd ${version:-OpenSSH}${package:+, package: $package}"
  elif [ $server = dropbear ]; then
    note ok program "Dropbear at $(command -v dropbear)"
    unseen 'Dropbear has no test of its configuration: its settings were not judged.'
  else
    note '!!' program "no sshd and no dropbear in the usual folders${package:+; the package manager says: $package}"
    found not-installed proved "No sshd in /usr/sbin, /usr/local/sbin, /sbin or /usr/bin, and no Dropbear that is set up${package:+, though the package manager lists $package}."
  fi
}
