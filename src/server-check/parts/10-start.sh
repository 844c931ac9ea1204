#!/bin/sh
# server-check.sh: why can nobody log in to this machine over SSH?
#
# Run it ON THE SERVER, through another login (the provider's console, another account):
#     sh server-check.sh --port 22 --user deploy --from 203.0.113.7 --key-fingerprint SHA256:...
# It prints the verdict, the evidence, the fix for this system, what it could not see, and one block with all of that for SSH Preflight.
#
# What it does: it runs commands that only read (sshd -t, sshd -T, ssh-keygen -l, nft list, iptables-save, ipset save,
# ip addr, ip route, ls, df, getent, id, systemctl show, journalctl, fail2ban-client banned) and reads /proc, /etc, the
# logs of sshd and the user's authorized_keys.
# What it does not do: it changes nothing, writes no file, opens no connection to the network, downloads and sends nothing.
# It reads no private key (`sshd -t` and `sshd -T` do, like sshd at each start), and prints no key and no password hash. As root
# it reads the user's line in /etc/shadow: whether the password field begins with "!", whether more follows, and the dates.
# It prints fixes and never runs them.
# It trusts nothing that a user of this machine can prepare. It drops the caller's environment, reads a user's files with the
# rights of that user (user_text), accepts only root's processes as the SSH server, and makes control characters visible. Each
# command gets two seconds, and the whole check thirty (--within).
# Root sees most. An ordinary user can run it too. The answer then says what it could not see.
#
# How to read it: main(), last in the file, lists the steps. Each look_at_... checks one part of the system and adds lines of
# evidence (note), faults (found) and what it could not see (unseen). The awk programs are NET (addresses), WALK, which follows
# a connection through the firewall's rules in their order (the longest part), READ_KEYS and ANSWER.
#
# IDs and titles are those of SSH Preflight's catalog. Plain POSIX sh and awk: dash, busybox, bash, ksh, mksh, yash. It is
# one file because it must be one paste: `npm run docs` assembles it from src/server-check/parts. Make changes there.
# It is made for Linux. On macOS and the BSDs it checks less, and prints commands to type.
# Exit status: 0 nothing found, 1 something found, 2 wrong option.
# (While it runs, ksh93 itself keeps the output of commands in files in /dev/shm or /tmp. The other shells write nothing.)

# The environment may be that of another user (sudo -E, su without -): its functions, search paths and options of programs go.
# bash looks for unset and command before functions of these names only in its POSIX mode.
POSIXLY_CORRECT=1
\unset -f unset command set
set +aevx
for each in '[' awk cat cd chmod cut date df dirname dpkg-query echo exit export fail2ban-client false find getenforce getent \
  grep head id ip ip6tables-legacy-save ip6tables-nft-save ip6tables-save ipset iptables-legacy-save iptables-nft-save \
  iptables-save journalctl kill ls matchpathcon nft opkg apk pacman rpm pidof printf print read readlink return set setpriv \
  setsid shift sleep sort ssh-keygen sshd systemctl tail test timeout tr trap true ulimit umask uname wait; do
  command unset -f "$each" 2>/dev/null
done
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin:/run/current-system/sw/bin
command unset LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT
for each in $(export -p | while IFS= read -r line; do
  line=${line#export } line=${line#declare -x } name=${line%%=*}
  case $name in
    (''|[0-9]*|*[!A-Za-z0-9_]*|PATH|PWD|OLDPWD|SHLVL|PPID|UID|EUID|SHELLOPTS|BASHOPTS|KSH_VERSION) ;;
    (*) printf '%s\n' "$name" ;;
  esac
done); do
  command unset "$each" 2>/dev/null
done
set -uf
LC_ALL=C PYTHONDONTWRITEBYTECODE=1 HOME=/
export LC_ALL PYTHONDONTWRITEBYTECODE HOME PATH
exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
ulimit -c 0 2>/dev/null
cd / || exit 2
TAB=$(printf '\t') QUOTE=$(printf '\047') NL='
'
