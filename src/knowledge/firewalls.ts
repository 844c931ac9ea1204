import type { ServerSystem } from './server-systems'

/** Prints the packet filter's rules that matter, without changing one. */
export function showRules(system: ServerSystem): string {
  switch (system) {
    case 'windows':
      return 'Get-NetFirewallRule -Direction Inbound | Where-Object DisplayName -like "*SSH*" | Format-Table Name, Enabled, Profile, Action'
    case 'freebsd':
      return 'sudo pfctl -sr; sudo ipfw list'
    case 'dropbear':
      return "nft list ruleset 2>/dev/null | grep -nE 'policy|dport|drop|reject' || iptables-save"
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
    case 'unknown':
      // nft shows what ufw, firewalld and iptables-nft made; older machines have iptables alone.
      return "sudo nft list ruleset 2>/dev/null | grep -nE 'policy|dport|drop|reject' || sudo iptables-save"
  }
}

/** What lets a TCP port in, one line a tool: the reader picks the one that the machine has. */
export function allowPort(system: ServerSystem, port: number): string {
  const tcp = String(port)
  switch (system) {
    case 'windows':
      // The rule that comes with the feature; on newer Windows it holds for private networks alone.
      if (port === 22)
        return 'Set-NetFirewallRule -Name OpenSSH-Server-In-TCP -Enabled True -Profile Any'
      return `New-NetFirewallRule -DisplayName 'OpenSSH port ${tcp}' -Direction Inbound -Protocol TCP -LocalPort ${tcp} -Action Allow`
    case 'freebsd':
      return `pass in proto tcp to any port ${tcp}   # a line for /etc/pf.conf, then: sudo pfctl -f /etc/pf.conf`
    case 'dropbear':
      return `uci add firewall rule && uci set firewall.@rule[-1].src=wan && uci set firewall.@rule[-1].proto=tcp && uci set firewall.@rule[-1].dest_port=${tcp} && uci set firewall.@rule[-1].target=ACCEPT && uci commit firewall && /etc/init.d/firewall reload`
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
      return [
        `sudo ufw allow ${tcp}/tcp                                # where ufw is on`,
        `sudo iptables -I INPUT -p tcp --dport ${tcp} -j ACCEPT   # plain iptables (and ip6tables)`,
        `sudo nft insert rule inet filter input tcp dport ${tcp} accept   # plain nftables; keep it in /etc/nftables.conf`,
      ].join('\n')
    case 'unknown':
      return [
        `sudo ufw allow ${tcp}/tcp                                # ufw (Ubuntu, Debian)`,
        `sudo firewall-cmd --permanent --add-port=${tcp}/tcp && sudo firewall-cmd --reload   # firewalld (Red Hat, Fedora, SUSE)`,
        `sudo iptables -I INPUT -p tcp --dport ${tcp} -j ACCEPT   # plain iptables (and ip6tables)`,
        `sudo nft insert rule inet filter input tcp dport ${tcp} accept   # plain nftables; keep it in /etc/nftables.conf`,
      ].join('\n')
  }
}
