import { say, type Words } from '../text/words'
import { firstOf } from './first-of'
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
      // nft shows the rules of ufw, firewalld and iptables-nft; older machines have only iptables.
      return "sudo nft list ruleset 2>/dev/null | grep -nE 'policy|dport|drop|reject' || sudo iptables-save"
  }
}

/** What `showRules` prints on Windows where no rule allows SSH. */
export const noWindowsRule = say`no ${'OpenSSH-Server-In-TCP'}, or one with ${'False'}, with ${'Block'}, or with only ${'Private'} on a public network`

/**
 * Allows a TCP port in the one firewall that the machine uses. The rule goes above those that are there, so it counts before a
 * rule that rejects, and pasting it twice leaves one rule. ufw, firewalld, OpenWrt and Windows keep it over a restart;
 * `keptUntil` says what the others do.
 */
export function allowPort(system: ServerSystem, port: number): string {
  const tcp = String(port)
  switch (system) {
    case 'windows':
      // The rule that comes with the feature; on newer Windows it holds for private networks only.
      if (port === 22)
        return 'Set-NetFirewallRule -Name OpenSSH-Server-In-TCP -Enabled True -Profile Any'
      // A second rule of the same name is refused.
      return `New-NetFirewallRule -Name OpenSSH-${tcp} -DisplayName 'OpenSSH port ${tcp}' -Direction Inbound -Protocol TCP -LocalPort ${tcp} -Action Allow`
    case 'freebsd':
      return [
        `# Put this line into /etc/pf.conf, above the rules that block: pass in quick proto tcp to any port ${tcp}`,
        'sudo pfctl -nf /etc/pf.conf && sudo pfctl -f /etc/pf.conf',
      ].join('\n')
    case 'dropbear':
      return [
        `uci set firewall.ssh_${tcp}=rule`,
        ...['src=wan', 'proto=tcp', `dest_port=${tcp}`, 'target=ACCEPT'].map(
          (option) => `uci set firewall.ssh_${tcp}.${option}`,
        ),
        'uci commit firewall && /etc/init.d/firewall reload',
      ].join(' &&\n')
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
    case 'unknown':
      return firstOf([
        // The file has no language, and `ufw status` has.
        {
          when: 'grep -qs "^ENABLED=yes" /etc/ufw/ufw.conf',
          command: ufwOnTop(tcp),
        },
        // Without --reload, which would drop the rules that fail2ban and Docker added.
        {
          when: 'sudo firewall-cmd --state >/dev/null 2>&1',
          command: `sudo firewall-cmd --permanent --add-port=${tcp}/tcp && sudo firewall-cmd --add-port=${tcp}/tcp`,
        },
        {
          when: 'test -e /etc/csf/csf.conf',
          command: `echo "Add ${tcp} to TCP_IN in /etc/csf/csf.conf, then: sudo csf -r"`,
        },
        // An accept of another table does not overrule the drop of this one (nft(8), verdict statements).
        {
          when: 'sudo nft list chain inet filter input >/dev/null 2>&1',
          command: `sudo nft list chain inet filter input | sed -n 4p | grep -q "tcp dport ${tcp} accept" || sudo nft insert rule inet filter input tcp dport ${tcp} accept`,
        },
        {
          when: 'command -v iptables >/dev/null || test -x /usr/sbin/iptables',
          command: ['iptables', 'ip6tables']
            .map(
              (program) =>
                `sudo ${program} -D INPUT -p tcp --dport ${tcp} -j ACCEPT 2>/dev/null; sudo ${program} -I INPUT -p tcp --dport ${tcp} -j ACCEPT`,
            )
            .join('\n  '),
        },
      ])
  }
}

/**
 * `ufw prepend` leaves an equal rule where it is, one that denies included ("Skipping inserting existing rule", ufw 0.36.2), and
 * `ufw allow` turns it into one that allows. A rule that limits connections allows the port, and stays.
 */
const ufwOnTop = (tcp: string): string => {
  const rule = `allow ${tcp}/tcp`
  const all = ['', 'delete ', 'prepend '].map((where) => `sudo ufw ${where}${rule}`)
  return `sudo ufw status | grep -q "^${tcp}/tcp *LIMIT" || { ${all.join(' && ')}; }`
}

/** A sentence on how long the rule of `allowPort` stays, to follow others; empty where it stays forever. */
export function keptUntil(system: ServerSystem): Words {
  switch (system) {
    case 'windows':
    case 'freebsd':
    case 'dropbear':
      return say``
    case 'ubuntu':
    case 'debian':
    case 'raspbian':
    case 'unknown':
      return say` A rule of plain ${'nft'} or ${'iptables'} lasts until the next restart: add it to the file that your rules are loaded from.`
  }
}
