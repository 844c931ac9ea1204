# ---------------------------------------------------------------- fixes

tested() { # the test before a restart: with an error in the configuration nobody could log in afterwards
  case $server in (dropbear) return 0 ;; esac
  case $os in (Linux) printf '%s' "${sudo}mkdir -p /run/sshd && " ;; esac   # Debian's sshd -t wants it, and it is gone while the service is
  printf '%s' "${sudo}${sshd:-sshd} -t && "
}

restart() { # the lines to type
  [ ! -e /etc/ssh/sshd_not_to_be_run ] || say "${sudo}rm /etc/ssh/sshd_not_to_be_run   # this file keeps sshd from starting: ask who created it"
  before=$(tested)
  case $init in
    (systemd) say "$before${sudo}systemctl restart $unit" ;;
    (launchd) say "$before${sudo}launchctl kickstart -k system/com.openssh.sshd" ;;
    (rc) say "$before${sudo}service sshd restart" ;;
    (openrc) say "$before${sudo}rc-service $unit restart" ;;
    (runit) say "$before${sudo}sv restart $unit" ;;
    (sysvinit) say "$before${sudo}service $unit restart" ;;
    (*) say "$before${sudo}${sshd:-dropbear}" ;;
  esac
}

start() { # without a test, as a running server stays as it is: some systems create their host keys at the first start
  case $init in
    (systemd) [ $masked = no ] || say "${sudo}systemctl unmask $unit   # ask who masked it"; say "${sudo}systemctl enable --now $unit" ;;
    (launchd) say "${sudo}systemsetup -setremotelogin on" ;;
    (openrc) say "${sudo}rc-update add $unit && ${sudo}rc-service $unit start" ;;
    (sysvinit) say "${sudo}service $unit start" ;;
    (*) restart ;;
  esac
}

finish_upgrade() {
  case $manager in
    (apt-get) say "${sudo}dpkg --configure -a && ${sudo}apt-get install --reinstall openssh-server" ;;
    (dnf|yum) say "${sudo}$manager reinstall openssh-server" ;;
    (zypper) say "${sudo}zypper install --force openssh" ;;
    (apk) say "${sudo}apk fix openssh-server" ;;
    (pacman) say "${sudo}pacman -Syu openssh" ;;
    (*) say '(with the package manager of this system)' ;;
  esac
}

install_command() {
  case $manager in
    (apt-get) say "${sudo}apt-get install openssh-server" ;;
    (dnf|yum) say "${sudo}$manager install openssh-server" ;;
    (zypper) say "${sudo}zypper install openssh" ;;
    (apk) say "${sudo}apk add openssh" ;;
    (pacman) say "${sudo}pacman -S openssh" ;;
    (opkg) say 'opkg update && opkg install dropbear' ;;
    (*) say '(with the package manager of this system)' ;;
  esac
}

# One rule, in the firewall that decided, above the existing rules. An equal rule is removed first, so that one remains.
on_top() { # program, chain, what the rule matches
  say "${sudo}$1 -D $2 $3 -j ACCEPT 2>/dev/null; ${sudo}$1 -I $2 $3 -j ACCEPT   # until the next restart"
}

allow_port() {
  match="-p tcp --dport $wall_port" words="tcp dport $wall_port"
  [ "$way" != out ] || match="-p tcp --sport $wall_port" words="tcp sport $wall_port"
  [ "$way" = out ] || case $front in
    # ufw prepend leaves an equal rule where it is, one that denies included; ufw allow makes it one that allows.
    (ufw) rule="allow $wall_port/tcp"; say "${sudo}ufw $rule && ${sudo}ufw delete $rule && ${sudo}ufw prepend $rule"; return ;;
    # Without --reload, which would drop the rules that fail2ban and Docker added.
    (firewalld) say "${sudo}firewall-cmd --permanent --add-port=$wall_port/tcp && ${sudo}firewall-cmd --add-port=$wall_port/tcp"; return ;;
    (csf) say "add $wall_port to TCP_IN in /etc/csf/csf.conf, then: ${sudo}csf -r"; return ;;
  esac
  case $chain in
    (*[a-z]*) say "${sudo}nft insert rule $table $base $words accept   # until the next restart; permanently: in /etc/nftables.conf" ;;
    (*) case $table in (ip6*) on_top ip6tables "$base" "$match" ;; (*) on_top iptables "$base" "$match" ;; esac ;;
  esac
}

# A command that runs sh as the user: whatever link that user created, it changes nothing of root.
typed_as_user() {
  if [ -n "$sudo" ] || has sudo; then say "sudo -u $account -H sh -c $1"; else say "su -s /bin/sh $account -c $1"; fi
}

# It depends on the account: there are three kinds of lock, and one command for all would destroy a password.
fix_lock() {
  case $state in
    (*' expired '*) say 'Ask the admin why the account was set to expire. Then remove its end date.'; say "${sudo}chage -E -1 $account"; return ;;
    (*' inactive '*) if [ "$pam" != no ]; then
        say 'Ask the admin whether the days of grace are meant for this account. If not, turn them off.'; say "${sudo}chage -I -1 $account"; return
      fi ;;
  esac
  case $state$pam in
    (*yes) ;;
    (locked*) say 'Ask the admin why the account was locked. Then unlock it. Its password stays the same.'; say "${sudo}passwd -u $account"; return ;;
    (bare*)
      if [ "$user_id" = 0 ]; then say 'Root has no password and is locked. Use another user for the deploy.'; return; fi
      say 'Only if it never had a password: set the password field to *. No password matches it, and it is not a lock.'
      say "${sudo}usermod -p '*' $account"; return ;;
  esac
  say 'Read why logins are off, and remove that file when the work is done.'
  for each in /etc/nologin /var/run/nologin; do
    [ ! -e "$each" ] || say "${sudo}cat $each"
  done
}

# The first line says what to do, the others are to type. Nothing of it runs here.
fix() {
  account=$user; case $user in (*[!A-Za-z0-9._@+-]*) account="'$user'" ;; esac
  case $1 in
    (not-installed) say 'Install the SSH server, then start it.'; install_command; start ;;
    (upgrade-incomplete) say 'Finish the upgrade, install the SSH server again, and restart it. Keep this session open until a new login works.'; finish_upgrade; restart ;;
    (pam-broken) say 'Install the package with that module, or correct its line in /etc/pam.d/sshd or a file that it includes. In a container, make pam_loginuid optional and allow AUDIT_WRITE.'
      say "${sudo}grep -rnE 'pam_[a-z0-9_]+[.]so' /etc/pam.d/sshd /etc/pam.d/common-* /etc/pam.d/system-auth /etc/pam.d/password-auth" ;;
    (home-unavailable) say 'Mount the home, or create it. If a password unlocks it, put this line at the very top of sshd_config, keep the keys in that file (owner root, mode 644), and restart.'
      say 'AuthorizedKeysFile /etc/ssh/authorized_keys/%u .ssh/authorized_keys'; restart ;;
    (key-command-fails) say 'Run that program as its user with the name of the account, and correct the error that it prints. Root must own it and each folder above it.'
      program=${command-}; say "${sudo}namei -l '${program%% *}'" ;;
    (certificates-only) say 'Use a certificate of that authority for the deploy, or allow plain keys for this user: AuthorizedKeysFile must name a file, and the file needs the public key.'
      say "${sudo}grep -rniE '^ *(TrustedUserCAKeys|AuthorizedKeysFile|AuthorizedPrincipals)' /etc/ssh/sshd_config /etc/ssh/sshd_config.d" ;;
    (key-type-refused) say 'Make a new Ed25519 key where the deploy keeps its keys, and add its public key here.'; say "ssh-keygen -t ed25519 -N '' -C deploy -f ./deploy_key" ;;
    (config-invalid) say 'Correct the line that it names, test again, then restart the service.'; restart ;;
    (host-keys-missing) say 'Make the keys readable only for root, create the missing ones, and restart the service. Existing keys stay.'
      say "${sudo}chmod 600 /etc/ssh/ssh_host_*_key"; say "${sudo}ssh-keygen -A"; restart ;;
    (service-stopped) say 'Start the SSH service, now and at every boot.'; start ;;
    (socket-activated) say 'Reload systemd, so that it reads the port from sshd_config again.'; say "$(tested)${sudo}systemctl daemon-reload && ${sudo}systemctl restart $socket" ;;
    (port-differs) say "Use port $ports in the workflow, or make the server listen on port $port too: add this line to sshd_config, then restart."
      say "Port $port"; restart ;;
    (loopback-only) say 'Remove ListenAddress, or name a public address there, then restart the service. This finds the lines.'
      say "${sudo}grep -rniE '^ *(ListenAddress|ListenStream)' /etc/ssh /etc/systemd/system"; restart ;;
    (firewall-drops|firewall-rejects) say "Allow port $wall_port, if possible only from the addresses that need it."; allow_port ;;
    (banned) say 'Lift the ban. Bans of fail2ban end by themselves, most after ten minutes.'
      if has fail2ban-client; then say "${sudo}fail2ban-client unban ${from:-ADDRESS}"; fi
      if has cscli; then say "${sudo}cscli decisions delete --ip ${from:-ADDRESS}"; fi
      if has csf; then say "${sudo}csf -dr ${from:-ADDRESS}; ${sudo}csf -tr ${from:-ADDRESS}"; fi ;;
    (hosts-deny) say 'Remove that line, or allow the address in /etc/hosts.allow, which is read first:'; say "sshd: ${from:-ADDRESS}" ;;
    (user-missing) say 'Use the name of an existing account in the workflow. These have a shell:'
      awk -F: '($3 == 0 || $3 >= 1000) && $7 !~ /(nologin|false|sync)$/ { print $1 }' /etc/passwd | head -n 10 | tr '\n' ' '; say ;;
    (account-locked) fix_lock ;;
    (shell-missing) say 'Give the user a shell that exists.'; say "${sudo}chsh -s /bin/sh $account" ;;
    (user-not-allowed)
      [ -z "$pam_refusal" ] || { say "Change that line of access.conf(5): the first one that fits decides."; say "${sudo}grep -nE '^ *[+-]' /etc/security/access.conf"; return 0; }
      say "Add $user to the list (or remove it from the list) in /etc/ssh/sshd_config or a file of sshd_config.d, then restart the service."
      say "${sudo}grep -rniE '^ *(Allow|Deny)(Users|Groups)' /etc/ssh/sshd_config /etc/ssh/sshd_config.d"; restart ;;
    (root-login-off) say 'Best: use another user for the deploy. To allow root by key, put this line at the very top of /etc/ssh/sshd_config, above any Include (the first one counts), and restart the service.'
      say 'PermitRootLogin prohibit-password'; restart ;;
    (home-permissions) say "Check who else uses these files. Then remove those rights and give the files to the user."
      say "$path_bad" | awk -v sudo="$sudo" -v user="$account" -v home="$home/" '{
        gsub(/[^ -~]/, "?"); path = $0; what = ""
        shared = /[tT]\)$/   # /tmp and the like, reached through a link of the user
        if (sub(/ can be written by others \([^ ]*\)$/, "", path)) what = shared ? "ask" : "chmod go-w"
        else if (sub(/ belongs to uid [0-9]+$/, "", path)) what = "chown -h " user
        else if (sub(/ is closed to the user \(.*/, "", path)) what = index(path "/", home) == 1 ? "chown -h " user : "chmod o+x"
        if (what ~ /^chown/ && index(path "/", home) != 1) what = "ask"
        # The owner of the folder can put a link there before this is typed.
        guard = what ~ /^chmod/ && index(path, home) == 1
        if (what == "ask") { print "# keep the file in " home ".ssh: " path " is not only for " user; next }
        gsub(/\047/, "\047\\\047\047", path); path = "\047" path "\047"
        if (guard) print sudo "find " path " -prune ! -type l -exec " what " {} +"
        else if (what != "") print sudo what " " path
      }' ;;
    (selinux-context) say 'Restore the labels.'; say "${sudo}restorecon -Rv '$home/.ssh'" ;;
    (authorized-keys-missing|authorized-keys-malformed|key-not-listed)
      say 'Put the public key on a separate line in the file that sshd reads (ssh-keygen -y -f KEY prints it, where the key is).'
      keys=${key_files%%"$NL"*} add="printf '\\n%s\\n' 'ssh-ed25519 AAAA... deploy' |"
      case $keys in
        ("$home"/*) say "$add $(typed_as_user "\"umask 077 && mkdir -p '${keys%/*}' && tee -a '$keys'\"")" ;;
        (*) say "$add ${sudo}tee -a '$keys'" ;;
      esac ;;
    (key-restricted) say 'Change the options before the key (from=, expiry-time=, cert-authority), or remove it from the list of revoked keys.'
      say "${sudo}ssh-keygen -lf '${key_files%%"$NL"*}'; ${sudo}grep -nE '(from|expiry-time)=|cert-authority' '${key_files%%"$NL"*}'" ;;
    (disk-full) say 'Free some space. This shows what takes the most.'; say "${sudo}du -xh --max-depth=2 / | sort -h | tail -n 20" ;;
  esac
}
